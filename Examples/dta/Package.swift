// swift-tools-version: 6.2
//
// A package of its own, so that a user of the library does not resolve the
// argument parser.

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "dta",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "dta", targets: ["dta"])],
  traits: [
    .trait(
      name: "OpenBLAS",
      description: "Use OpenBLAS and LAPACKE (Accelerate on Apple platforms)."),
    .default(enabledTraits: ["OpenBLAS"]),
  ],
  dependencies: [
    // The name is stated because the identity of a package given by its path
    // is the name of the folder, which is whatever the user cloned into.
    .package(
      name: "swift-dxmeta", path: "../..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ]),
    .package(
      url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .executableTarget(
      name: "dta", dependencies: ["DtaCommand"], swiftSettings: swiftSettings),
    .target(
      name: "DtaCommand",
      dependencies: [
        .product(name: "DxMeta", package: "swift-dxmeta"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "DtaCommandTests",
      dependencies: [
        "DtaCommand", "dta",
        .product(name: "DxMeta", package: "swift-dxmeta"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
  ]
)
