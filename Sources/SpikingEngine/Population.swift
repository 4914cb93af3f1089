import Networks
import SpikeKernels

/// The state of one layer: what observers see of it, and what the engine keeps.
package struct Population: Sendable {
  /// v after the last step's resets, in channels-last order; zeros where `knowsPotential` is false.
  package private(set) var membranePotential: [Float]

  /// Whether the potentials are those of neurons: a recording may tell spikes only.
  package private(set) var knowsPotential = true

  /// m of the last step, after integration and before the resets, in channels-last order.
  package private(set) var integratedPotential: [Float]

  /// What fired in the last step.
  package internal(set) var output = SpikeEvents()

  /// Who fired in the last step, as the kernels tell it: neuron i is bit `i mod 64`
  /// of word `i div 64`.
  ///
  /// Empty where events are more than spikes of one value: bursts, pools, corrected layers.
  package private(set) var spikeWords: [UInt64] = []

  /// i of continuous neurons with synapses, in channels-last order; else empty.
  package private(set) var synapticCurrent: [Float] = []

  /// The charge that resets have removed from each neuron so far, in channels-last order, while an
  /// observer lends it; else empty.
  private var released: [Float] = []

  /// What the engine alone knows; away while it runs the layer.
  var state: LayerState

  private var correction = Correction.none

  /// What the layer delivers instead of spikes, if anything.
  private let substitute: SpikeEvents?

  /// Whether all that the neurons fire are single spikes.
  private let firesSingleSpikes: Bool

  /// Whether there are no neurons.
  private let isPassage: Bool

  /// Of a replayed layer of signed neurons, what each spike resets, whatever it delivers.
  private var signedThreshold: Float?

  /// The population at step 0.
  ///
  /// - Parameters:
  ///   - packed: The layer as it is laid out for simulation.
  ///   - substitute: What the layer delivers instead of spikes, in channels-last order.
  init(
    _ layer: SpikingLayer, packed: PackedLayer, coding: SpikeCoding, substitute: [Float]? = nil
  ) {
    let count = layer.shape.count
    precondition(substitute.map { $0.count == count } ?? true, "one activation per neuron")
    precondition(
      substitute == nil || packed.fixedPoint == nil,
      "activations cannot stand for spikes in whole numbers")
    let potentials =
      switch layer.initialPotential {
      case .rest: Array(repeating: Float(0), count: count)
      case .uniform(let potential): Array(repeating: potential, count: count)
      case .perNeuron(let potentials): potentials
      }
    precondition(potentials.count == count, "one initial potential per neuron")
    membranePotential = potentials
    integratedPotential = potentials
    if packed.euler?.hasSynapse == true { synapticCurrent = Array(repeating: 0, count: count) }
    firesSingleSpikes = layer.neuron.firesSingleSpikes
    isPassage = layer.neuron.role.isPassage
    self.substitute = substitute.map(SpikeEvents.init(nonzero:))
    state = LayerState(layer, packed: packed, coding: coding, potentials: potentials)
  }

  /// The population at step 0 of a run that is replayed: the engine keeps nothing of it, whatever
  /// the neurons are.
  init(replayed layer: SpikingLayer) {
    membranePotential = Array(repeating: 0, count: layer.shape.count)
    integratedPotential = membranePotential
    if layer.neuron.sendsNegativeSpikes { signedThreshold = layer.neuron.threshold }
    firesSingleSpikes = layer.neuron.firesSingleSpikes
    isPassage = layer.neuron.role.isPassage
    substitute = nil
    state = .idle
  }

  /// Whether all spikes of a step are worth the same, and none is changed afterwards.
  var sendsPlainSpikes: Bool {
    guard substitute == nil, firesSingleSpikes, case .none = correction else { return false }
    return true
  }

  /// The potentials, for kernels.
  mutating func withPointers(_ body: (PopulationPointers) -> Void) {
    integratedPotential.withUnsafeMutableBufferPointer { integrated in
      membranePotential.withUnsafeMutableBufferPointer { potentials in
        synapticCurrent.withUnsafeMutableBufferPointer { synaptic in
          released.withUnsafeMutableBufferPointer { released in
            guard let integrated = integrated.baseAddress, let potentials = potentials.baseAddress
            else { return }
            body(
              PopulationPointers(
                potentials: potentials, integrated: integrated,
                synaptic: synaptic.isEmpty ? nil : synaptic.baseAddress,
                released: released.isEmpty ? nil : released.baseAddress))
          }
        }
      }
    }
  }

  /// The potentials, for threads that fire some of the neurons each.
  mutating func withKernel<State: FiringState>(
    _ state: inout State, _ body: (State.Kernel, PopulationPointers) -> Void
  ) {
    withPointers { pointers in state.withKernel(pointers) { body($0, pointers) } }
  }

  /// Whether observers may see some steps at once: what is sent is plain spikes, or may be, of a
  /// layer without neurons.
  var takesStepsTogether: Bool {
    state.takesStepsTogether && (sendsPlainSpikes || isPassage)
  }

  /// Adds to what is lent until it is taken back.
  mutating func borrow(released lent: [Float]) {
    precondition(lent.isEmpty || lent.count == membranePotential.count, "one sum per neuron")
    released = lent
  }

  /// What was lent, with what has been removed since.
  mutating func giveBackReleased() -> [Float] {
    var lent: [Float] = []
    swap(&lent, &released)
    return lent
  }

  /// Takes a step by its state; a corrected layer then corrects, a substituted one delivers what it
  /// is given.
  ///
  /// - Parameters:
  ///   - currents: Shape `[neurons]`.
  ///   - chunk: Where the spikes go, at `position`.
  mutating func fire<State: IntegratingState>(
    _ state: inout State, _ neuron: NeuronParameters, step: Int,
    currents: UnsafePointer<State.Sum>, on engine: Engine, to chunk: EventChunk, at position: Int
  ) {
    state.fire(
      &self, step: step, currents: currents, on: engine, to: chunk, at: position)
    if sendsPlainSpikes { return show(spikes: engine.bits.base) }
    if let substitute {
      output = neuron.isCycleStart(atStep: step) ? substitute : SpikeEvents()
    } else {
      correct(neuron, step: step, &state)
    }
    chunk.set(output, step: position)
  }
}

