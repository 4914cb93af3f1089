import Dashboard
import TerminalUI
import Testing

/// A network that was trained spiking, without an ANN: words where nothing can be compared.
@Suite struct TrainedNetworkTests {
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func theLiveScreenShowsTheMeanOutputAndThatOfTheStep(rows: Int, columns: Int) throws {
    let run = try ExampleRun(steps: 6, isTrainedSpiking: true)

    try expectSnapshot(
      run.canvas(rows: rows, columns: columns), named: "trained-live-\(columns)x\(rows)")
  }

  @Test(arguments: ["2", "3", "4", "5"])
  func screensSayThatThereIsNoANN(key: String) throws {
    var run = try ExampleRun(steps: 6, isTrainedSpiking: true)
    run.type(key)
    let text = run.canvas().text

    #expect(key == "2" || text.contains("no ANN"))
    #expect(!text.contains("synchronous neuron"))
    try expectSnapshot(run.canvas(), named: "trained-\(key)")
  }

  @Test func sentencesSayThatThereIsNoANN() throws {
    var run = try ExampleRun(steps: 6, isTrainedSpiking: true)
    run.type("1")

    let sentences = run.state.presentSentence() + run.state.sentences()

    #expect(sentences.contains("There is no analog network to compare with."))
    #expect(!sentences.contains { $0.contains("inactivated") })
  }
}
