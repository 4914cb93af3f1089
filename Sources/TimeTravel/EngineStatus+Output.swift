import Networks
import SpikeStatistics

extension EngineStatus {
  /// The probabilities that the output after a step stands for, by class; `nil` where that is not
  /// kept, or not complete.
  package func outputShares(at step: Int) -> [Double]? {
    let network = runState.simulation.network
    guard step >= network.firstReadout, let readout = network.readouts.first,
      let potentials = potentials.potentials(of: readout, at: step),
      let shape = network.outputShape
    else { return nil }
    let time = Float(max(network.outputTime(atStep: step), 1))
    return probabilities(shape.unitOrder(Array(potentials)).map { $0 / time })
  }
}
