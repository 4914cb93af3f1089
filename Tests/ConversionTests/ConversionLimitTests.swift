import Conversion
import ExampleNetworks
import Networks
import Testing

/// What no conversion begins with: work without end, and thresholds that nothing is divided by.
@Suite struct ConversionLimitTests {
  /// Each sum of a map with itself doubles the ways to it.
  @Test(arguments: [(3, true), (40, false), (60, false)])
  func sumsOfSumsAreRefusedBeforeTheyGrow(count: Int, isPossible: Bool) throws {
    let shape = MapShape(channels: 2)
    var nodes = [
      AnalogNode(name: "input", fileName: "x", operation: .input, inputs: [], shape: shape)
    ]
    for index in 0..<count {
      nodes.append(
        AnalogNode(
          name: "add\(index + 1)", fileName: "a\(index)", operation: .add,
          inputs: [index, index], shape: shape))
    }
    nodes.append(
      AnalogNode(
        name: "relu1", fileName: "r", operation: .activation(.relu), inputs: [count],
        shape: shape))
    let network = AnalogNetwork(name: "sums", nodes: nodes, output: count + 1)
    var calibration = Calibration(network: network)
    let recipe = try ConversionRecipe.named("max")

    guard isPossible else {
      let error = #expect(throws: ConversionError.self) {
        try recipe.converted(network, calibration: &calibration, thresholds: [1])
      }
      #expect(error?.description.contains("2048 ways") == true, "\(String(describing: error))")
      return
    }
    let spiking = try recipe.converted(network, calibration: &calibration, thresholds: [1])
    #expect(spiking.layers[0].projections.count == 1 << count)
  }

  @Test(arguments: [Float.nan, .infinity, 1e20, 1e-30, 0, -1])
  func thresholdsThatNothingCanBeDividedByAreNamed(threshold: Float) throws {
    let network = randomPerceptron(widths: [2, 3, 2], seed: 1)
    var calibration = Calibration(network: network)
    let recipe = try ConversionRecipe.named("max")

    let error = #expect(throws: ConversionError.self) {
      try recipe.converted(network, calibration: &calibration, thresholds: [threshold])
    }
    #expect(error?.description.contains("for layer 'fc1'") == true)
  }
}
