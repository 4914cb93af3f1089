import Networks
import SpikeKernels

/// The state of one layer.
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

  /// v in double precision, in channels-last order; only in cycle coding, in rate coding empty.
  ///
  /// The two potentials above are its values, rounded for observers.
  private var exactPotential: [Double] = []

  /// v in whole numbers; `nil` in other precisions.
  ///
  /// The two potentials above are its values in units of the activation, as of the last observed
  /// step.
  private var fixedPoint: FixedPointState?

  /// i of continuous neurons with synapses, in channels-last order; else empty.
  package private(set) var synapticCurrent: [Float] = []

  /// What continuous neurons do; `nil` for others.
  private let euler: EulerNeurons?

  /// What a max pool has seen; `nil` for neurons.
  private var pool: PoolState?

  /// What is on its way through a delay line; `nil` for neurons.
  private var delayLine: DelayLine?

  private var correction = Correction.none

  /// What the layer delivers instead of spikes, if anything.
  private let substitute: SpikeEvents?

  private let isBurst: Bool

  /// Whether the layer sends its potentials.
  private let isGraded: Bool

  /// - Parameters:
  ///   - windows: Those of a max pool.
  ///   - euler: What continuous neurons do.
  ///   - fixed: The layer in whole numbers.
  init(
    _ layer: SpikingLayer, coding: SpikeCoding, windows: PoolWindows?, euler: EulerNeurons?,
    fixed: FixedPointLayer? = nil, substitute: [Float]? = nil
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
    isBurst = layer.neuron.eventSpikes.areBursts
    isGraded = layer.neuron.sendsPotential
    self.euler = euler
    if let euler, euler.hasSynapse { synapticCurrent = Array(repeating: 0, count: count) }
    self.substitute = substitute.map(SpikeEvents.init(nonzero:))
    if let description = layer.neuron.pool, let windows {
      pool = PoolState(description, windows: windows, target: layer.shape)
    } else if case .delayLine(let delay) = layer.neuron {
      delayLine = DelayLine(steps: delay.steps, units: count)
    } else if coding != .rate {
      exactPotential = membranePotential.map { Double($0) }
    }
    if let fixed {
      precondition(substitute == nil, "activations cannot stand for spikes in whole numbers")
      fixedPoint = FixedPointState(fixed, neuron: layer.neuron, potentials: membranePotential)
    }
  }

  /// How much memory the potentials take, in bytes.
  package var byteCount: Int {
    exactPotential.count * MemoryLayout<Double>.stride
      + membranePotential.count * 2 * MemoryLayout<Float>.stride + correction.byteCount
      + synapticCurrent.count * MemoryLayout<Float>.stride + (delayLine?.byteCount ?? 0)
      + (pool?.byteCount ?? 0) + (fixedPoint?.byteCount ?? 0)
      + (membranePotential.count + 63) / 64 * MemoryLayout<UInt64>.stride
  }

  /// Whether currents are summed in double precision.
  var isExact: Bool { !exactPotential.isEmpty }

  var isPool: Bool { pool != nil }
  var isDelayLine: Bool { delayLine != nil }

  /// Whether all spikes of a step are worth the same, and none is changed afterwards.
  var sendsPlainSpikes: Bool {
    guard substitute == nil, !isPool, !isDelayLine, !isBurst, !isGraded,
      case .none = correction
    else { return false }
    return true
  }

  /// The potentials, for threads that fire some of the neurons each.
  mutating func withFiring<Sum: Accumulator>(as: Sum.Type, _ body: (Firing<Sum>) -> Void) {
    let euler = euler
    integratedPotential.withUnsafeMutableBufferPointer { integrated in
      membranePotential.withUnsafeMutableBufferPointer { rest in
        exactPotential.withUnsafeMutableBufferPointer { exact in
          synapticCurrent.withUnsafeMutableBufferPointer { synaptic in
            guard let integrated = integrated.baseAddress, let rest = rest.baseAddress
            else { return }
            let potentials =
              (rest as? UnsafeMutablePointer<Sum>)
              ?? (exact.baseAddress as? UnsafeMutablePointer<Sum>)
            guard let potentials else { return }
            body(
              Firing(
                potentials: potentials, integrated: integrated, rest: rest,
                synaptic: synaptic.isEmpty ? nil : synaptic.baseAddress, euler: euler))
          }
        }
      }
    }
  }

  /// Integrates, compares, emits and resets; a corrected layer then corrects, a substituted one
  /// delivers what it is given.
  ///
  /// - Parameters:
  ///   - currents: Shape `[neurons]`.
  ///   - bits: Scratch.
  ///   - charges: Scratch.
  ///   - chunk: Where the spikes go, at `position`.
  mutating func fire<Sum: Accumulator>(
    _ neuron: NeuronParameters, step: Int, currents: UnsafePointer<Sum>,
    bits: ScratchMemory<UInt64>, charges: ScratchMemory<Float>, to chunk: EventChunk,
    at position: Int
  ) {
    if case .burst(let burst) = neuron,
      let currents = currents as? UnsafePointer<Float>
    {
      let count = membranePotential.count
      charges.reserve(count)
      sk_fire_bursts(
        Int32(count), currents, burst.thresholdValue, Float(burst.maximumSpikes),
        &membranePotential, &integratedPotential, charges.base)
      chunk.drain(charges.base, step: position)
      chunk.copy(step: position, to: &output)
    } else {
      let count = membranePotential.count
      bits.reserve((count + 63) / 64)
      withFiring(as: Sum.self) { firing in
        firing.fire(0..<count, neuron: neuron, step: step, currents: currents, bits: bits.base)
      }
      if isGraded {
        output.read(membranePotential)
      } else {
        chunk.list(bits.base, value: neuron.spikeValue(atStep: step), step: position)
        chunk.copy(step: position, to: &output)
        if sendsPlainSpikes { return show(spikes: bits.base) }
      }
    }
    if let substitute {
      output = neuron.isCycleStart(atStep: step) ? substitute : SpikeEvents()
    } else {
      correct(neuron, step: step)
    }
    chunk.set(output, step: position)
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
      integratedPotential[Int(output.indices[event])] += output.values[event]
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
  ///   - backup: Scratch, shape `[neurons]`.
  ///   - isShown: Whether the potentials of the last step are read out.
  mutating func fireFixed(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    backup: UnsafeMutablePointer<Int32>, isShown: Bool, workers: WorkerPool
  ) {
    let last = steps - 1
    if isShown, last > 0 {
      fixedPoint?.fire(
        steps: last, currents: currents, stride: stride, bits: bits, backup: backup,
        workers: workers)
    }
    let (start, count) = (isShown ? last : 0, isShown ? 1 : steps)
    let words = (membranePotential.count + 63) / 64
    if isShown {
      fixedPoint?.read(
        sumWith: currents + start * stride, into: &integratedPotential, workers: workers)
    }
    fixedPoint?.fire(
      steps: count, currents: currents + start * stride, stride: stride, bits: bits + start * words,
      backup: backup, workers: workers)
    if isShown { fixedPoint?.read(into: &membranePotential, workers: workers) }
  }
}

