import ModelFormats
import Networks
import Tasks
import Testing

/// Files that end in classes of every place, in either order of axes.
@Suite struct PlacesTests {
  typealias Models = ONNXModels

  private static let weights = Models.floats("w", [3, 2, 1, 1], [1, -1, 0.5, 2, -1, 0.25])

  private func network(
    _ nodes: [Onnx_NodeProto], tail: TailReading = .whereOfPlaces
  ) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(
        [Models.node("Conv", ["x", "w"], "z")] + nodes, [Self.weights], input: [1, 2, 2, 4]),
      file: "m.onnx", tail: tail)
  }

  private static let last = Models.attribute("perm", [0, 2, 3, 1])

  /// A name for each, and nodes from `z` to `y`.
  private static let endings: [(String, [Onnx_NodeProto])] = [
    ("shares", [Models.node("Softmax", ["z"], "y", [Models.attribute("axis", 1)])]),
    (
      "shares, then channels last",
      [
        Models.node("LogSoftmax", ["z"], "s", [Models.attribute("axis", 1)]),
        Models.node("Transpose", ["s"], "y", [last]),
      ]
    ),
    (
      "shares of channels that are last",
      [
        Models.node("Transpose", ["z"], "t", [last]),
        Models.node("Softmax", ["t"], "y", [Models.attribute("axis", -1)]),
      ]
    ),
    ("choices", [Models.node("ArgMax", ["z"], "y", [Models.attribute("axis", 1)])]),
    (
      "choices by channels that are last",
      [
        Models.node("Transpose", ["z"], "t", [last]),
        Models.node("ArgMax", ["t"], "y", [Models.attribute("axis", 3)]),
      ]
    ),
  ]

  @Test(arguments: endings.map(\.0), [TailReading.whereOfPlaces, .whereNeeded])
  func classesOfPlacesAreTheChannels(name: String, tail: TailReading) throws {
    let nodes = try #require(Self.endings.first { $0.0 == name }).1

    let network = try network(nodes, tail: tail)

    #expect(network.task == .segmentation)
    #expect(network.results.map(\.shape) == [MapShape(channels: 3, height: 2, width: 4)])
    // Of the classes: 0, 1, 2 at the first place; 5, 1, 2 at the second; 0, 1, -2 at all others.
    let z: [Float] =
      [0, 5, 0, 0, 0, 0, 0, 0] + [1, 1, 1, 1, 1, 1, 1, 1] + [2, 2, -2, -2, -2, -2, -2, -2]
    let answer = TaskReader(network).answer(from: [z])
    #expect(
      answer == .places(ClassMap(rows: 2, columns: 4, labels: [2, 0, 1, 1, 1, 1, 1, 1])))
  }

  /// Who says that they are classes of the image is told what they are.
  @Test func classesOfTheImageAreOtherNumbers() throws {
    let error = #expect(throws: FormatError.self) { try network(Self.endings[0].1, tail: .never) }
    let message = error?.description ?? ""
    #expect(message.contains("compares 3 of the 24 numbers"), "\(message)")
    #expect(message.contains("--outputs z"), "\(message)")
  }
}
