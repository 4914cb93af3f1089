/// The parameters of one kind of neuron, and the traits by which others ask what it does.
///
/// One conforming type per kind, each in a file of its own; `NeuronParameters` lists them. Whoever
/// meets a neuron asks for a trait and never for its kind. How a kind is simulated is in the
/// engine.
package protocol NeuronModel: Codable, Equatable, Sendable {
  /// The name of the kind in written JSON; never changed, because old files are read.
  static var key: String { get }

  /// The model as one of all kinds.
  var parameters: NeuronParameters { get }

  /// What the layer is in its network.
  var role: NeuronRole { get }

  // MARK: Spikes

  /// The threshold θ, which is the largest activation that the layer can represent; `nil` where
  /// there is none, or none that is the same for all neurons.
  var threshold: Float? { get }

  /// The smallest charge that a spike can carry; `nil` where nothing fires.
  var quantum: Float? { get }

  /// How the spikes of a neuron stand for an activation; `nil` where they stand for none.
  var code: NeuralCode? { get }

  /// How many spikes an event stands for.
  var eventSpikes: EventSpikes { get }

  /// Whether the neuron sends spikes that take back others, so that a count may fall.
  var sendsNegativeSpikes: Bool { get }

  /// What as many spikes deliver, in units of θ, negative ones counted as less than none.
  ///
  /// - Parameter unit: In channels-last order.
  func delivered(byCount count: Float, of unit: Int) -> Float

  /// Whether the neuron sends its potential in every step and no spikes.
  var sendsPotential: Bool { get }

  /// The threshold at a step, counted from 1; +∞ while no neuron may fire, and where there is no
  /// threshold that is the same for all.
  func threshold(atStep step: Int) -> Float

  /// What a spike delivers at a step, counted from 1; +∞ while no neuron may fire.
  func spikeValue(atStep step: Int) -> Float

  // MARK: Charge

  /// What an event of a neuron that resets by subtraction takes from its potential.
  func resetCharge(byEvent value: Float) -> Float

  /// What a spike leaves behind, of kinds that leave the choice; `nil` of others.
  var chosenReset: Reset? { get }

  /// Whether what a neuron receives and delivers differs by its potential only.
  ///
  /// Reset to zero and leaks lose charge, so that quantities that follow from conservation are
  /// undefined.
  var conservesCharge: Bool { get }

  /// The number of spiking layers between the input and this one, itself included; 0 where the
  /// coding has no windows.
  var delay: Int { get }

  // MARK: Other forms

  /// The equations of continuous time, of a kind that has them.
  var dynamics: ContinuousNeuron? { get }

  /// What is pooled, and how, of a max pool.
  var pool: MaxPool? { get }

  /// What NIR has for the model.
  ///
  /// - Parameter timeStep: How long a step is, in seconds.
  func nirForm(timeStep: Float) -> NIRForm

  /// Why the layer cannot be simulated in whole numbers, as half a sentence; `nil` where it can.
  var wholeNumberObstacle: String? { get }

  // MARK: Limits

  /// Why no layer of this shape can have these parameters, as half a sentence; `nil` where one can.
  ///
  /// Whoever reads parameters from a file asks before anything else is asked.
  func fault(in shape: MapShape) -> String?

  /// Whether a neuron can send such an event.
  func canSend(_ value: Float) -> Bool

  // MARK: Words

  /// The model in a word, as in a table of layers.
  var title: String { get }

  /// What a file of a converted network says of it; `nil` of what needs no word.
  var record: NeuronRecord? { get }

  /// Why nothing says when a spike is due, as a sentence without its end; `nil` where an activation
  /// says so.
  var scheduleObstacle: String? { get }
}

// What holds for most kinds.
extension NeuronModel {
  package var role: NeuronRole { .neurons }
  package var eventSpikes: EventSpikes { .single }
  package var sendsNegativeSpikes: Bool { false }
  package func delivered(byCount count: Float, of unit: Int) -> Float { count }
  /// A spike that a corrector takes back leaves the potential alone.
  package func resetCharge(byEvent value: Float) -> Float { max(value, 0) }
  package var sendsPotential: Bool { false }
  package func threshold(atStep step: Int) -> Float { threshold ?? .infinity }
  package func spikeValue(atStep step: Int) -> Float { threshold(atStep: step) }
  package var chosenReset: Reset? { nil }
  package var conservesCharge: Bool { true }
  package var delay: Int { 0 }
  package var dynamics: ContinuousNeuron? { nil }
  package var pool: MaxPool? { nil }
  package func canSend(_ value: Float) -> Bool { value.isFinite }
}

/// Why no neuron can have a threshold; `nil` where one can.
func fault(ofThreshold threshold: Float) -> String? {
  threshold > 0 && threshold.isFinite ? nil : "its threshold is \(threshold)"
}

/// Why no neuron can have so many of something; `nil` where one can, from 1 to `most`.
///
/// - Parameter words: As `it has 9 levels`.
func fault(ofCount count: Int, upTo most: Int, _ words: String) -> String? {
  (1...most).contains(count) ? nil : "\(words), where 1 to \(most) are possible"
}

extension Float {
  /// `self · 2^(-times)`, which has no rounding.
  func halved(_ times: Int) -> Float {
    Float(sign: .plus, exponent: -times, significand: self)
  }
}

/// What a layer is in its network.
package enum NeuronRole: Equatable, Sendable {
  /// Neurons, which integrate what weights bring them.
  case neurons
  /// No neurons, but windows or lines that pass on what enters them; they hold no charge, and
  /// nothing weighs what they receive.
  case passage(noun: String)
  /// Accumulates and never fires.
  case readout

  /// Whether the layer only passes on what enters it.
  package var isPassage: Bool {
    if case .passage = self { true } else { false }
  }
}

/// How the spikes of a neuron stand for an activation.
package enum NeuralCode: Equatable, Sendable {
  /// By their number: in each step up to `maximumSpikes` of the same charge.
  case rate(maximumSpikes: Int)
  /// By their phase: one binary digit in each of the `phases` steps of a window, in every other
  /// window after `delay` windows of silence.
  case phase(phases: Int, delay: Int)
  /// By their sum, each divided by the number of its step.
  case differential
}

/// What NIR has for a neuron model.
///
/// (Pedersen et al. 2024, doi:10.1038/s41467-024-52259-9.)
package enum NIRForm: Equatable, Sendable {
  /// One of its neuron nodes.
  case neurons(ContinuousNeuron)
  /// Its Delay node, in steps.
  case delay(steps: NeuronValues<Int>)
  /// Nothing, and what that is, as half a sentence about NIR.
  case missing(String)
}

/// What a file of a converted network says of the neurons of a layer.
package struct NeuronRecord: Equatable, Sendable {
  /// A parameter and the key that it is written under.
  package struct Parameter: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
      case text(String)
      case number(Int)
    }

    package var key: String
    package var value: Value

    static func text(_ key: String, _ text: String) -> Parameter {
      Parameter(key: key, value: .text(text))
    }

    static func number(_ key: String, _ number: Int) -> Parameter {
      Parameter(key: key, value: .number(number))
    }
  }

  package var name: String

  /// Those that the kind has; no key is one that every layer has.
  package var parameters: [Parameter] = []
}
