import ArgumentParser

@main
struct PlacementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "placement",
    abstract: "Assigns vocational students to enterprise training posts. 职业学校学生实习岗位安排。",
    discussion: """
      A case is a folder of CSV files and a policy.yaml; a plan is a folder of results.

        placement check CASE                    read everything, list every fault
        placement allocate CASE --output PLAN   make the plan
        placement verify CASE PLAN              check the plan against every rule

      Exit codes: 0 proven optimal, 1 verify found a fault, 3 a valid plan without proof, 64 wrong
      command line, 65 bad input, 66 an input is missing, 70 no plan, 73 cannot write, 75 locked,
      78 bad policy or configuration.
      """,
    version: Version.current,
    subcommands: [
      CheckCommand.self, AllocateCommand.self, ModelCommand.self, VerifyCommand.self,
      DecideCommand.self, PublishCommand.self, SplitCommand.self, GenerateCommand.self,
      WhatIfCommand.self,
    ])
}

enum Version {
  static let current = "0.1.0"
}
