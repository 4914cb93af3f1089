import Networks

/// What a layer keeps from step to step beside what observers see: one case per kind of execution.
///
/// A new kind is a payload in a file of its own, a case here, and an entry in `init`, in `payload`
/// and in `Engine.run`.
enum LayerState: Sendable {
  /// Neurons that compare the sum of all that has flowed in with one threshold: integrate-and-fire
  /// neurons and readouts of rate coding.
  case integrator(IntegratorState)
  case bursts(BurstState)
  case signed(SignedState)
  /// Neurons and readouts of differential coding.
  case differential(DifferentialState)
  case continuous(ContinuousState)
  case continuousBursts(ContinuousBurstState)
  /// Any neurons of cycle coding, in double precision.
  case exact(ExactState)
  /// Integrators in whole numbers.
  case wholeNumbers(FixedPointState)
  case pool(PoolState)
  case delayLine(DelayLine)
  case shuffle(ShuffleState)

  /// What stands in where nothing is kept: for layers that are replayed, and while the engine holds
  /// the payload.
  static let idle = LayerState.integrator(IntegratorState(threshold: .infinity, reset: .toZero))

  /// The state at step 0.
  ///
  /// - Parameter potentials: v(0), in channels-last order.
  init(_ layer: SpikingLayer, packed: PackedLayer, coding: SpikeCoding, potentials: [Float]) {
    if let fixed = packed.fixedPoint {
      self = .wholeNumbers(
        FixedPointState(fixed, reset: layer.neuron.reset, potentials: potentials))
      return
    }
    if case .cycles = coding, !layer.neuron.role.isPassage {
      self = .exact(ExactState(layer.neuron, potentials: potentials))
      return
    }
    if coding == .differential, layer.neuron.role == .readout {
      self = .differential(DifferentialState(nil, count: layer.shape.count))
      return
    }
    switch layer.neuron {
    case .integrateAndFire, .readout:
      self = .integrator(
        IntegratorState(
          threshold: layer.neuron.threshold ?? .infinity, reset: layer.neuron.reset))
    case .bistable:
      self = .exact(ExactState(layer.neuron, potentials: potentials))
    case .burst(let neuron):
      self = .bursts(BurstState(neuron))
    case .signed(let neuron):
      self = .signed(SignedState(neuron, count: layer.shape.count))
    case .differential(let neuron):
      self = .differential(DifferentialState(neuron, count: layer.shape.count))
    case .continuous(let neuron) where neuron.firesSeveral:
      self = .continuousBursts(ContinuousBurstState(neuron, count: layer.shape.count))
    case .continuous(let neuron):
      self =
        packed.euler.map {
          .continuous(ContinuousState($0, sendsPotential: neuron.sendsPotential))
        } ?? .idle
    case .maximum(let pool):
      self =
        packed.windows.map {
          .pool(PoolState(pool, windows: $0, coding: coding))
        } ?? .idle
    case .delayLine(let delay):
      self = .delayLine(DelayLine(steps: delay.steps, units: layer.shape.count))
    case .shuffle:
      self = .shuffle(ShuffleState(units: layer.shape.count))
    }
  }

  private var payload: any LayerPayload {
    switch self {
    case .integrator(let state): state
    case .bursts(let state): state
    case .signed(let state): state
    case .differential(let state): state
    case .continuous(let state): state
    case .continuousBursts(let state): state
    case .exact(let state): state
    case .wholeNumbers(let state): state
    case .pool(let state): state
    case .delayLine(let state): state
    case .shuffle(let state): state
    }
  }

  /// Whether plain spikes of some steps come together, and with them what resets remove, if there
  /// are any.
  var takesStepsTogether: Bool {
    switch self {
    case .integrator, .continuous, .wholeNumbers, .pool: true
    case .bursts, .signed, .differential, .continuousBursts, .exact, .delayLine, .shuffle: false
    }
  }

  /// How much memory is held, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int { payload.byteCount(counting) }

  /// Gives back memory that the next step does without.
  mutating func trim() {
    var payload = payload
    self = .idle  // Or what it keeps would be copied.
    payload.trim()
    self = payload.state
  }

  /// Moves what the layer keeps of its potentials beside those that observers see.
  ///
  /// - Parameter amounts: Shape `[neurons]`.
  mutating func shift(by amounts: [Float]) {
    var payload = payload
    self = .idle  // Or what it keeps would be copied.
    payload.shift(by: amounts)
    self = payload.state
  }
}

/// What one kind of execution keeps of a layer.
protocol LayerPayload: Sendable {
  /// The payload as one of all kinds.
  var state: LayerState { get }

  /// How much memory is held, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int

  /// Gives back memory that the next step does without.
  mutating func trim()

  /// Moves what is kept of the potentials beside those that observers see.
  ///
  /// - Parameter amounts: Shape `[neurons]`.
  mutating func shift(by amounts: [Float])
}

// What holds for most kinds, which keep nothing that observers do not see.
extension LayerPayload {
  func byteCount(_ counting: ByteCounting) -> Int { 0 }
  mutating func trim() {}
  mutating func shift(by amounts: [Float]) {}
}
