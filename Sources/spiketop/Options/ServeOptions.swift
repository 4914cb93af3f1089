import ArgumentParser
import LiveStreams

/// Who else may look on.
struct ServeOptions: ParsableArguments {
  @Option(
    help: """
      Let others watch with 'spiketop attach': unix:PATH, tcp:HOST:PORT, or tcp:PORT for this \
      machine only.
      """,
    transform: { try StreamAddress(typed: $0) })
  var serve: StreamAddress?

  @Option(help: "How many may watch at a time with '--serve'.")
  var viewers = LiveServer.usualLimit

  func validate() throws {
    guard (1...1024).contains(viewers) else {
      throw ValidationError("'--viewers' is \(viewers), but must be from 1 to 1024.")
    }
  }
}
