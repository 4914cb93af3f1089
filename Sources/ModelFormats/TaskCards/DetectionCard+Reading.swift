import Networks
import PlainText

extension DetectionCard {
  /// - Throws: `JSONError` for what is not understood; unknown keys are passed over.
  init(_ place: JSONPlace) throws(JSONError) {
    func member(_ key: DetectionCardKey) throws(JSONError) -> JSONPlace? {
      try place.member(key.rawValue)
    }
    guard let format = try member(.format) else {
      throw JSONError(
        key: place.key, what: "has no 'format'; possible are \(words(BoxFormat.allCases))")
    }
    self.init(try choice(format))
    for key in DetectionCardKey.ofOutputs {
      if let names = try member(key) { outputs[key] = try oneOrMore(names) }
    }
    if let order = try member(.order) {
      fields = try order.elements().map { place throws(JSONError) in try choice(place) }
    }
    layout = try member(.layout).map(choice)
    cellsFirst = try member(.cellsFirst).map(truth)
    grids = try member(.grid).map(integerLists)
    cells = try member(.cell).map(cellSizes)
    anchors = try member(.anchors).map(anchorLists)
    try readCoding(member)
    try readSelection(member)
    if let resize = try member(.resize) { fit = try choice(resize) }
  }

  private mutating func readCoding(
    _ member: (DetectionCardKey) throws(JSONError) -> JSONPlace?
  ) throws(JSONError) {
    if let place = try member(.centers) {
      let rule = try DetectionFormulas.center(place)
      coding.center = rule.kind
      try setSizes(&cells, by: rule.factors, in: cellSides, .cell, place)
    }
    if let place = try member(.sizes) {
      let rule = try DetectionFormulas.size(place)
      (coding.size, coding.largestExponent) = (rule.kind, rule.limit)
      if let limit = rule.limit { try check(limit, in: exponents, place) }
      var one = anchors?.flatMap(\.self)
      try setSizes(&one, by: rule.factors, in: anchorSides, .anchors, place)
      if anchors == nil { anchors = one.map { [$0] } }
    }
    let areTold = (centers: try member(.centers) != nil, sizes: try member(.sizes) != nil)
    if let place = try member(.center) {
      try replace(&coding.center, by: choice(place), place, unlike: areTold.centers, .centers)
    }
    if let place = try member(.size) {
      try replace(&coding.size, by: choice(place), place, unlike: areTold.sizes, .sizes)
    }
    if let place = try member(.distance) { coding.distance = try choice(place) }
    if let place = try member(.largestExponent) {
      let limit = try number(place, in: exponents)
      try replace(&coding.largestExponent, by: limit, place, unlike: areTold.sizes, .sizes)
    }
    if let place = try member(.relative) { coding.isRelative = try truth(place) }
    if let place = try member(.variances) {
      let factors = try place.elements()
      guard factors.count == 2 else {
        throw JSONError(key: place.key, what: "must be two numbers, of centres and of sizes")
      }
      coding.centerFactor = try number(factors[0], in: variances)
      coding.sizeFactor = try number(factors[1], in: variances)
    }
  }

  private mutating func readSelection(
    _ member: (DetectionCardKey) throws(JSONError) -> JSONPlace?
  ) throws(JSONError) {
    var (isScoreTold, isMinimumTold, isOverlapTold) = (false, false, false)
    if let place = try member(.score) {
      let score = try DetectionFormulas.score(place, hasObjectness: hasObjectness)
      shares = score.shares
      if let minimum = score.minimum { try setMinimum(minimum, place) }
      (isScoreTold, isMinimumTold) = (true, score.minimum != nil)
    }
    if let place = try member(.suppression) {
      selection.largestOverlap = try DetectionFormulas.overlap(place)
      if let overlap = selection.largestOverlap { try check(overlap, in: overlaps, place) }
      isOverlapTold = true
    }
    if let place = try member(.shares) {
      try replace(&shares, by: choice(place), place, unlike: isScoreTold, .score)
    }
    if let place = try member(.minimumScore) {
      let (told, minimum) = (selection.minimumScore, try place.double())
      try setMinimum(minimum, place)
      if isMinimumTold, told != minimum { throw contradiction(place, .score) }
    }
    if let place = try member(.overlap) {
      let overlap = try number(place, in: overlaps)
      try replace(
        &selection.largestOverlap, by: overlap, place, unlike: isOverlapTold, .suppression)
    }
    if let place = try member(.limit) {
      selection.limit = try place.integer()
      try check(Double(selection.limit), in: limits, place)
    }
    if let place = try member(.allClasses) { selection.keepsAllClasses = try truth(place) }
  }

  private mutating func setMinimum(_ score: Double, _ place: JSONPlace) throws(JSONError) {
    guard (0..<1).contains(score) else {
      throw JSONError(key: place.key, what: "is \(score), but must be at least 0 and below 1")
    }
    selection.minimumScore = score
  }

  /// Whether boxes have a number for whether there is an object.
  private var hasObjectness: Bool {
    if outputs[.objectness] != nil { return true }
    let hasParts = outputs.keys.contains { $0 != .head }
    return outputs[.head] == nil && hasParts
      ? false : (fields ?? format.fields).contains(.objectness)
  }

  /// The keys of a card's `detection` that are not used.
  static func unusedKeys(of place: JSONPlace) -> [String] {
    let known = DetectionCardKey.allCases.map(\.rawValue)
    return place.keys.filter { !known.contains($0) }.prefix(100).map { key in
      "'detection.\(key)' is unknown and not used; "
        + (nearestWord(to: key, among: known).map { "did you mean '\($0)'?" }
          ?? "the keys there are \(known.joined(separator: ", "))")
    }
  }
}

