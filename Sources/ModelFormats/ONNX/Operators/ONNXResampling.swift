/// How the places of an axis are made of those of another length.
struct ONNXResampling {
  enum Mode: Equatable {
    case nearest, linear
    /// By four places, with the coefficient a of Keys (1981); places outside of the axis are those
    /// at its ends, or left out.
    case cubic(a: Double, excludesOutside: Bool)
  }

  /// An axis, how long it becomes, and how many places of the result there are for one of it.
  struct Length {
    var old: Int
    var new: Int
    var scale: Float
  }

  /// A place of the axis, and its share in one of the result.
  typealias Term = (place: Int, weight: Float)

  var coordinates: String
  var rounding: String
  var mode: Mode

  /// How many elements of a map an element of the result is made of, at most.
  var mostTerms: Int {
    switch mode {
    case .nearest: 1
    case .linear: 4
    case .cubic: 16
    }
  }

  /// What each place of the result is made of; `nil` where the file names no known rule.
  func terms(_ length: Length) -> [[Term]]? {
    if length.scale == 1 { return (0..<length.new).map { [(place: $0, weight: 1)] } }
    var terms: [[Term]] = []
    for target in 0..<length.new {
      guard let x = coordinate(target, length) else { return nil }
      switch mode {
      case .nearest:
        guard let place = nearest(x) else { return nil }
        terms.append([(place: min(max(place, 0), length.old - 1), weight: 1)])
      case .linear:
        let low = x.rounded(.down)
        terms.append(
          joined(
            [(Int(low), 1 - Double(x - low)), (Int(low) + 1, Double(x - low))], length: length.old))
      case .cubic(let a, let excludesOutside):
        terms.append(cubic(Double(x), a: a, excludesOutside: excludesOutside, length: length.old))
      }
    }
    return terms
  }

  /// Shares of places, those outside of the axis at its ends; each place once.
  private func joined(_ shares: [(place: Int, share: Double)], length: Int) -> [Term] {
    var sums: [Int: Double] = [:]
    for (place, share) in shares where share != 0 {
      sums[min(max(place, 0), length - 1), default: 0] += share
    }
    return sums.sorted { $0.key < $1.key }.map { (place: $0.key, weight: Float($0.value)) }
  }

  private func cubic(
    _ x: Double, a: Double, excludesOutside: Bool, length: Int
  ) -> [Term] {
    let low = x.rounded(.down)
    let t = x - low
    func near(_ d: Double) -> Double { ((a + 2) * d - (a + 3)) * d * d + 1 }
    func far(_ d: Double) -> Double { ((d - 5) * d + 8) * d * a - 4 * a }
    var shares = [far(1 + t), near(t), near(1 - t), far(2 - t)].enumerated().map { offset, share in
      (place: Int(low) - 1 + offset, share: share)
    }
    if excludesOutside {
      shares = shares.filter { (0..<length).contains($0.place) }
      let sum = shares.reduce(0) { $0 + $1.share }
      shares = shares.map { (place: $0.place, share: $0.share / sum) }
    }
    return joined(shares, length: length)
  }

  /// Where a place of the result lies on the axis.
  ///
  /// In single precision, which decides where a place lies midway between two, and by which the
  /// network was trained.
  private func coordinate(_ place: Int, _ length: Length) -> Float? {
    let (x, old, new) = (Float(place), Float(length.old), Float(length.new))
    let middle = (x + 0.5) / length.scale - 0.5
    switch coordinates {
    case "half_pixel": return middle
    case "pytorch_half_pixel": return length.new > 1 ? middle : 0
    case "half_pixel_symmetric":
      return old / 2 * (1 - new / (length.scale * old)) + (x + 0.5) / length.scale - 0.5
    case "align_corners": return length.new > 1 ? x * (old - 1) / (new - 1) : 0
    case "asymmetric": return x / length.scale
    case "tf_half_pixel_for_nn": return (x + 0.5) / length.scale
    case _: return nil
    }
  }

  private func nearest(_ x: Float) -> Int? {
    switch rounding {
    case "round_prefer_floor": Int((x - 0.5).rounded(.up))
    case "round_prefer_ceil": Int((x + 0.5).rounded(.down))
    case "floor": Int(x.rounded(.down))
    case "ceil": Int(x.rounded(.up))
    case _: nil
    }
  }
}
