import Networks

/// A constant current that flows in once per unit of input.
struct ConstantInput: Sendable {
  /// The delay of the population whose spikes it belongs to; 0 but in cycle coding.
  let delay: Int

  /// What observers see, and all but cycle coding adds, shape `[neurons]`.
  fileprivate(set) var current: [Float]

  /// What cycle coding adds, shape `[neurons]`.
  fileprivate(set) var exactCurrent: [Double]

  /// In whole numbers, for layers that are simulated so; else empty.
  fileprivate(set) var fixedCurrent: [Int32] = []

  /// Whether it flows in at this step: in rate coding always, in cycle coding at the first step
  /// of each window in which its source fires, in differential coding at the first step.
  func flows(atStep step: Int, coding: SpikeCoding) -> Bool {
    switch coding {
    case .rate:
      return true
    case .differential:
      return step == 1
    case .cycles(let phases):
      let window = (step - 1) / phases
      return (step - 1) % phases == 0 && window >= delay && (window - delay) % 2 == 0
    }
  }
}

extension [ConstantInput] {
  /// Adds a current to the drive of the same delay.
  mutating func add<Sum: Accumulator>(_ current: [Sum], delay: Int) {
    guard let index = firstIndex(where: { $0.delay == delay }) else {
      append(
        ConstantInput(
          delay: delay, current: current.map { Float($0) },
          exactCurrent: current.map { Double($0) }))
      return
    }
    for unit in current.indices {
      self[index].current[unit] += Float(current[unit])
      self[index].exactCurrent[unit] += Double(current[unit])
    }
  }
}

extension PackedNetwork {
  /// The constant currents of a layer: of its biases, and of what the stimulus shows in all steps.
  ///
  /// - Parameter input: What is shown, in channels-last order.
  func constantInputs(of layer: Int, input: SpikeEvents) -> [ConstantInput] {
    let description = network.layers[layer]
    var constantInputs = layers[layer].constantInputs
    for projection in layers[layer].projections where projection.source == .input {
      let delay = network.delay(of: .input, into: description)
      switch network.coding {
      case .rate, .differential:
        var current = Array(repeating: Float(0), count: description.shape.count)
        projection.deliver(input, to: &current)
        constantInputs.add(current, delay: delay)
      case .cycles:
        var current = Array(repeating: Double(0), count: description.shape.count)
        projection.deliver(input, to: &current)
        constantInputs.add(current, delay: delay)
      }
    }
    guard let scale = layers[layer].fixedPoint?.scale else { return constantInputs }
    for constantInput in constantInputs.indices {
      constantInputs[constantInput].fixedCurrent = constantInputs[constantInput].exactCurrent
        .enumerated().map { unit, current in
          let fixed = (current * scale[unit % scale.count]).rounded()
          precondition(
            abs(fixed) < FixedPointLayer.limit / 2,
            "a current of \(current) into '\(description.name)' is too large for whole numbers")
          return Int32(fixed)
        }
    }
    return constantInputs
  }
}

extension SpikingNetwork {
  /// What a stimulus shows in all steps, in channels-last order.
  ///
  /// - Precondition: It has the shape of the network's input.
  func constantInput(of stimulus: Stimulus) -> SpikeEvents {
    let image = stimulus.constantPart
    precondition(
      image.count == inputShape.count,
      "an image of shape \(image.shape) for a network of \(inputShape)")
    return SpikeEvents(nonzero: inputShape.populationOrder(image.elements))
  }
}
