import Foundation
import Placement
import PlacementFiles
import TestSupport
import Testing

@testable import Allocation

/// Faults of decisions, law and quotas in a case that has others: all are told in one go, and none follows from another.
@Suite struct FaultyCaseTests {
  private typealias Files = [String: [[String]]]

  /// Every kind of fault that is found after reading.
  private static let everyKind: Files = [
    "schools.csv": [["school_id", "latitude", "longitude", "area_code"]]
      + ["X1", "X2", "X3"].map { [$0, "30", "120", "330106"] },
    "students.csv": [
      [
        "student_id", "school_id", "specialty_code", "grade", "birth_date", "latitude", "longitude",
        "team_id", "excluded", "own_lodging_consent",
      ]
    ]
      + (1...34).map { number in
        let school = [30: "X2", 31: "X3"][number] ?? "X1"
        let team = [4: "T1", 5: "T1", 13: "T2", 14: "T2"][number] ?? ""
        return [
          "S\(number)", school, "710201", number == 7 ? "1" : "3", "2008-01-01", "30", "120", team,
          [2: "abroad", 3: "abroad"][number] ?? "", "yes",
        ]
      },
    "enterprises.csv": [
      ["enterprise_id", "name", "district", "staff_total", "staff_on_duty", "max_interns", "max_per_school"]
    ]
      + (1...9).map { number in
        [
          "E\(number)", "Firm \(number)", "D1", "400", "400", [5: "1", 6: "1"][number] ?? "",
          number == 9 ? "1" : "",
        ]
      },
    "posts.csv": [
      [
        "post_id", "enterprise_id", "title", "specialty_codes", "seats", "latitude", "longitude",
        "start_date", "end_date", "monthly_pay", "night_shift", "max_per_school", "min_students",
        "job_group", "same_post_staff", "area_code",
      ]
    ]
      + [
        ("P1", "E1"), ("P2", "E2"), ("P3", "E3"), ("P4", "E4"), ("P5", "E5"), ("P6", "E5"), ("P7", "E7"),
        ("P8", "E8"), ("P9", "E8"), ("P10", "E8"), ("P11", "E3"), ("P12", "E1"), ("P13", "E9"), ("P14", "E9"),
      ].map { post, host in
        let isGroup = post == "P9" || post == "P10"
        return [
          post, host, "Fitter", "7102", post == "P4" ? "2" : "9", "30", "120", "2026-09-01", "2027-02-28",
          "3000", post == "P12" ? "yes" : "no", post == "P7" ? "1" : "", post == "P8" ? "30" : "",
          isGroup ? "G1" : "", isGroup ? "10" : "400", post == "P11" ? "310104" : "330106",
        ]
      },
    "partners.csv": [["school_id", "enterprise_id", "tie", "from", "to"], ["X2", "E1", "host", "", ""]],
    "pairs.csv": [
      ["student_a", "student_b", "relation"], ["S13", "S14", "apart"], ["S15", "S16", "apart"],
      ["S17", "S18", "apart_host"], ["S32", "S33", "apart_host"],
    ],
    "decisions.csv": [["student_id", "post_id", "enterprise_id", "decision", "reason", "decided_on"]]
      + [
        ("S1", "P1"), ("S1", "P2"), ("S2", "P1"), ("S4", "P1"), ("S5", "P2"), ("S6", "P1"), ("S7", "P1"),
        ("S9", "P1"), ("S15", "P3"), ("S16", "P3"), ("S19", "P4"), ("S20", "P4"), ("S21", "P4"),
        ("S22", "P5"), ("S23", "P6"), ("S24", "P7"), ("S25", "P7"), ("S26", "P8"), ("S27", "P9"),
        ("S28", "P9"), ("S29", "P10"), ("S30", "P2"), ("S31", "P11"), ("S32", "P1"), ("S33", "P12"),
      ].map { [$0.0, $0.1, "", "pin", "agreed", "2026-05-01"] }
      + [("S6", "E1"), ("S11", "E2")].map { [$0.0, "", $0.1, "ban", "agreed", ""] },
    "published.csv": [
      ["student_id", "post_id", "stage"], ["S3", "P1", "signed"], ["S8", "P12", "signed"],
      ["S10", "P1", "started"], ["S34", "P13", "signed"], ["S12", "self:S12", "signed"],
    ],
    "self-arranged.csv": [
      [
        "student_id", "enterprise_id", "enterprise_name", "start_date", "end_date", "monthly_pay",
        "night_shift", "applied_on", "guardian_consent", "approved_on",
      ]
    ]
      + [(9, "E2"), (10, "E2"), (11, "E2"), (12, "E2"), (17, "E6"), (18, "E6")].map { number, host in
        [
          "S\(number)", host, "", "2026-09-01", "2027-02-28", "2600", number == 12 ? "yes" : "no",
          "2026-05-10", "yes", "2026-05-20",
        ]
      },
    "targets.csv": [["indicator", "target", "due_year"], ["placed", "0.95", "2027"]],
  ]

