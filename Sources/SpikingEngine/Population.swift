import Networks

/// The state of one layer.
package struct Population: Sendable {
  /// v after the last step's resets, in population order.
  package private(set) var membranePotential: [Float]

  /// m of the last step, after integration and before the resets, in population order.
  package private(set) var integratedPotential: [Float]

  /// What fired in the last step.
  package private(set) var output = SpikeEvents()

  /// v in double precision, in population order; only in cycle coding, in rate coding empty.
  ///
  /// Currents are added to it as they come, because the order of sums without rounding errors does
  /// not matter (see `Accumulator`). The two potentials above are its values, rounded for observers.
  private var exactPotential: [Double] = []

  /// What a max pool has seen; `nil` for neurons.
  private var pool: PoolState?

  private var correction = Correction.none

  /// What the layer delivers instead of spikes, if anything.
  private let substitute: SpikeEvents?

  /// - Parameter windows: Those of a max pool.
  init(
    _ layer: SpikingLayer, coding: SpikeCoding, windows: PoolWindows?, substitute: [Float]? = nil
  ) {
    let count = layer.shape.count
    precondition(substitute.map { $0.count == count } ?? true, "one activation per neuron")
    switch layer.initialPotential {
    case .rest: membranePotential = Array(repeating: 0, count: count)
    case .uniform(let potential): membranePotential = Array(repeating: potential, count: count)
    case .perNeuron(let potentials): membranePotential = potentials
    }
    precondition(membranePotential.count == count, "one initial potential per neuron")
    integratedPotential = membranePotential
    self.substitute = substitute.map(SpikeEvents.init(nonzero:))
    if case .maximum(let description) = layer.neuron, let windows {
      pool = PoolState(description, windows: windows, target: layer.shape)
    } else if coding != .rate {
      exactPotential = membranePotential.map { Double($0) }
    }
  }

  /// How much memory the potentials take, in bytes.
  package var byteCount: Int {
    exactPotential.count * MemoryLayout<Double>.stride
      + membranePotential.count * 2 * MemoryLayout<Float>.stride + correction.byteCount
      + (pool?.byteCount ?? 0)
  }

  private var isExact: Bool { !exactPotential.isEmpty }

  /// In rate coding `integratedPotential` holds the input currents until `fire` adds the potentials.
  mutating func clearCurrents() {
    guard !isExact else { return }
    integratedPotential.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  mutating func add(_ drive: Drive) {
    guard !isExact else {
      for unit in exactPotential.indices { exactPotential[unit] += drive.exactCurrent[unit] }
      return
    }
    drive.current.withUnsafeBufferPointer { current in
      integratedPotential.withUnsafeMutableBufferPointer { target in
        guard let row = current.baseAddress, let target = target.baseAddress else { return }
        addRow(row, times: 1, to: target, count: current.count)
      }
    }
  }

  mutating func receive(
    _ events: SpikeEvents, through projection: PackedProjection, workspace: inout Workspace
  ) {
    if pool != nil {
      pool?.receive(events, through: projection, workspace: &workspace)
    } else if isExact {
      projection.deliver(events, to: &exactPotential, workspace: &workspace)
    } else {
      projection.deliver(events, to: &integratedPotential, workspace: &workspace)
    }
  }

  /// Compares, emits and resets; a corrected layer then corrects, a substituted one delivers what
  /// it is given.
  mutating func fire(_ neuron: NeuronParameters, step: Int) {
    let threshold = neuron.threshold(atStep: step)
    if pool != nil {
      pool?.fire(&output)
      // What a window sends is all that it ever holds, for a moment.
      for event in output.indices.indices {
        integratedPotential[Int(output.indices[event])] = output.values[event]
      }
      return
    } else if isExact {
      precondition(neuron.reset == .bySubtraction, "neurons of cycle coding reset by subtraction")
      fireExactly(
        potentials: &exactPotential, integrated: &integratedPotential, rest: &membranePotential,
        threshold: threshold, output: &output)
    } else if case .burst(_, let maximumSpikes) = neuron {
      fireBursts(
        potentials: &membranePotential, currents: &integratedPotential, threshold: threshold,
        maximumSpikes: maximumSpikes, output: &output)
    } else {
      SpikingEngine.fire(
        potentials: &membranePotential, currents: &integratedPotential, threshold: threshold,
        reset: neuron.reset, output: &output)
    }
    if let substitute {
      output = neuron.isCycleStart(atStep: step) ? substitute : SpikeEvents()
    } else {
      correct(neuron, step: step)
    }
  }
}

// Corrections of an image.
extension Population {
  /// Silences some neurons: their potentials go on, but never cause a spike.
  mutating func silence(_ isSilenced: [Bool]) {
    correction = .silenced(isSilenced)
  }

  /// Lets the neurons take spikes back.
  mutating func takesBack(allowance: Int) {
    correction = .takesBack(SpikeWithdrawal(neurons: membranePotential.count, allowance: allowance))
  }

  /// Moves the membrane potentials.
  mutating func shift(by amounts: [Float]) {
    for unit in amounts.indices {
      membranePotential[unit] += amounts[unit]
      if isExact { exactPotential[unit] += Double(amounts[unit]) }
    }
  }

  private mutating func correct(_ neuron: NeuronParameters, step: Int) {
    switch correction {
    case .none:
      return
    case .silenced(let isSilenced):
      for event in output.indices.indices where isSilenced[Int(output.indices[event])] {
        let unit = Int(output.indices[event])
        membranePotential[unit] = integratedPotential[unit]
        if isExact { exactPotential[unit] += Double(output.values[event]) }
      }
      output.removeAll { isSilenced[$0] }
    case .takesBack(var withdrawal):
      // Taken out and put back, because it would be copied while the enum still holds it.
      correction = .none
      withdrawal.correct(&output, neuron: neuron, step: step)
      correction = .takesBack(withdrawal)
    }
  }
}

/// How the output of a population is corrected.
private enum Correction: Sendable {
  case none
  case silenced([Bool])
  case takesBack(SpikeWithdrawal)

  var byteCount: Int {
    switch self {
    case .none: 0
    case .silenced(let isSilenced): isSilenced.count
    case .takesBack(let withdrawal): withdrawal.byteCount
    }
  }
}
