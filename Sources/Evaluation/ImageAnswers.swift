/// The answers to one image: what accuracy and everything like it follows from.
package struct ImageAnswers: Equatable, Sendable {
  /// The number of the image in the data set.
  package let index: Int

  /// The right class, if it is known.
  package let label: Int?

  /// The class of the analog network.
  package let analog: Int?

  /// The predicted class per entry and T; `nil` before the first readout.
  package let predictions: [[Int?]]

  /// The answers where they are no classes; `nil` where they are.
  package let findings: ImageFindings?

  package init(
    index: Int, label: Int?, analog: Int?, predictions: [[Int?]], findings: ImageFindings? = nil
  ) {
    self.index = index
    self.label = label
    self.analog = analog
    self.predictions = predictions
    self.findings = findings
  }
}

extension ImageAnswers: Codable {
  /// As a short list, because there is one for each image.
  ///
  /// -1 stands for no class; what is no class comes last.
  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(index)
    try list.encode(label ?? -1)
    try list.encode(analog ?? -1)
    for classes in predictions { try list.encode(classes.map { $0 ?? -1 }) }
    if let findings { try list.encode(findings) }
  }

  package init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    index = try list.decode(Int.self)
    label = knownClass(try list.decode(Int.self))
    analog = knownClass(try list.decode(Int.self))
    var predictions: [[Int?]] = []
    var findings: ImageFindings?
    while !list.isAtEnd {
      if let classes = try? list.decode([Int].self) {
        predictions.append(classes.map(knownClass))
      } else {
        findings = try list.decode(ImageFindings.self)
      }
    }
    self.predictions = predictions
    self.findings = findings
  }
}

private func knownClass(_ number: Int) -> Int? { number < 0 ? nil : number }

/// All that one image contributes to an evaluation.
package struct ImageResult: Sendable {
  package let answers: ImageAnswers

  /// One tally per entry.
  let methods: [MethodTally]
}
