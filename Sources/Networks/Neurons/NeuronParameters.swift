/// The model of the neurons of a layer, with its parameters: one case per kind.
///
/// A new kind is a payload in a file of its own, a case here, and an entry in `model` and `models`.
package enum NeuronParameters: Equatable, Sendable {
  case integrateAndFire(IntegrateAndFireNeuron)
  case burst(BurstNeuron)
  case signed(SignedNeuron)
  case differential(DifferentialNeuron)
  case bistable(BistableNeuron)
  case maximum(MaxPool)
  case continuous(ContinuousNeuron)
  case delayLine(TransmissionDelay)
  case shuffle(SpikeShuffle)
  case readout

  /// The payload, which answers all questions.
  ///
  /// Costs an allocation for payloads of more than 24 bytes, so that loops ask before they begin.
  package var model: any NeuronModel {
    switch self {
    case .integrateAndFire(let neuron): neuron
    case .burst(let neuron): neuron
    case .signed(let neuron): neuron
    case .differential(let neuron): neuron
    case .bistable(let neuron): neuron
    case .maximum(let pool): pool
    case .continuous(let neuron): neuron
    case .delayLine(let delay): delay
    case .shuffle(let shuffle): shuffle
    case .readout: ReadoutNeuron()
    }
  }

  /// Every kind that a file can name.
  package static let models: [any NeuronModel.Type] = [
    IntegrateAndFireNeuron.self, BurstNeuron.self, SignedNeuron.self, DifferentialNeuron.self,
    BistableNeuron.self, MaxPool.self, ContinuousNeuron.self, TransmissionDelay.self,
    SpikeShuffle.self, ReadoutNeuron.self,
  ]
}

// The traits of the payload.
extension NeuronParameters {
  package var role: NeuronRole { model.role }
  package var threshold: Float? { model.threshold }
  package var quantum: Float? { model.quantum }
  package var code: NeuralCode? { model.code }
  package var eventSpikes: EventSpikes { model.eventSpikes }
  package var sendsNegativeSpikes: Bool { model.sendsNegativeSpikes }
  package func delivered(byCount count: Float, of unit: Int) -> Float {
    model.delivered(byCount: count, of: unit)
  }
  package func resetCharge(byEvent value: Float) -> Float { model.resetCharge(byEvent: value) }
  package var sendsPotential: Bool { model.sendsPotential }
  package func threshold(atStep step: Int) -> Float { model.threshold(atStep: step) }
  package func spikeValue(atStep step: Int) -> Float { model.spikeValue(atStep: step) }
  package var chosenReset: Reset? { model.chosenReset }
  package var conservesCharge: Bool { model.conservesCharge }
  package var delay: Int { model.delay }
  package var dynamics: ContinuousNeuron? { model.dynamics }
  package var pool: MaxPool? { model.pool }
  package func fault(in shape: MapShape) -> String? { model.fault(in: shape) }
  package func canSend(_ value: Float) -> Bool { model.canSend(value) }
  package func nirForm(timeStep: Float) -> NIRForm { model.nirForm(timeStep: timeStep) }
  package var wholeNumberObstacle: String? { model.wholeNumberObstacle }
  package var title: String { model.title }
  package var record: NeuronRecord? { model.record }
  package var scheduleObstacle: String? { model.scheduleObstacle }
}

// What follows from the traits.
extension NeuronParameters {
  /// How many spikes an event stands for: negative for one that takes back, more than 1 in bursts.
  package func spikeCount(ofEvent value: Float) -> Float { eventSpikes(value) }

  /// What a spike leaves behind.
  package var reset: Reset { chosenReset ?? .bySubtraction }

  /// Whether a unit of input leaves the neuron at this step: always in rate coding, in phase coding
  /// at the first step of each window in which it fires, in differential coding at the first step.
  package func isCycleStart(atStep step: Int) -> Bool {
    switch code {
    case .phase(let phases, let delay):
      (step - 1) % phases == 0 && (step - 1) / phases >= delay
        && ((step - 1) / phases - delay) % 2 == 0
    case .differential: step == 1
    case .rate: true
    case nil: role == .neurons
    }
  }
}

/// As an object with one key, the name of the kind, and what the kind makes of its parameters.
extension NeuronParameters: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NamedKey.self)
    let keys = container.allKeys
    guard keys.count == 1, let model = Self.models.first(where: { $0.key == keys[0].stringValue })
    else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: container.codingPath,
          debugDescription: "\(keys.map(\.stringValue)) is no kind of neuron"))
    }
    self = try container.decode(model, forKey: keys[0]).parameters
  }

  package func encode(to encoder: any Encoder) throws {
    let model = model
    precondition(
      Self.models.contains { $0 == type(of: model) }, "no file could name the kind \(self)")
    var container = encoder.container(keyedBy: NamedKey.self)
    try container.encode(model, forKey: NamedKey(type(of: model).key))
  }
}
