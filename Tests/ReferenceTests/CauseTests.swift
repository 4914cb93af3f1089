import AnalogPass
import Proofs
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// The cause of every spike of an inactivated neuron, in a trained residual network.
@Suite struct CauseTests {
  /// The inputs of a neuron explain where its potential is, for every neuron that the dashboard
  /// lists under SIN on ten images.
  @Test func theSumClosesForEverySINOfTenImages() throws {
    let reference = ReferenceNetwork.resnet
    guard let files = reference.files(for: "causes on ten images of \(reference)") else { return }
    let bench = try ReferenceBench(model: files.model, images: files.images)
    let thresholds = try reference.fixtures().array("robust.theta").floats
    let packed = try bench.packed("robust", thresholds: thresholds)
    let fanOut = packed.fanOutTable()
    let engine = Engine(threads: 2)
    var pass = ForwardPass(bench.network)
    var (causes, largest) = (0, Float(0))
    for image in 0..<10 {
      let input = try bench.input(image)
      let references = packed.network.references(from: pass.activations(of: input))
      let setting = RunSetting(packed: packed, fanOut: fanOut, references: references)
      var runState = RunState(Simulation(packed, stimulus: .image(input)), setting: setting)
      runState.advance(by: 32, setting: setting, on: engine)
      for (layer, reference) in references.enumerated() {
        guard let reference else { continue }
        let counts = runState.statistics.layers[layer].counts
        for unit in counts.count.indices where reference.isInactive(unit) && counts.count[unit] > 0
        {
          let cause = try #require(
            SpikeCause(
              of: unit, in: layer, simulation: runState.simulation, statistics: runState.statistics,
              references: references))
          // In units of what has flowed in, of which single precision keeps seven digits.
          let flow = cause.terms.reduce(abs(cause.expectedDrive)) {
            $0 + abs($1.weight) * ($1.spikes + $1.target)
          }
          largest = max(largest, abs(cause.modelTerm) / max(flow, 1))
          causes += 1
        }
      }
    }
    #expect(causes > 10_000 && largest < 1e-4)
    print("causes of \(causes) SIN on ten images: the sum closes to \(largest) of what flowed in")
  }
}
