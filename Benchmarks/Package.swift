// swift-tools-version: 6.2
//
// A package of its own, so that who uses the library resolves none of what
// is needed only to measure it.

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
  traits: ["OpenBLAS", .default(enabledTraits: ["OpenBLAS"])],
  dependencies: [
    .package(
      name: "swift-dxmeta", path: "..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ])
  ],
  targets: [
    .executableTarget(
      name: "kernels",
      dependencies: [.product(name: "DxMeta", package: "swift-dxmeta")],
      swiftSettings: swiftSettings)
  ]
)
