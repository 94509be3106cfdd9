// swift-tools-version: 6.2
//
// The layers, from the bottom up; a target may depend only on the ones above
// it in this file. Docs/Architecture.md says what belongs where.

import PackageDescription

let applePlatforms: [Platform] = [
  .macOS, .macCatalyst, .iOS, .tvOS, .watchOS, .visionOS,
]

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let realModule: Target.Dependency = .product(
  name: "RealModule", package: "swift-numerics")

/// A layer of the library, which is also a product that can be imported alone.
func layer(
  _ name: String, dependencies: [Target.Dependency] = [],
  linkerSettings: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: swiftSettings,
    // Glibc keeps libm apart, and a release build of a client that calls
    // nothing but `sqrt` would otherwise not find it.
    linkerSettings: linkerSettings
      + [.linkedLibrary("m", .when(platforms: [.linux, .android]))])
}

/// The tests of a layer.
func tests(of name: String, dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "_DxTestSupport"] + dependencies,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "swift-dxmeta",
  platforms: [.macOS(.v14), .iOS(.v17), .tvOS(.v17), .watchOS(.v10)],
  products: [
    .library(name: "DxMeta", targets: ["DxMeta"]),
    .library(name: "DxLinearAlgebra", targets: ["DxLinearAlgebra"]),
    .library(name: "DxSpecialFunctions", targets: ["DxSpecialFunctions"]),
    .library(name: "DxDistributions", targets: ["DxDistributions"]),
    .library(name: "DxOptimization", targets: ["DxOptimization"]),
    .library(name: "DxMixedModels", targets: ["DxMixedModels"]),
    .library(name: "DxAccuracy", targets: ["DxAccuracy"]),
    .library(name: "DxPlots", targets: ["DxPlots"]),
  ],
  traits: [
    .trait(
      name: "OpenBLAS",
      description: "Use OpenBLAS and LAPACKE (Accelerate on Apple platforms)."),
    .default(enabledTraits: ["OpenBLAS"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")
  ],
  targets: [
    // MARK: - C

    .systemLibrary(
      name: "_CDxOpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(
      name: "_CDxLAPACKE",
      dependencies: [
        .target(
          name: "_CDxOpenBLAS",
          condition: .when(
            platforms: [.linux, .android], traits: ["OpenBLAS"]))
      ],
      cSettings: [
        .define("DXMETA_BLAS", .when(traits: ["OpenBLAS"])),
        .define(
          "ACCELERATE_NEW_LAPACK",
          .when(platforms: applePlatforms, traits: ["OpenBLAS"])),
      ],
      linkerSettings: [
        .linkedLibrary(
          "openblas", .when(platforms: [.linux], traits: ["OpenBLAS"])),
        .linkedLibrary(
          "lapacke", .when(platforms: [.linux], traits: ["OpenBLAS"])),
        .linkedFramework(
          "Accelerate",
          .when(platforms: applePlatforms, traits: ["OpenBLAS"])),
      ]),

    // MARK: - Layers

    layer("DxLinearAlgebra", dependencies: ["_CDxLAPACKE", realModule]),
    layer("DxSpecialFunctions", dependencies: [realModule]),
    layer(
      "DxDistributions",
      dependencies: ["DxLinearAlgebra", "DxSpecialFunctions", realModule]),
    layer("DxOptimization", dependencies: ["DxLinearAlgebra", realModule]),
    layer(
      "DxMixedModels",
      dependencies: [
        "DxDistributions", "DxLinearAlgebra", "DxOptimization",
        "DxSpecialFunctions", realModule,
      ]),
    layer(
      "DxAccuracy",
      dependencies: [
        "DxDistributions", "DxLinearAlgebra", "DxMixedModels",
        "DxOptimization", "DxSpecialFunctions", realModule,
      ]),
    layer(
      "DxPlots",
      dependencies: ["DxAccuracy", "DxLinearAlgebra", "DxSpecialFunctions"]),
    layer(
      "DxMeta",
      dependencies: [
        "DxAccuracy", "DxDistributions", "DxLinearAlgebra", "DxMixedModels",
        "DxOptimization", "DxPlots", "DxSpecialFunctions",
      ]),

    // MARK: - Tests

    .target(
      name: "_DxTestSupport",
      dependencies: ["DxLinearAlgebra", "DxDistributions", realModule],
      path: "Tests/_DxTestSupport",
      resources: [.copy("Fixtures")],
      swiftSettings: swiftSettings),
    .target(
      name: "_DxFunctionTable",
      dependencies: ["DxDistributions", "DxSpecialFunctions"],
      path: "Tests/_DxFunctionTable",
      swiftSettings: swiftSettings),
    tests(of: "DxLinearAlgebra"),
    tests(of: "DxSpecialFunctions"),
    tests(
      of: "DxDistributions",
      dependencies: [
        "_DxFunctionTable", "DxLinearAlgebra", "DxSpecialFunctions",
      ]),
    tests(of: "DxOptimization", dependencies: ["DxLinearAlgebra", realModule]),
    tests(
      of: "DxMixedModels",
      dependencies: [
        "DxLinearAlgebra", "DxOptimization", "DxSpecialFunctions", realModule,
      ]),
    tests(
      of: "DxAccuracy",
      dependencies: [
        "DxLinearAlgebra", "DxMixedModels", "DxOptimization",
        "DxSpecialFunctions", realModule,
      ]),
    tests(
      of: "DxPlots",
      dependencies: [
        "DxAccuracy", "DxLinearAlgebra", "DxMixedModels", "DxOptimization",
      ]),
  ]
)