  private static func reading(_ files: Files) -> CaseReading {
    let folder = Temporary.folder.appendingPathComponent("faulty-\(UUID().uuidString)")
    try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try! Data("language: en\n".utf8).write(to: folder.appendingPathComponent("policy.yaml"))
    for (name, rows) in files {
      let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
      try! Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return readCase(at: folder, asOf: CalendarDate(year: 2026, month: 7, day: 1)!)
  }

  private static func faultsWhereSound() throws -> [Diagnostic] {
    let reading = reading(everyKind)
    let placementCase = try #require(reading.placementCase, "\(reading.diagnostics)")
    return CaseCheck(placementCase, threads: 1).diagnostics.filter(\.isFault)
  }

  /// The parts of messages that tell a kind of fault, and where it stands.
  private static let kinds: [(part: String, place: String)] = [
    ("pinned to another post, P1, in row 2", "decisions.csv:3"),
    ("student S2 takes no part", "decisions.csv:4"), ("student S3 has signed", "published.csv:2"),
    ("two posts are pinned for team T1", "decisions.csv:6"),
    ("S6 cannot be held at post P1: banned", "decisions.csv:7"),
    ("S7 cannot be held at post P1: grade", "decisions.csv:8"),
    ("S8 cannot be held at post P12: night_shift", "published.csv:3"),
    ("S9 has found a place alone", "decisions.csv:9"),
    ("S10 has signed or started at post P1", "published.csv:4"),
    ("S11 has found a place at this enterprise", "decisions.csv:28"),
    ("student S12 found alone fails night_shift", "self-arranged.csv:5"),
    ("S13 and S14 keep apart and are of one team", "pairs.csv:2"),
    ("S15 and S16 keep apart (apart) and are held at one place", "pairs.csv:3"),
    ("S17 and S18 keep apart and have both found a place", "pairs.csv:4"),
    ("post P4 has a quota of 2", "decisions.csv:12"), ("enterprise E5 has a quota of 1", "decisions.csv:15"),
    ("max_per_school for school X1", "decisions.csv:17"), ("post P8 takes at least 30", "decisions.csv:19"),
    ("E8/G1 has a quota of 2", "decisions.csv:20"),
    ("S30 cannot be held at post P2: admitted", "decisions.csv:23"),
    ("S31 cannot be held at post P11: cross_province", "decisions.csv:24"),
    ("S32 and S33 keep apart (apart_host) and are held at one place", "pairs.csv:5"),
    ("enterprise E6 has a quota of 1, but 2 students have found", "self-arranged.csv:6"),
  ]

  @Test func theCaseHasEveryKind() throws {
    let found = try Self.faultsWhereSound()
    for (part, place) in Self.kinds {
      let lines = found.filter { $0.message.en.contains(part) }
      #expect(lines.map { "\($0.file):\($0.row ?? 0)" }.contains(place), "\(part) in \(found)")
    }
  }

  /// Two rows hold one student: both are named.
  @Test func whoeverHasFoundAPlaceIsNamedWithBothRows() throws {
    let found = try Self.faultsWhereSound()
    for (part, row, own) in [
      ("S9 has found", "decisions.csv:9", 2), ("S10 has signed", "published.csv:4", 3),
      ("S11 has found", "decisions.csv:28", 4),
    ] {
      let fault = try #require(found.first { $0.message.en.contains(part) })
      #expect(fault.rows.map { "\($0.file):\($0.row)" } == ["self-arranged.csv:\(own)", row])
    }
  }

  /// A fault that has nothing to do with them hides none of them.
  @Test func aFaultElsewhereHidesNothing() throws {
    let expected = try Self.faultsWhereSound()
    for (file, row, column, value) in [
      ("targets.csv", 1, 2, "1800"), ("students.csv", 32, 3, "9"), ("enterprises.csv", 4, 3, "many"),
      ("pairs.csv", 4, 2, "friends"), ("self-arranged.csv", 1, 3, "soon"), ("posts.csv", 14, 4, "x"),
      ("decisions.csv", 1, 4, ""),
    ] {
      var files = Self.everyKind
      files[file]![row][column] = value
      let reading = Self.reading(files)
      #expect(reading.placementCase == nil && reading.diagnostics.count(where: \.isFault) == 1, "\(file)")
      let found = try #require(reading.faultyCase).faultsBeyondReading
      // What rests on the very row is withheld.
      #expect(found == expected.filter { $0.file != file || $0.row != row + 1 }, "\(file)")
    }
  }

  /// Who takes no part is pinned nowhere, and has signed nowhere: the post need not be known.
  @Test(arguments: ["P99", "1.5e3", ""]) func anUnknownPostHidesNobodyWhoTakesNoPart(_ post: String) throws {
    let held = [("decisions.csv", 3, "S2 takes no part"), ("published.csv", 1, "S3 has signed")]
    for (file, row, part) in held {
      var files = Self.everyKind
      files[file]![row][1] = post
      let found = try #require(Self.reading(files).faultyCase).faultsBeyondReading
      #expect(
        found.contains { $0.file == file && $0.row == row + 1 && $0.message.en.contains(part) },
        "\(file) \(found)")
    }
  }