extension NeuronParameters {
  /// Whether all events are spikes of one value.
  fileprivate var firesSingleSpikes: Bool {
    !role.isPassage && eventSpikes == .single && !sendsNegativeSpikes
  }
}

// Memory.
extension Population {
  /// How much memory the layer holds, in bytes.
  ///
  /// Integrators in whole numbers may come to hold more than at most, once their potentials outgrow
  /// 32 bits.
  package func byteCount(_ counting: ByteCounting) -> Int {
    let steady = [membranePotential, integratedPotential, synapticCurrent].reduce(0) {
      $0 + $1.byteCount(counting)
    }
    return steady + correction.byteCount(counting) + state.byteCount(counting)
      + spikeByteCount(counting)
  }

  /// What depends on who fires.
  private func spikeByteCount(_ counting: ByteCounting) -> Int {
    let count = membranePotential.count
    return switch counting {
    case .held: output.heldByteCount + spikeWords.heldByteCount
    case .atMost:
      SpikeEvents.largestByteCount(of: count) + [UInt64].largestByteCount(of: (count + 63) / 64)
    }
  }

  /// Gives back the memory that grew for steps with more spikes.
  package mutating func trim() {
    output.trim()
    spikeWords.trim()
    state.trim()
  }
}

// For observers.
extension Population {
  /// Lets observers see who fired.
  mutating func show(spikes words: UnsafePointer<UInt64>) {
    spikeWords.removeAll(keepingCapacity: true)
    let count = (membranePotential.count + 63) / 64
    spikeWords.append(contentsOf: UnsafeBufferPointer(start: words, count: count))
  }
}

// Replays.
extension Population {
  /// Does what the layer is told to have done in a step.
  ///
  /// Where the potentials are not known, what a spike delivered counts as what it reset.
  mutating func replay(_ step: ReplayedStep) {
    for index in output.indices { integratedPotential[Int(index)] = 0 }
    output.read(step)
    spikeWords.removeAll(keepingCapacity: true)
    if step.values.count <= 1, sendsPlainSpikes { spikeWords += step.words }
    if let potentials = step.potentials {
      membranePotential.replaceSubrange(membranePotential.indices, with: potentials)
      integratedPotential.replaceSubrange(integratedPotential.indices, with: potentials)
    } else if knowsPotential {
      membranePotential.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
      integratedPotential.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }
    knowsPotential = step.potentials != nil
    for event in output.indices.indices {
      let value = output.values[event]
      integratedPotential[Int(output.indices[event])] +=
        signedThreshold.map { value < 0 ? -$0 : $0 } ?? value
    }
  }
}

