// swift-tools-version: 6.2
//
// Builds the documentation. It is a package of its own so that a user of the
// library resolves no plugin.

import PackageDescription

// The plugin finds the targets behind the products named here.
let products: [Target.Dependency] = [
  "DxMeta", "DxLinearAlgebra", "DxSpecialFunctions", "DxDistributions",
  "DxOptimization", "DxMixedModels", "DxAccuracy", "DxPlots",
].map { .product(name: $0, package: "swift-dxmeta") }

let package = Package(
  name: "Documentation",
  platforms: [.macOS(.v14)],
  traits: ["OpenBLAS", .default(enabledTraits: ["OpenBLAS"])],
  dependencies: [
    .package(
      name: "swift-dxmeta", path: "..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ]),
    .package(
      url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(name: "Documentation", dependencies: products)
  ],
  swiftLanguageModes: [.v6]
)