// Whole numbers, when a kernel both gathers and fires.
extension Population {
  /// Takes some steps by `body`, which is given v and where to write m of the last step.
  ///
  /// - Parameter backup: Scratch, shape `[2 · neurons]`.
  /// - Returns: `false` if nothing has happened.
  mutating func integrateFixed(
    backup: UnsafeMutablePointer<Int32>, workers: WorkerPool,
    _ body: (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Bool
  ) -> Bool {
    let integrated = backup + membranePotential.count
    let hasHappened = fixedPoint?.integrate(backup: backup, workers: workers) {
      body($0, integrated)
    }
    guard hasHappened == true else { return false }
    fixedPoint?.read(sums: integrated, into: &integratedPotential, workers: workers)
    fixedPoint?.read(into: &membranePotential, workers: workers)
    return true
  }
}

// Max pools.
extension Population {
  /// Lets events arrive at the inputs of the pool.
  mutating func receiveAtPool(_ deliver: (UnsafeMutablePointer<Float>) -> Void) {
    pool?.receive(deliver)
  }

  mutating func firePool() {
    pool?.fire(&output)
    showSent()
  }
}

// Delay lines.
extension Population {
  /// Lets events, or a constant current, enter the line.
  mutating func enterLine(isLate: Bool, _ deliver: (UnsafeMutablePointer<Float>) -> Void) {
    delayLine?.receive(isLate: isLate, deliver)
  }

  mutating func fireLine() {
    delayLine?.fire(&output)
    showSent()
  }

  /// What a layer without neurons sends is all that it ever holds, for a moment.
  private mutating func showSent() {
    integratedPotential.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
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

extension NeuronParameters {
  /// Whether the neuron compares the sum of all that has flowed in with one threshold in all steps.
  var isPlainIntegrator: Bool { !role.isPassage && wholeNumberObstacle == nil }
}
