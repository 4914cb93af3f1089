import Foundation
import Testing

/// The way that the dashboard exists for, walked in a terminal: from all layers to the cause of a
/// SIN, to the cause of that, and back.
@Suite struct WalkTests {
  /// The cells of the row under the cursor of a table of neurons.
  private func selectedRow(_ screen: [String]) throws -> [String] {
    let row = try #require(screen.first { $0.hasPrefix("│▌ ") && $0.contains("#") })
    return row.dropFirst().split(separator: " ").map(String.init)
  }

  @Test(.enabled(if: TmuxSession.isAvailable, "skipped: tmux is absent"))
  func fromLiveToTheCauseOfTheCauseAndBack() throws {
    let session = try TmuxSession("demo --paused", rows: 40, columns: 120)
    _ = try session.screen(with: "fashion-lenet", "PAUSED", "t=0/", "conv1", "conv2")
    try session.press(":t 24", "Enter")
    _ = try session.screen(with: "PAUSED", "t=24/")

    try session.press("i")
    let table = try session.screen(
      with: "SIN of inactive", "trail: Live > SIN", "by spikes", "t=24/")
    // A bar, the layer, the number, its place on the map in three words, then spikes, first, last.
    let row = try selectedRow(table)
    let (neuron, first) = ("\(row[1]) \(row[2])", row[7])
    #expect(try #require(Int(row[6])) >= 1)

    try session.press("Enter")
    let cause = try session.screen(
      with: "trail: Live > SIN > Neuron", "─ \(neuron) ─", "t=\(first)/", "t=\(first), t=\(first)",
      "1, all SIN", "inactivated", "why: C - z*t = ", "the sum closes")
    let term = try selectedRow(cause)
    let input = "\(term[1]) \(term[2])"
    #expect(input != neuron)

    try session.press("Enter")
    _ = try session.screen(
      with: "trail: Live > SIN > Neuron \(neuron) > Neuron", "─ \(input) ─", "t=\(first)/",
      "why: C - z*t = ", "the sum closes")

    try session.press("BSpace")
    let again = try session.screen(
      with: "trail: Live > SIN > Neuron", "─ \(neuron) ─", "t=\(first)/", "1, all SIN")
    #expect(try selectedRow(again) == term)

    try session.press("BSpace")
    let list = try session.screen(with: "SIN of inactive", "trail: Live > SIN", "t=24/")
    #expect(try selectedRow(list) == row)
  }
}
