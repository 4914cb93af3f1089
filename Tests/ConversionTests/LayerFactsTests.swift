import Conversion
import ModelFormats
import Networks
import Proofs
import Tensors
import Testing

@Suite struct LayerFactsTests {
  @Test func aGroupedConvolutionIsCountedByHand() {
    let layer = Conv2dLayer(
      weight: Tensor(zeros: [6, 2, 3, 3]), bias: Tensor(zeros: [6]), groups: 2)
    let nodes = [
      AnalogNode(
        name: "input", fileName: "x", operation: .input, inputs: [],
        shape: MapShape(channels: 4, height: 5, width: 5)),
      AnalogNode(
        name: "conv1", fileName: "c", operation: .convolution(layer), inputs: [0],
        shape: MapShape(channels: 6, height: 3, width: 3)),
      AnalogNode(
        name: "relu1", fileName: "r", operation: .activation(.relu), inputs: [1],
        shape: MapShape(channels: 6, height: 3, width: 3)),
    ]

    let facts = AnalogNetwork(name: "n", nodes: nodes, output: 2).layerFacts

    #expect(facts.map(\.parameters) == [0, 6 * 2 * 9 + 6, 0])
    #expect(facts.map(\.fanIn) == [0, 18, 1])
    #expect(facts.map(\.multiplyAccumulates) == [0, 18 * 54, 0])
    #expect(facts.map(\.neurons) == [0, 0, 54])
  }

  /// Trained with batch normalization, whose scales and offsets fold into weights and biases: one
  /// number per channel less than the card counts, on 784 channels and 112.
  @Test(arguments: [
    ("cifar-resnet20", 272_474, 784, 188_416, 40_813_184),
    ("cifar-resnet20-dynamo", 272_474, 784, 188_416, 40_813_184),
    ("fashion-lenet", 28_218, 112, 22_016, 1_923_968),
  ])
  func totalsOfTheReferenceModels(
    model: String, trained: Int, folded: Int, neurons: Int, operations: Int
  ) throws {
    guard let file = Proofs.shared("models/\(model).onnx", for: "parameters of \(model)") else {
      return
    }

    let facts = try ONNXReader.network(at: file.path).layerFacts

    #expect(facts.map(\.parameters).reduce(0, +) == trained - folded)
    #expect(facts.map(\.neurons).reduce(0, +) == neurons)
    #expect(facts.map(\.multiplyAccumulates).reduce(0, +) == operations)
  }
}
