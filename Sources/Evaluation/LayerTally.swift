import Networks
import SpikeStatistics
import SpikingEngine

/// What one spiking layer came to after some steps, summed over images.
///
/// Tallies of different images can be added in any order: all sums are of integers or exact.
package struct LayerTally: Codable, Equatable, Sendable {
  /// Neurons, once per image, and those of them with `z ≤ 0`.
  package private(set) var neurons = 0
  package private(set) var inactive = 0

  /// Neurons with `z > 0`; like `inactive` 0 without an ANN.
  package private(set) var active = 0

  /// Neurons that an ANN says something about.
  package var compared: Int { active + inactive }

  /// Inactivated neurons that have fired, and their spikes.
  package private(set) var sinNeurons = 0
  package private(set) var sinSpikes = 0

  /// Spikes of all images, and the synaptic additions that they cost.
  package private(set) var spikes = 0
  package private(set) var synapticOperations = 0

  /// Neurons that have fired.
  package private(set) var firing = 0

  /// Which neurons have fired on any image.
  package private(set) var everFired = UnitSet()

  /// Neurons with `z > 0` that have not.
  package private(set) var missed = 0

  /// How well the spikes stood for the activations.
  package private(set) var code = CodeTally()

  package init() {}

  init(
    counts: SpikeCounts, sin: SINStatistics?, synapticOperations: Int,
    reference: LayerReference?, code: CodeTally
  ) {
    neurons = counts.firstStep.count
    inactive = sin?.inactiveCount ?? 0
    active = reference == nil ? 0 : neurons - inactive
    sinNeurons = sin?.neurons ?? 0
    sinSpikes = sin?.spikes ?? 0
    spikes = counts.total
    self.synapticOperations = synapticOperations
    everFired = UnitSet(counts.firstStep.map { $0 > 0 })
    for unit in counts.firstStep.indices {
      if counts.firstStep[unit] > 0 {
        firing += 1
      } else if let reference, !reference.isInactive(unit) {
        missed += 1
      }
    }
    self.code = code
  }

  mutating func add(_ other: LayerTally) {
    neurons += other.neurons
    inactive += other.inactive
    active += other.active
    sinNeurons += other.sinNeurons
    sinSpikes += other.sinSpikes
    spikes += other.spikes
    synapticOperations += other.synapticOperations
    firing += other.firing
    everFired.formUnion(other.everFired)
    missed += other.missed
    code.add(other.code)
  }
}

/// How well the spikes of one layer stood for its activations, summed over images.
///
/// Taken at the layer's last complete code (`NeuronParameters.reading`), in cycle coding therefore
/// up to a cycle earlier; all zero where there is none yet.
package struct CodeTally: Codable, Equatable, Sendable {
  /// Neurons that delivered all they can.
  package private(set) var saturated = 0

  /// Neurons by psi, as `OffsetHistogram.bins`; empty where psi is undefined.
  package private(set) var offsets: [Int] = []

  /// `Σ|a|`, `Σ a²` and `Σ (φ - a)²`.
  package private(set) var activationSum = ExactSum()
  package private(set) var activationSquared = ExactSum()
  package private(set) var errorSquared = ExactSum()

  /// The squares of the terms of `ErrorSplit`; zero where it is undefined.
  package private(set) var propagated = ExactSum()
  package private(set) var clipping = ExactSum()
  package private(set) var quantisation = ExactSum()
  package private(set) var unevenness = ExactSum()

  init() {}

  /// Costs O(neurons).
  ///
  /// - Parameters:
  ///   - potential: v after `reading.step` steps, in channels-last order.
  ///   - initialPotential: v(0), in channels-last order.
  init(
    counts: SpikeCounts, potential: [Float], initialPotential: [Float], neuron: NeuronParameters,
    reference: LayerReference, reading: CodeReading
  ) {
    guard neuron.code != nil else { return }
    let fit = RateFit(
      counts, neuron: neuron, reference: reference, time: Double(reading.time))
    activationSum = ExactSum(reference.activation.reduce(0) { $0 + Double(abs($1)) })
    activationSquared = ExactSum(fit.activationSquared)
    errorSquared = ExactSum(fit.errorSquared)
    guard let quanta = neuron.quanta else { return }
    let delivery = counts.delivery(of: neuron)
    let most = Float(quanta.limit * reading.time)
    saturated = delivery.amounts.count { $0 >= most }
    guard neuron.conservesCharge else { return }
    var histogram = OffsetHistogram()
    var squares = SplitSquares()
    let resetCharge = counts.resetCharge(of: neuron)
    for unit in potential.indices {
      let (amount, drive) = (delivery.amounts[unit], potential[unit] + resetCharge[unit])
      let (start, activation) = (initialPotential[unit], reference.activation[unit])
      guard amount != 0 || drive > 0 || drive > start else {
        // Most neurons: no spike, and none due.
        histogram.add(0)
        squares.propagated += Double(activation) * Double(activation)
        continue
      }
      histogram.add(quanta.evenCount(drive: drive, time: reading.time) - Int(amount))
      squares.add(
        ErrorSplit(
          drive: drive, initialPotential: start, delivered: delivery.unit * Double(amount),
          activation: activation, function: reference.function(of: unit), quanta: quanta,
          time: reading.time))
    }
    offsets = histogram.counts
    propagated = ExactSum(squares.propagated)
    clipping = ExactSum(squares.clipping)
    quantisation = ExactSum(squares.quantisation)
    unevenness = ExactSum(squares.unevenness)
  }

  /// Whether the histogram has the right number of bins, or none.
  var isWellFormed: Bool { offsets.isEmpty || offsets.count == OffsetHistogram.bins.count }

  mutating func add(_ other: CodeTally) {
    saturated += other.saturated
    if offsets.isEmpty {
      offsets = other.offsets
    } else if !other.offsets.isEmpty {
      for bin in offsets.indices { offsets[bin] += other.offsets[bin] }
    }
    activationSum += other.activationSum
    activationSquared += other.activationSquared
    errorSquared += other.errorSquared
    propagated += other.propagated
    clipping += other.clipping
    quantisation += other.quantisation
    unevenness += other.unevenness
  }
}

/// The sums over one image, in the order of its neurons.
private struct SplitSquares {
  var propagated = 0.0
  var clipping = 0.0
  var quantisation = 0.0
  var unevenness = 0.0

  mutating func add(_ split: ErrorSplit) {
    propagated += split.propagated * split.propagated
    clipping += split.clipping * split.clipping
    quantisation += split.quantisation * split.quantisation
    unevenness += split.unevenness * split.unevenness
  }
}

// The names in files of `--resume`.
extension LayerTally {
  private enum CodingKeys: String, CodingKey {
    case neurons, inactive, active, sinNeurons, sinSpikes, spikes, synapticOperations, firing
    case everFired, missed, code
  }
}

extension CodeTally {
  private enum CodingKeys: String, CodingKey {
    case saturated, offsets, activationSum, activationSquared, errorSquared
    case propagated, clipping, quantisation, unevenness
  }
}
