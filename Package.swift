// swift-tools-version: 6.1
import PackageDescription

// Optimised in debug builds too: tests read, solve and check whole cities, which unoptimised code takes minutes for.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Of what `placement --version` says it was built; unknown where nobody tells.
let commit =
  Context.environment["PLACEMENT_COMMIT"].map { [CSetting.define("PLACEMENT_COMMIT", to: $0)] } ?? []

// Warnings are errors in CI: `swift build -Xswiftc -warnings-as-errors`. It is no setting here, because
// SwiftPM refuses unsafe flags in a package that others depend on.
let package = Package(
  name: "placement",
  products: [
    .executable(name: "placement", targets: ["placement"]),
    .executable(name: "placement-review", targets: ["placement-review"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    // The review page alone: `placement` is built without them. No traits: TLS and HTTP/2 are the proxy's.
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    // Documentation as a site; nothing of it is linked.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // Work on several threads whose results come in order.
    .target(name: "Threads", swiftSettings: fast),
    // The domain, plain values. No files, no solver.
    .target(name: "Placement", swiftSettings: fast),
    // A case folder in, a plan folder out.
    .target(
      name: "PlacementFiles",
      dependencies: [
        "Placement", "Threads", "Workbooks", "CLibcrypto", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: fast),
    // Cells of .xlsx files, in and out. Knows nothing of students.
    .systemLibrary(
      name: "CWorkbook", providers: [.apt(["libxlsxwriter-dev", "libzip-dev", "libexpat1-dev"])]),
    // Odd archives for the tests.
    .systemLibrary(name: "CZlib", path: "Tests/CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Workbooks", dependencies: ["CWorkbook"], swiftSettings: fast),
    // Columns, rows, objective, outcome; what a solver must offer. Knows nothing of students.
    .target(name: "IntegerProgram", swiftSettings: fast),
    .target(name: "CGLPK", linkerSettings: [.linkedLibrary("glpk")]),
    .systemLibrary(name: "CLibcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "GLPKSolver", dependencies: ["IntegerProgram", "CGLPK"], swiftSettings: fast),
    // Network simplex on a unit's pairs and a forest of limits.
    .target(name: "NetworkFlow", swiftSettings: fast),
    // The assignment program, free of names, and how it is solved.
    .target(
      name: "AssignmentSolver", dependencies: ["IntegerProgram", "NetworkFlow", "Threads"],
      swiftSettings: fast),
    // The rules, the quotas, and the way from a case to its program and back.
    .target(
      name: "Allocation",
      dependencies: ["Placement", "IntegerProgram", "AssignmentSolver", "CLibcrypto", "Threads"],
      swiftSettings: fast),
    // Teachers: the second program.
    .target(
      name: "Supervisors", dependencies: ["Placement", "IntegerProgram", "Allocation", "Threads"],
      swiftSettings: fast),
    // A plan's tables and figures.
    .target(
      name: "Plan", dependencies: ["Placement", "AssignmentSolver", "Allocation", "Supervisors", "Threads"],
      swiftSettings: fast),
    // Why, and what if.
    .target(
      name: "Inquiry",
      dependencies: [
        "Placement", "IntegerProgram", "AssignmentSolver", "Allocation", "Plan", "Supervisors", "Threads",
      ],
      swiftSettings: fast),
    // report.html: a plan's figures on one page.
    .target(name: "PlanReport", dependencies: ["Placement", "Plan"], swiftSettings: fast),
    // Checks a plan against the contract with no solver and nothing of Allocation's.
    .target(name: "PlacementAudit", dependencies: ["Placement", "Threads"], swiftSettings: fast),
    // Past runs in SQLite.
    .target(
      name: "RunHistory", dependencies: ["Placement", .product(name: "GRDB", package: "GRDB.swift")]),
    // Child processes with limits: what must happen between fork and exec cannot be said in Swift.
    .target(name: "CSupervision"),
    // The unattended run: lock, snapshot, supervised solve, guards, switch, record, notice.
    .target(
      name: "Nightly",
      dependencies: [
        "Placement", "PlacementFiles", "RunHistory", "CSupervision",
        .product(name: "Yams", package: "Yams"), .product(name: "Logging", package: "swift-log"),
      ]),
    // Which commit a build is of.
    .target(name: "CBuild", cSettings: commit),
    // Made-up cities of any size.
    .target(name: "CaseGenerator", dependencies: ["Placement"], swiftSettings: fast),
    // What both programs say alike on a command line.
    .target(name: "CommandWords", dependencies: ["Placement"]),
    .executableTarget(
      name: "placement",
      dependencies: [
        "CommandWords",
        "Placement", "PlacementFiles", "IntegerProgram", "GLPKSolver", "AssignmentSolver", "Allocation",
        "Plan",
        "Inquiry", "PlacementAudit", "CaseGenerator", "Nightly", "RunHistory", "PlanReport", "Supervisors",
        "Threads", "CBuild",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // The steps of one run, timed apart, for Benchmarks/run. Built with the tests, so that it keeps up with what it calls.
    .executableTarget(
      name: "measure",
      dependencies: [
        "Allocation", "AssignmentSolver", "GLPKSolver", "Inquiry", "IntegerProgram", "Placement",
        "PlacementFiles", "Plan",
      ],
      path: "Benchmarks/Sources/measure"),
    // yescrypt, as the system's own accounts have it.
    .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
    // What the review page does, without the web: accounts, who may see what, decisions, approvals, log.
    .target(
      name: "Review",
      dependencies: [
        "Placement", "PlacementFiles", "Allocation", "GLPKSolver", "Nightly", "RunHistory", "CCrypt",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    // How the C library hands out memory.
    .systemLibrary(name: "CMalloc"),
    .executableTarget(
      name: "placement-review",
      dependencies: [
        "CMalloc", "CommandWords", "Review", "Placement", "PlacementFiles", "Nightly",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .testTarget(
      name: "RunHistoryTests",
      dependencies: ["RunHistory", "Placement", .product(name: "GRDB", package: "GRDB.swift")]),
    // Runs the built program, which its tests therefore name.
    .testTarget(
      name: "NightlyTests",
      dependencies: [
        "Allocation", "AssignmentSolver", "Nightly", "Placement", "PlacementFiles", "RunHistory",
        "TestSupport",
        "placement",
      ]),
    .testTarget(
      name: "ReviewTests",
      dependencies: ["Review", "Placement", .product(name: "GRDB", package: "GRDB.swift")]),
    // Runs the built server over a loopback port, and a browser over that.
    .testTarget(
      name: "ReviewPageTests",
      dependencies: [
        "placement", "placement-review", "Placement", "PlacementFiles", "Review", "TestSupport",
      ], exclude: ["Browser"]),
    .testTarget(name: "ThreadsTests", dependencies: ["Threads"]),
    .testTarget(name: "PlacementTests", dependencies: ["Placement"]),
    .testTarget(name: "IntegerProgramTests", dependencies: ["IntegerProgram", "TestSupport"]),
    .testTarget(
      name: "PlacementAuditTests", dependencies: ["PlacementAudit", "Placement"]),
    .testTarget(
      name: "PlanReportTests",
      dependencies: [
        "PlanReport", "Allocation", "AssignmentSolver", "Inquiry", "Plan", "GLPKSolver", "IntegerProgram",
        "Placement", "TestSupport",
      ]),
    .testTarget(
      name: "InquiryTests",
      dependencies: [
        "Allocation", "AssignmentSolver", "Inquiry", "Plan", "GLPKSolver", "IntegerProgram", "Placement",
        "PlacementAudit", "TestSupport",
      ]),
    .testTarget(
      name: "PlanTests",
      dependencies: [
        "Allocation", "CaseGenerator", "GLPKSolver", "Inquiry", "IntegerProgram", "Placement",
        "PlacementAudit", "PlacementFiles", "Plan", "Supervisors", "TestSupport",
      ]),
    .testTarget(
      name: "SupervisorsTests",
      dependencies: [
        "Supervisors", "CaseGenerator", "GLPKSolver", "IntegerProgram", "Placement", "TestSupport",
      ]),
    .testTarget(name: "WorkbooksTests", dependencies: ["Workbooks", "TestSupport"]),
    .testTarget(
      name: "NetworkFlowTests", dependencies: ["NetworkFlow", "Placement"],
      swiftSettings: fast),
    .testTarget(
      name: "AssignmentSolverTests",
      dependencies: [
        "AssignmentSolver", "NetworkFlow", "GLPKSolver", "IntegerProgram", "Placement", "PlacementAudit",
      ],
      swiftSettings: fast),
    .testTarget(name: "GLPKSolverTests", dependencies: ["GLPKSolver", "IntegerProgram", "CGLPK"]),
    .testTarget(
      name: "PlacementFilesTests",
      dependencies: ["PlacementFiles", "Placement", "CaseGenerator", "TestSupport", "Workbooks"]),
    // What commands are made of, called directly.
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "placement", "Allocation", "AssignmentSolver", "CommandWords", "GLPKSolver", "IntegerProgram",
        "Placement", "PlacementFiles", "Plan",
      ]),
    // Runs the built binary as a user would.
    .testTarget(name: "EndToEndTests", dependencies: ["placement", "Placement", "TestSupport", "Workbooks"]),
    // What tests share: random cases, and exhaustive search as their oracle.
    .target(
      name: "TestSupport",
      dependencies: ["Placement", "PlacementAudit", "PlacementFiles", "CaseGenerator", "CZlib"],
      path: "Tests/TestSupport", swiftSettings: fast),
    .testTarget(
      name: "AllocationTests",
      dependencies: [
        "Allocation", "AssignmentSolver", "CaseGenerator", "GLPKSolver", "IntegerProgram", "Placement",
        "PlacementAudit", "PlacementFiles", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
