// swift-tools-version: 6.2
//
// Benchmarks are a package of their own, so that a user of the library builds
// none of them. Run one with
//
//   OPENBLAS_NUM_THREADS=1 swift run -c release --package-path Benchmarks NAME

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "dxmeta-benchmarks",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "throughput", type: .dynamic, targets: ["throughput"])
  ],
  traits: ["OpenBLAS", .default(enabledTraits: ["OpenBLAS"])],
  dependencies: [
    .package(
      name: "swift-dxmeta", path: "..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ])
  ],
  targets: [
    .target(name: "Timing", swiftSettings: swiftSettings),
    // A link to the table that the tests use, which is no product.
    .target(
      name: "FunctionTable",
      dependencies: [
        .product(name: "DxDistributions", package: "swift-dxmeta"),
        .product(name: "DxSpecialFunctions", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "throughput",
      dependencies: [
        .product(name: "DxDistributions", package: "swift-dxmeta"),
        .product(name: "DxSpecialFunctions", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "accuracy", dependencies: ["FunctionTable"],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "backends",
      dependencies: [
        "Timing",
        .product(name: "DxLinearAlgebra", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
    // Its tests are links to those that the library's tests run in short.
    .executableTarget(
      name: "battery",
      dependencies: [
        .product(name: "DxDistributions", package: "swift-dxmeta"),
        .product(name: "DxLinearAlgebra", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "sampling",
      dependencies: [
        "Timing",
        .product(name: "DxDistributions", package: "swift-dxmeta"),
      ],
      exclude: ["numpy_sampling.py"], swiftSettings: swiftSettings),
    .executableTarget(
      name: "kernels",
      dependencies: [
        "Timing", .product(name: "DxMeta", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "multivariate",
      dependencies: [
        "Timing",
        .product(name: "DxDistributions", package: "swift-dxmeta"),
        .product(name: "DxLinearAlgebra", package: "swift-dxmeta"),
        .product(name: "DxMixedModels", package: "swift-dxmeta"),
        .product(name: "DxOptimization", package: "swift-dxmeta"),
      ],
      exclude: ["mixmeta.R", "rma_mv.R"], swiftSettings: swiftSettings),
    // A link to the readers that the tests use, which are no product.
    .target(
      name: "ReferenceData",
      exclude: ["LinearAlgebra"],
      resources: [.copy("Fixtures")],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "validation",
      dependencies: [
        "ReferenceData", .product(name: "DxMeta", package: "swift-dxmeta"),
      ],
      swiftSettings: swiftSettings),
  ]
)
