import PlainText

/// Which Keras has saved a model: some functions are others under the same name.
enum KerasEdition: Equatable, Sendable {
  /// `clip(0.2 · x + 0.5, 0, 1)` is its `hard_sigmoid`.
  case two
  /// `clip(x / 6 + 0.5, 0, 1)` is its `hard_sigmoid`.
  case three

  /// - Parameter version: As `3.15.1`; `nil` for other editions, and where the file says none.
  init?(version: String?) {
    switch version?.split(separator: ".").first {
    case "1", "2": self = .two
    case "3": self = .three
    case _: return nil
    }
  }

  /// - Parameter metadata: The text of the `metadata.json` of a `.keras` archive.
  init?(metadata: [UInt8]) {
    guard let place = try? JSONPlace(metadata) else { return nil }
    self.init(version: try? place.member("keras_version")?.text())
  }

  var hardSigmoidSlope: Float {
    switch self {
    case .two: 0.2
    case .three: 1 / 6
    }
  }
}
