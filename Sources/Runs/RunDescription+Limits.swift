import Networks

// What a description may say; whoever reads one has checked it.
extension RunDescription {
  /// The most neurons that all layers may have together, and the most values of an input.
  package static let mostNeurons = 1 << 26

  /// The last step that a run may have: statistics count steps in 32 bits.
  package static let largestStep = Int(Int32.max)

  /// The largest number that an image may have, and that a label may be.
  static let largestNumber = 1 << 32

  /// What of the description is impossible, as half a sentence; `nil` if nothing is.
  var fault: String? {
    guard !layers.isEmpty else { return "there is no layer" }
    return sizeFault ?? numberFault
      ?? layers.lazy.compactMap { fault(of: $0) }.first
  }

  private var sizeFault: String? {
    // Three sides of a million each do not overflow; sums of many such layers would.
    let counts = layers.map { min($0.shape.count, Self.mostNeurons + 1) }
    if counts.reduce(0, +) > Self.mostNeurons {
      return "there are more than \(Self.mostNeurons) neurons"
    }
    if inputShape.count > Self.mostNeurons { return "the input has the shape \(inputShape)" }
    let network = network
    let shapes = network.readouts.map { layers[$0].shape }
    let outputs = shapes.reduce(0) { $0 + $1.count }
    guard logits.isEmpty || logits.count == outputs else {
      return "there are \(logits.count) logits for \(outputs) outputs"
    }
    if let fault = tail?.fault(forHeads: shapes.map(\.count)) { return fault }
    guard case .detection(let detection) = network.task else { return nil }
    return detection.fault(forOutputs: network.resultShapes)
  }

  /// What is wrong with the names of the classes, as half a sentence; `nil` if nothing is.
  ///
  /// Names of another number than that of the first readout's outputs would stand at the wrong
  /// classes; one output tells two of them apart.
  package var nameFault: String? {
    let network = network
    guard network.task.isClassification, !classNames.isEmpty,
      let classes = network.readouts.first.map({ layers[$0].shape.count }), classes > 0
    else { return nil }
    let isRight = classNames.count == classes || (classes == 1 && classNames.count == 2)
    return isRight ? nil : "there are \(classNames.count) names for \(classes) classes"
  }

  private var numberFault: String? {
    if case .cycles(let phases) = coding, !(1...24).contains(phases) {
      return "a window has \(phases) phases, where 1 to 24 are possible"
    }
    if let steps, !(1...Self.largestStep).contains(steps) { return "there are \(steps) steps" }
    if let readoutStart, !(0...Self.largestStep).contains(readoutStart) {
      return "the readout begins after \(readoutStart) steps"
    }
    for (name, number) in [("image", image), ("number of images", imageCount), ("label", label)] {
      if let number, !(0...Self.largestNumber).contains(number) {
        return "the \(name) is \(number)"
      }
    }
    return nil
  }

  private func fault(of layer: Layer) -> String? {
    if layer.sources.contains(where: { !layers.indices.contains($0) }) {
      return "layer '\(layer.name)' is driven by one that is not there"
    }
    return layer.neuron.fault(in: layer.shape).map { "layer '\(layer.name)': \($0)" }
  }
}
