import Networks

// Correctors that look at a trial run of the same image first.
extension Simulation {
  /// SRP (Hao et al., AAAI 2023): neurons whose residual potential is not positive after a trial
  /// are silenced, all layers at once.
  ///
  /// In cycle coding, where the papers say nothing, the trial lasts to the first complete readout
  /// and a negative potential silences (this project's own rule).
  mutating func silenceResting(after trialSteps: Int, on engine: Engine) {
    var trial = self
    let steps =
      switch network.coding {
      case .rate, .differential: trialSteps
      case .cycles: network.firstReadout
      }
    trial.advance(by: steps, on: engine)
    for (index, layer) in network.layers.enumerated() {
      guard layer.activationNode != nil, let threshold = layer.neuron.threshold else { continue }
      let isSilenced = trial.populations[index].membranePotential.map { potential in
        switch network.coding {
        case .rate, .differential: potential <= 1e-3 * threshold
        case .cycles: potential < 0
        }
      }
      correct(index) { $0.silence(isSilenced) }
    }
  }

  /// COS (Hao et al., ICLR 2023): shifts initial potentials by what a trial of ρ steps had too
  /// much.
  ///
  /// Layer by layer behind the corrected ones, in units of θ:
  ///
  ///     extra:    v(ρ) < 0 and N > 0:  v(0) -= max(1, min of m(t) over its spikes - 0.999)
  ///     missing:  v(ρ) ≥ 1:            v(0) += max(1, 1.001 - max of v(t) over steps without one)
  ///
  /// In cycle coding a neuron decides on the whole sum, so that there is no offset to correct.
  mutating func shiftOffsets(after trialSteps: Int, on engine: Engine) {
    guard network.coding == .rate else { return }
    var trains: [SpikeTrains] = []
    for (index, layer) in network.layers.enumerated() {
      var run = LayerRun(
        packed, layer: index, constantInputs: constantInputs(of: index),
        population: populations[index])
      if layer.activationNode != nil, let threshold = layer.neuron.threshold {
        var offsets = OffsetCorrectionPass(neurons: layer.shape.count, threshold: threshold)
        _ = run.spikes(
          steps: trialSteps, on: engine, sources: { trains[$0] }
        ) { population, _ in
          offsets.observe(population)
        }
        run.population.shift(by: offsets.shifts)
        shift(index, by: offsets.shifts)
      }
      trains.append(run.spikes(steps: trialSteps, on: engine, sources: { trains[$0] }))
    }
  }
}

/// What a trial of one layer says about its offset spikes.
private struct OffsetCorrectionPass {
  private let threshold: Float
  private var hasFired: [Bool]

  /// The smallest m at a spike, the largest v at a step without one, and the last v.
  private var lowestFiring: [Float]
  private var highestSilent: [Float]
  private var residue: [Float]

  init(neurons: Int, threshold: Float) {
    self.threshold = threshold
    hasFired = Array(repeating: false, count: neurons)
    lowestFiring = Array(repeating: .infinity, count: neurons)
    highestSilent = Array(repeating: -.infinity, count: neurons)
    residue = Array(repeating: 0, count: neurons)
  }

  mutating func observe(_ population: Population) {
    residue = population.membranePotential
    var next = 0
    for unit in residue.indices {
      if next < population.output.count, Int(population.output.indices[next]) == unit {
        hasFired[unit] = true
        lowestFiring[unit] = min(lowestFiring[unit], population.integratedPotential[unit])
        next += 1
      } else {
        highestSilent[unit] = max(highestSilent[unit], residue[unit])
      }
    }
  }

  /// How far each initial potential moves.
  var shifts: [Float] {
    residue.indices.map { unit in
      if residue[unit] < 0, hasFired[unit] {
        return -max(threshold, lowestFiring[unit] - 0.999 * threshold)
      }
      // A neuron that fired in every step cannot send what is missing, whatever it starts with.
      guard residue[unit] >= threshold, highestSilent[unit].isFinite else { return 0 }
      return max(threshold, 1.001 * threshold - highestSilent[unit])
    }
  }
}