  /// Cell by cell, row by row, column by column: whatever is spoilt, nothing is said that is not so in the sound case.
  @Test func noFaultFollowsFromAnother() throws {
    let expected = Set(try Self.faultsWhereSound().map(Self.withoutNumbers))
    var changes: [(files: Files, name: String)] = []
    for (file, rows) in Self.everyKind {
      for row in rows.indices {
        for column in rows[row].indices {
          for value in ["", "?!", "1.5e3"] {
            var files = Self.everyKind
            files[file]![row][column] = value
            changes.append((files, "\(file):\(row + 1):\(rows[0][column]) \(value)"))
          }
        }
        var files = Self.everyKind
        files[file]![row].append("surplus")
        changes.append((files, "\(file):\(row + 1) surplus"))
        if row > 0 {
          files = Self.everyKind
          files[file]!.append(rows[row])
          changes.append((files, "\(file):\(row + 1) twice"))
        }
      }
    }
    var judged = 0
    for (files, name) in changes {
      guard let faulty = Self.reading(files).faultyCase else { continue }
      judged += 1
      let new = Set(faulty.faultsBeyondReading.map(Self.withoutNumbers)).subtracting(expected)
      #expect(new.isEmpty, "\(name): \(new)")
    }
    #expect(judged > 1000)
  }

  /// A row that is gone changes counts, and who stands first.
  private static func withoutNumbers(_ fault: Diagnostic) -> String {
    fault.message.en.split { $0.isNumber && $0.isASCII }.joined(separator: "#")
  }
}
