import Foundation
import Testing

/// Wishes with limits, hosts' ranks and refusals, wanted numbers and lots, as a planner runs them.
@Suite struct HostsAndLotsTests {
  private let scratch: Scratch

  private static let files = [
    "policy.yaml": """
    language: en
    preference: {costs: [0, 25], worst_rank: 2, listed_only: yes, by_priority: yes}
    host_preference: {step: 15, unlisted: 40}
    lottery: {seed: autumn 2026}
    objectives:
      - {unplaced: 1}
      - {preference: 1, host_preference: 1, target_gap: 30}
      - {lottery: 1}

    """,
    "students.csv": """
    student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,priority
    S1,X1,710201,3,2008-01-01,30,120,2
    S2,X1,710201,3,2008-01-01,30,120,1
    S3,X2,710201,3,2008-01-01,30,120,1
    S4,X2,710201,3,2008-01-01,30,120,1

    """,
    "enterprises.csv": """
    enterprise_id,name,district,staff_total,staff_on_duty
    E1,First,D1,100,100
    E2,Second,D1,100,100

    """,
    "posts.csv": """
    post_id,enterprise_id,title,specialty_codes,seats,target_students,latitude,longitude,start_date,end_date,monthly_pay
    P1,E1,one,7102,3,1,30,120,2026-09-01,2027-02-28,3000
    P2,E2,two,7102,3,,30,120,2026-09-01,2027-02-28,3000

    """,
    "preferences.csv": """
    student_id,rank,post_id
    S1,1,P1
    S1,2,P2
    S2,3,P1
    S2,1,P2
    S4,9,P2

    """,
    "host-ranks.csv": """
    enterprise_id,post_id,student_id,rank,refuse
    E1,,S3,1,
    ,P1,S1,2,
    E2,,S2,4,
    E1,,S4,,yes

    """,
  ]

  init() throws { scratch = try Scratch(caseOf: Self.files) }

  /// S2's third wish is not granted, S4's only one neither, and the first host refuses S4 besides.
  @Test func aPlanHoldsThemAndSaysWhy() throws {
    defer { scratch.remove() }
    let checked = try scratch.run("check", "case")
    #expect(checked.contains("S4") && checked.contains("wishes"), "\(checked)")
    _ = try scratch.run("allocate", "case", "--output", "plan")
    _ = try scratch.run("verify", "case", "plan")
    #expect(try scratch.row("plan/compliance.csv", "refused_by_host").suffix(4) == ["8", "1", "0", "0"])
    #expect(try scratch.row("plan/compliance.csv", "wishes").suffix(4) == ["7", "2", "0", "0"])
    #expect(try scratch.row("plan/unplaced.csv", "S4").contains("no_open_post"))
    // S1 draws its second wish (2 × 25 + 40) or stays at P1 (15); S2 is at P2 (45), S3 ranked first at P1.
    #expect(try scratch.text("plan/summary.json").contains(#""host_preference" : "#))
    let told = try scratch.run("explain", "case", "plan", "--student", "S4")
    #expect(told.contains("refused_by_host: a host that has not refused the student"), "\(told)")
    #expect(told.contains("this one is ranked 9"), "\(told)")
    let ranked = try scratch.run("explain", "case", "plan", "--student", "S2")
    #expect(ranked.contains("host_preference: 45 points") && ranked.contains("lottery: 419 points"))
    try whatHostsThinkStaysWithThem()
    try whatIf()
    _ = try scratch.run("model", "case", "--output", "model")
    _ = try scratch.run("allocate", "case", "--output", "whole", "--method", "whole")
    #expect(try scratch.row("whole/assignments.csv", "S1") == scratch.row("plan/assignments.csv", "S1"))
    _ = try scratch.run("verify", "case", "whole")
  }

  /// A school learns why its own student was refused; no host learns what another thinks.
  private func whatHostsThinkStaysWithThem() throws {
    _ = try scratch.run("split", "plan", "--by", "school", "--output", "schools")
    #expect(
      try scratch.row("schools/unplaced/X2.csv", "S4").joined(separator: ",").contains("refused_by_host"))
    #expect(try !scratch.text("schools/X1.csv").contains("refused"))
    _ = try scratch.run("split", "plan", "--by", "enterprise", "--output", "hosts")
    for name in ["hosts/E1.csv", "hosts/E2.csv"] {
      let own = try scratch.text(name)
      #expect(!own.contains("refuse") && !own.contains("rank") && !own.contains("host_preference"), "\(own)")
    }
  }

  private func whatIf() throws {
    let settings = [
      "policy.preference.costs[2]=1", "policy.preference.worst_rank=9", "policy.preference.listed_only=no",
      "policy.host_preference.unlisted=0", "posts[P1].target_students=2", "policy.objectives[3].lottery=5",
    ]
    for (number, setting) in settings.enumerated() {
      _ = try scratch.run("what-if", "case", "--set", setting, "--output", "w\(number)")
      _ = try scratch.run("verify", "w\(number)/case", "w\(number)/plan")
    }
    // Of the same plan: without the weight of a missing student the second stage is worth less.
    #expect(try scratch.text("w4/comparison.csv").contains("30"))
    let closed = try scratch.run(
      "what-if", "case", "--set", "policy.preference.costs[3]=1", "--output", "w9", code: 64)
    #expect(closed.contains("preference.costs"), "\(closed)")
  }
}
