// swift-tools-version: 6.1
import PackageDescription

// A package of its own: nobody who builds the program builds the harness.
let package = Package(
  name: "placement-benchmarks",
  dependencies: [.package(name: "placement", path: "..")],
  targets: [
    .executableTarget(
      name: "measure", dependencies: [.product(name: "PlacementSteps", package: "placement")])
  ],
  swiftLanguageModes: [.v6]
)
