import ArgumentParser

@main
struct PlacementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "placement", abstract: "Assigns vocational students to enterprise training posts.",
    subcommands: [GenerateCommand.self])
}
