import AnalogPass
import Networks
import Proofs
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// Why the bundled network answers so: the neurons before the readout and the rest make the whole
/// difference of the margins.
@Suite struct AnswerMarginProofs {
  /// In whole numbers there are no bistable neurons.
  private static let runs: [(String, Precision)] = [
    ("robust", .fp32), ("half", .fp32), ("bistable", .fp32), ("robust", .q15), ("half", .q15),
  ]

  @Test(arguments: runs)
  func theSumClosesOnTheBundledNetwork(method: String, precision: Precision) throws {
    let reference = ReferenceNetwork.lenet
    guard let files = reference.files(for: "the margin of \(method) in \(precision)") else {
      return
    }
    let bench = try ReferenceBench(model: files.model, images: files.images)
    let thresholds = try reference.fixtures().array("robust.theta").floats
    let packed = try bench.packed(method, thresholds: thresholds).rounded(to: precision)
    let fanOut = packed.fanOutTable()
    let engine = Engine(threads: 2)
    var pass = ForwardPass(bench.network)
    var (sums, largest) = (0, 0.0)
    for image in [0, 12, 43] {
      let input = try bench.input(image)
      let activations = pass.activations(of: input)
      let setting = RunSetting(
        packed: packed, fanOut: fanOut, references: packed.network.references(from: activations))
      var runState = RunState(Simulation(packed, stimulus: .image(input)), setting: setting)
      for _ in 0..<8 {
        runState.advance(by: 16, setting: setting, on: engine)
        guard runState.simulation.prediction != nil else { continue }
        let classes = try #require(
          AnswerMargin.Classes(
            outputs: runState.simulation.readout, logits: activations.logits, label: nil))
        let margin = try AnswerMargin(
          AnswerMargin.Weights(classes, of: packed), simulation: runState.simulation,
          statistics: runState.statistics, references: setting.references,
          logits: activations.logits, raster: SpikeRaster(neuronCounts: []))
        largest = max(largest, abs(margin.modelTerm))
        sums += 1
      }
    }
    #expect(sums >= 12 && largest < 1e-4, "\(largest)")
    print("\(sums) margins of \(method) in \(precision): closed to \(largest)")
  }
}
