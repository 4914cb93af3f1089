import ArgumentParser

@main
struct Spiketop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spiketop",
    abstract: "htop and a time-travel debugger for spiking neural networks.",
    subcommands: [Inspect.self])
}
