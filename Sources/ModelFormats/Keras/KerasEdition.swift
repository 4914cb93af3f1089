import PlainText

/// Which Keras has saved a model: some functions are others under the same name.
enum KerasEdition: Equatable, Sendable {
  /// `clip(0.2 · x + 0.5, 0, 1)` is its `hard_sigmoid`.
  case two
  /// 3.0 to 3.5: the first with `clip(x / 6 + 0.5, 0, 1)` as its `hard_sigmoid`.
  case firstOfThree
  /// 3.6 on: the first whose `RandomCrop` leaves images alone once the training is over.
  case three

  /// The first minor version in which `RandomCrop` is one of the layers for images.
  private static let firstWithImageLayers = 6

  /// - Parameter version: As `3.15.1`; `nil` for other editions, and where the file says none.
  init?(version: String?) {
    let numbers = version?.split(separator: ".").map(String.init) ?? []
    switch numbers.first {
    case "1", "2": self = .two
    case "3":
      let minor = numbers.dropFirst().first.flatMap { Int($0) } ?? Self.firstWithImageLayers
      self = minor < Self.firstWithImageLayers ? .firstOfThree : .three
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
    case .firstOfThree, .three: 1 / 6
    }
  }

  /// Whether a random crop does nothing at all once the training is over.
  var cropsOnlyInTraining: Bool {
    switch self {
    case .two, .firstOfThree: false
    case .three: true
    }
  }
}