// Whole numbers.
extension Population {
  /// Takes some steps, and says who fired.
  ///
  /// - Parameters:
  ///   - currents: Shape `[steps][neurons]`, or the same for all steps.
  ///   - stride: From those of a step to those of the next; 0 if they are the same.
  ///   - bits: Shape `[steps][words]`.
  ///   - backup: Scratch for the potentials and for what resets have removed, shape `[neurons]`.
  ///   - isShown: Whether the potentials of the last step are read out.
  mutating func fire(
    _ numbers: inout FixedPointState, steps: Int, currents: UnsafePointer<Int32>, stride: Int,
    bits: UnsafeMutablePointer<UInt64>, backup: FixedPointBackup, isShown: Bool,
    workers: WorkerPool
  ) {
    let last = steps - 1
    if isShown, last > 0 {
      withReleased(backup) {
        numbers.fire(
          steps: last, currents: currents, stride: stride, bits: bits, backup: backup.potentials,
          released: $0, workers: workers)
      }
    }
    let (start, count) = (isShown ? last : 0, isShown ? 1 : steps)
    let words = (membranePotential.count + 63) / 64
    if isShown {
      numbers.read(
        sumWith: currents + start * stride, into: &integratedPotential, workers: workers)
    }
    withReleased(backup) {
      numbers.fire(
        steps: count, currents: currents + start * stride, stride: stride,
        bits: bits + start * words, backup: backup.potentials, released: $0, workers: workers)
    }
    if isShown { numbers.read(into: &membranePotential, workers: workers) }
  }

  /// Takes some steps by `body`, a kernel that both gathers and fires: it is given v and where to
  /// write m of the last step.
  ///
  /// - Parameters:
  ///   - backup: As in `fire`, but with room for twice as many potentials.
  ///   - body: Is told, too, where to release.
  /// - Returns: `false` if nothing has happened.
  mutating func integrate(
    _ numbers: inout FixedPointState, backup: FixedPointBackup, workers: WorkerPool,
    _ body: (
      UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, sk_fixed_release
    ) -> Bool
  ) -> Bool {
    let integrated = backup.potentials + membranePotential.count
    let hasHappened = withReleased(backup) { released in
      numbers.integrate(backup: backup.potentials, released: released, workers: workers) {
        body($0, integrated, $1)
      }
    }
    guard hasHappened else { return false }
    numbers.read(sums: integrated, into: &integratedPotential, workers: workers)
    numbers.read(into: &membranePotential, workers: workers)
    return true
  }

  /// Calls `body` with what an observer has lent, `nil` if that is nothing.
  private mutating func withReleased<Result>(
    _ backup: FixedPointBackup, _ body: (ReleasedCharge?) -> Result
  ) -> Result {
    released.withUnsafeMutableBufferPointer { released in
      guard let sums = released.baseAddress, !released.isEmpty else { return body(nil) }
      return body(ReleasedCharge(sums: sums, backup: backup.released))
    }
  }
}

// Layers without neurons.
extension Population {
  /// Sends what `body` replaces the events of the last step by: all that a layer without neurons
  /// ever holds, for a moment.
  mutating func send(_ body: (inout SpikeEvents) -> Void) {
    for index in output.indices { integratedPotential[Int(index)] = 0 }
    body(&output)
    for event in output.indices.indices {
      integratedPotential[Int(output.indices[event])] = output.values[event]
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
    for unit in amounts.indices { membranePotential[unit] += amounts[unit] }
    state.shift(by: amounts)
  }

  private mutating func correct(
    _ neuron: NeuronParameters, step: Int, _ state: inout some IntegratingState
  ) {
    switch correction {
    case .none:
      return
    case .silenced(let isSilenced):
      for event in output.indices.indices where isSilenced[Int(output.indices[event])] {
        let unit = Int(output.indices[event])
        membranePotential[unit] = integratedPotential[unit]
        state.restore(unit, charge: output.values[event])
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

  /// How much memory it holds, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    switch self {
    case .none: 0
    case .silenced(let isSilenced): isSilenced.byteCount(counting)
    case .takesBack(let withdrawal): withdrawal.byteCount(counting)
    }
  }
}
