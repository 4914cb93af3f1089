import Networks
import SpikeKernels

/// The steps of the continuous neurons of a layer, laid out for the kernel.
package struct EulerNeurons: Sendable {
  private let neuron: ContinuousNeuron

  /// Where the values of each neuron begin in `values`, or one value for all.
  private enum Place: Sendable {
    case uniform(Float)
    case perNeuron(start: Int)
  }

  private let decay, drift, gain, threshold: Place

  /// Where a spike leads to, or what it subtracts.
  private let reset: Place

  /// `nil` where currents act at once.
  private let synapse: (decay: Place, gain: Place)?

  private let values: [Float]

  /// - Precondition: Values per neuron are as many as `count`.
  package init(_ neuron: ContinuousNeuron, count: Int) {
    self.neuron = neuron
    let first = EulerStep(neuron, unit: 0)
    let steps = neuron.isUniform ? [first] : (0..<count).map { EulerStep(neuron, unit: $0) }
    var values: [Float] = []
    func place(_ parameter: [Float]) -> Place {
      if parameter.allSatisfy({ $0 == parameter[0] }) { return .uniform(parameter[0]) }
      values += parameter
      return .perNeuron(start: values.count - parameter.count)
    }
    decay = place(steps.map(\.decay))
    drift = place(steps.map(\.drift))
    gain = place(steps.map(\.gain))
    threshold = place(steps.map(\.firingPotential))
    reset = place(steps.map { $0.reset == .toZero ? $0.resetPotential : $0.threshold })
    let synapses = steps.compactMap(\.synapse)
    synapse =
      synapses.isEmpty ? nil : (place(synapses.map(\.decay)), place(synapses.map(\.gain)))
    self.values = values
  }

  var hasSynapse: Bool { synapse != nil }

  /// Takes one step of some neurons.
  ///
  /// - Parameters:
  ///   - neurons: Beginning at a multiple of 64; all pointers are those of the whole population.
  ///   - synaptic: i, updated; `nil` where currents act at once.
  ///   - integrated: Replaced by m.
  ///   - bits: Replaced by who fired.
  @inline(__always)
  package func fire(
    _ neurons: Range<Int>, currents: UnsafePointer<Float>,
    synaptic: UnsafeMutablePointer<Float>?, potentials: UnsafeMutablePointer<Float>,
    integrated: UnsafeMutablePointer<Float>, bits: UnsafeMutablePointer<UInt64>
  ) {
    let (first, count) = (neurons.lowerBound, Int32(neurons.count))
    values.withUnsafeBufferPointer { values in
      func parameter(_ place: Place) -> sk_parameter {
        switch place {
        case .uniform(let value): sk_parameter(values: nil, value: value)
        case .perNeuron(let start):
          sk_parameter(values: values.baseAddress.map { $0 + start + first }, value: 0)
        }
      }
      var current = currents + first
      if let synaptic, neuron.synapse?.rule == .delayedJump {
        current = UnsafePointer(synaptic + first)
      } else if let synaptic, let synapse {
        // A current that decays is a potential that never fires.
        let decaying = sk_leaky(
          decay: parameter(synapse.decay), drift: parameter(.uniform(0)),
          gain: parameter(synapse.gain), threshold: parameter(.uniform(.infinity)),
          reset: parameter(.uniform(0)), rule: SK_SUBTRACTS)
        sk_fire_leaky(
          count, current, decaying, synaptic + first, integrated + first, bits + first / 64)
        current = UnsafePointer(synaptic + first)
      }
      let membrane = sk_leaky(
        decay: parameter(decay), drift: parameter(drift), gain: parameter(gain),
        threshold: parameter(threshold), reset: parameter(reset), rule: rule)
      sk_fire_leaky(
        count, current, membrane, potentials + first, integrated + first, bits + first / 64)
    }
    if let synaptic, neuron.synapse?.rule == .delayedJump { jump(neurons, by: currents, synaptic) }
  }

  /// Lets currents jump, after the potentials have met what was there.
  private func jump(
    _ neurons: Range<Int>, by currents: UnsafePointer<Float>,
    _ synaptic: UnsafeMutablePointer<Float>
  ) {
    guard let synapse else { return }
    for unit in neurons {
      synaptic[unit] =
        value(synapse.decay, of: unit) * synaptic[unit]
        + value(synapse.gain, of: unit) * currents[unit]
    }
  }

  private func value(_ place: Place, of unit: Int) -> Float {
    switch place {
    case .uniform(let value): value
    case .perNeuron(let start): values[start + unit]
    }
  }
}

extension EulerNeurons {
  private var rule: sk_reset {
    switch neuron.firing?.reset {
    case .bySubtraction, nil: SK_SUBTRACTS
    case .toZero: SK_SETS
    case .bySubtractionInNextStep: SK_SUBTRACTS_LATER
    }
  }
}

extension ContinuousNeuron {
  /// Whether all neurons of the layer are alike.
  fileprivate var isUniform: Bool {
    parameterValues.allSatisfy { $0.common != nil }
  }
}