private func words<Value: RawRepresentable<String>>(_ values: [Value]) -> String {
  values.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

/// One of the words of an enumeration.
private func choice<Value: RawRepresentable<String> & CaseIterable>(
  _ place: JSONPlace
) throws(JSONError) -> Value {
  let text = try place.text()
  guard let value = Value(rawValue: text) else {
    throw JSONError(
      key: place.key, what: "is '\(text)', but must be one of \(words(Array(Value.allCases)))")
  }
  return value
}

private func truth(_ place: JSONPlace) throws(JSONError) -> Bool {
  guard case .boolean(let value) = place.value else {
    throw JSONError(key: place.key, what: "must be true or false")
  }
  return value
}

private func oneOrMore(_ place: JSONPlace) throws(JSONError) -> [String] {
  if case .text(let name) = place.value { return [unmistakable(name)] }
  return try place.elements().map { place throws(JSONError) in unmistakable(try place.text()) }
}

/// Takes the sizes that a formula multiplies by where a card tells none; where it does they must be
/// the same.
private func setSizes(
  _ sizes: inout [BoxSize]?, by factors: (x: Double, y: Double)?, in range: CardRange,
  _ key: DetectionCardKey, _ place: JSONPlace
) throws(JSONError) {
  guard let factors else { return }
  try check(factors.x, in: range, place)
  try check(factors.y, in: range, place)
  let size = BoxSize(width: factors.x, height: factors.y)
  if let other = sizes?.first(where: { $0 != size }) {
    throw JSONError(
      key: place.key,
      what: "multiplies by \(size.width) and \(size.height), but '\(key.rawValue)' has "
        + "\(other.width) and \(other.height)")
  }
  sizes = sizes ?? [size]
}

/// Sets what a key says; a formula that stands in the card, too, must say the same.
private func replace<Value: Equatable>(
  _ value: inout Value, by new: Value, _ place: JSONPlace, unlike isTold: Bool,
  _ formula: DetectionCardKey
) throws(JSONError) {
  if isTold, value != new { throw contradiction(place, formula) }
  value = new
}

private func contradiction(_ place: JSONPlace, _ formula: DetectionCardKey) -> JSONError {
  JSONError(key: place.key, what: "says otherwise than '\(formula.rawValue)'; give one of them")
}

/// What a number of a card may be.
private struct CardRange {
  var range: ClosedRange<Double>
  /// As `must be … ` goes on.
  var words: String
}

private let cellSides = CardRange(range: 0.001...1e6, words: "from 0.001 to 1,000,000 pixels")
private let anchorSides = CardRange(
  range: .leastNonzeroMagnitude...1e6, words: "above 0 and at most 1,000,000 pixels")
private let variances = CardRange(
  range: .leastNonzeroMagnitude...1e6, words: "above 0 and at most 1,000,000")
private let exponents = CardRange(range: 0...100, words: "from 0 to 100")
private let overlaps = CardRange(range: 0...1, words: "from 0 to 1")
private let limits = CardRange(range: 1...Double(1 << 16), words: "from 1 to 65,536")
private let gridSides = CardRange(range: 1...Double(1 << 16), words: "from 1 to 65,536 cells")

private func check(
  _ number: Double, in range: CardRange, _ place: JSONPlace
) throws(JSONError) {
  guard range.range.contains(number) else {
    throw JSONError(key: place.key, what: "is \(number), but must be \(range.words)")
  }
}

private func number(_ place: JSONPlace, in range: CardRange) throws(JSONError) -> Double {
  let number = try place.double()
  try check(number, in: range, place)
  return number
}

private func isListOfLists(_ place: JSONPlace) throws(JSONError) -> Bool {
  if case .list? = try place.elements().first?.value { true } else { false }
}

/// `[12, 12]` for one level, or a list of such.
private func integerLists(_ place: JSONPlace) throws(JSONError) -> [[Int]] {
  let levels = try isListOfLists(place) ? try place.elements() : [place]
  return try levels.map { level throws(JSONError) in
    let sides = try level.elements().map { side throws(JSONError) in
      let length = try side.integer()
      try check(Double(length), in: gridSides, side)
      return length
    }
    guard sides.count == 2 else {
      throw JSONError(key: level.key, what: "must be two numbers, rows and columns")
    }
    return sides
  }
}

private func size(_ place: JSONPlace, in range: CardRange) throws(JSONError) -> BoxSize {
  if case .number = place.value {
    let side = try number(place, in: range)
    return BoxSize(width: side, height: side)
  }
  let sides = try place.elements()
  guard sides.count == 2 else {
    throw JSONError(key: place.key, what: "must be two numbers, width and height")
  }
  return BoxSize(width: try number(sides[0], in: range), height: try number(sides[1], in: range))
}

/// `8`, `[8, 8, …]` with a number for each level, or `[[8, 8], …]` with width and height.
private func cellSizes(_ place: JSONPlace) throws(JSONError) -> [BoxSize] {
  if case .number = place.value { return [try size(place, in: cellSides)] }
  return try place.elements().map { place throws(JSONError) in try size(place, in: cellSides) }
}

/// So many anchors a cell may have.
private let mostAnchors = 1 << 10

/// `[[28, 28], …]` for one level, or a list of such.
private func anchorLists(_ place: JSONPlace) throws(JSONError) -> [[BoxSize]] {
  let first = try place.elements().first
  let hasLevels = try first.map(isListOfLists) ?? false
  let levels = hasLevels ? try place.elements() : [place]
  return try levels.map { level throws(JSONError) in
    let sizes = try level.elements()
    guard sizes.count <= mostAnchors else {
      throw JSONError(
        key: level.key, what: "has \(sizes.count) anchors, but must have \(mostAnchors) at most")
    }
    return try sizes.map { place throws(JSONError) in try size(place, in: anchorSides) }
  }
}
