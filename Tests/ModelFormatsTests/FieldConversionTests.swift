import Conversion
import ExampleNetworks
import ModelFormats
import Networks
import SpikingEngine
import Testing

/// Networks as people export them, as spiking networks.
@Suite struct FieldConversionTests {
  @Test(arguments: FieldCase.all)
  func theReadoutConvergesToTheLogits(test: FieldCase) throws {
    let network = try ONNXReader.network(at: test.model)
    let run = try ExampleRun(network, seed: 2)
    var simulation = Simulation(PackedNetwork(run.network), stimulus: .image(run.image))
    let (few, many) = (128, 2048)
    var distances: [Double] = []
    for step in 1...many {
      simulation.advance()
      guard step == few || step == many else { continue }
      let output = simulation.readout.map { $0 / Float(step) }
      distances.append(relativeDistance(output, run.logits))
    }

    // Where nothing is rounded to spikes, what is left is the rounding of a sum of `many` terms in
    // single precision, at most 2^-24 a term (Higham 2002, equation 4.4).
    let rounding = Double(many) * 0x1p-24
    #expect(distances[1] < 0.02 && distances[1] < max(distances[0], rounding), "\(distances)")
  }
}
