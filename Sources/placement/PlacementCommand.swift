import ArgumentParser

@main
struct PlacementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "placement",
    abstract: "Assigns vocational students to enterprise training posts. 职业学校学生实习岗位安排。",
    discussion: """
      A case is a folder of CSV files and a policy.yaml; a plan is a folder.

        placement check CASE                    read everything, list every fault
        placement allocate CASE --output PLAN   make the plan
        placement verify CASE PLAN              check the plan against every rule

      Exit codes:
         0  every objective proven optimal      1  verify found a fault
         3  a valid plan, not proven in time   64  wrong command line
        65  bad input, nothing written         66  an input is missing
        70  no plan                            73  the output cannot be written
        75  another run holds the lock         78  bad policy or configuration
      """,
    version: Version.current,
    subcommands: [
      CheckCommand.self, AllocateCommand.self, ModelCommand.self, VerifyCommand.self,
      DecideCommand.self, PublishCommand.self, SplitCommand.self, ExplainCommand.self, WhatIfCommand.self,
      NightlyCommand.self, HistoryCommand.self, StatusCommand.self, GenerateCommand.self,
    ])
}

enum Version {
  static let current = "0.1.0"
}
