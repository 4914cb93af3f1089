import Networks
import SpikeStatistics

extension EngineStatus {
  /// The probabilities that the output after a step stands for, by class; `nil` where that is not
  /// kept, or not complete.
  ///
  /// - Parameter first: The step of the run itself that is step 1 here: the output is summed from
  ///   its own first step on.
  package func outputShares(at step: Int, since first: Int = 1) -> [Double]? {
    let network = runState.simulation.network
    let ownStep = step + first - 1
    guard ownStep >= network.firstReadout, let readout = network.readouts.first,
      let potentials = potentials.potentials(of: readout, at: step),
      let shape = network.outputShape
    else { return nil }
    let time = Float(max(network.outputTime(atStep: ownStep), 1))
    return probabilities(shape.unitOrder(Array(potentials)).map { $0 / time })
  }
}
