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
    if let fault = selection.fault { throw JSONError(key: place.key, what: "says that \(fault)") }
  }

  private mutating func readCoding(
    _ member: (DetectionCardKey) throws(JSONError) -> JSONPlace?
  ) throws(JSONError) {
    if let place = try member(.centers) { coding.center = try center(place) }
    if let place = try member(.sizes) {
      (coding.size, coding.largestExponent) = try size(place)
    }
    if let place = try member(.center) { coding.center = try choice(place) }
    if let place = try member(.size) { coding.size = try choice(place) }
    if let place = try member(.distance) { coding.distance = try choice(place) }
    if let place = try member(.largestExponent) { coding.largestExponent = try place.double() }
    if let place = try member(.relative) { coding.isRelative = try truth(place) }
    if let place = try member(.variances) {
      let factors = try place.elements()
      guard factors.count == 2 else {
        throw JSONError(key: place.key, what: "must be two numbers, of centres and of sizes")
      }
      coding.centerFactor = try factors[0].double()
      coding.sizeFactor = try factors[1].double()
    }
  }

  private mutating func readSelection(
    _ member: (DetectionCardKey) throws(JSONError) -> JSONPlace?
  ) throws(JSONError) {
    if let place = try member(.score) {
      let score = try DetectionFormulas.score(place)
      shares = score.shares
      selection.minimumScore = score.minimum ?? selection.minimumScore
    }
    if let place = try member(.suppression) {
      selection.largestOverlap = try DetectionFormulas.overlap(place)
    }
    if let place = try member(.shares) { shares = try choice(place) }
    if let place = try member(.minimumScore) { selection.minimumScore = try place.double() }
    if let place = try member(.overlap) { selection.largestOverlap = try place.double() }
    if let place = try member(.limit) { selection.limit = try place.integer() }
    if let place = try member(.allClasses) { selection.keepsAllClasses = try truth(place) }
  }

  private func center(_ place: JSONPlace) throws(JSONError) -> BoxCoding.Center {
    try DetectionFormulas.center(place)
  }

  private func size(_ place: JSONPlace) throws(JSONError) -> (BoxCoding.Size, Double?) {
    try DetectionFormulas.size(place)
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
  if case .text(let name) = place.value { return [name] }
  return try place.elements().map { place throws(JSONError) in try place.text() }
}

private func isListOfLists(_ place: JSONPlace) throws(JSONError) -> Bool {
  if case .list? = try place.elements().first?.value { true } else { false }
}

/// `[12, 12]` for one level, or a list of such.
private func integerLists(_ place: JSONPlace) throws(JSONError) -> [[Int]] {
  let levels = try isListOfLists(place) ? try place.elements() : [place]
  return try levels.map { level throws(JSONError) in
    let sides = try level.elements().map { side throws(JSONError) in try side.integer() }
    guard sides.count == 2 else {
      throw JSONError(key: level.key, what: "must be two numbers, rows and columns")
    }
    return sides
  }
}

private func size(_ place: JSONPlace) throws(JSONError) -> BoxSize {
  if case .number = place.value {
    let side = try place.double()
    return BoxSize(width: side, height: side)
  }
  let sides = try place.elements()
  guard sides.count == 2 else {
    throw JSONError(key: place.key, what: "must be two numbers, width and height")
  }
  return BoxSize(width: try sides[0].double(), height: try sides[1].double())
}

/// `8`, `[8, 8, …]` with a number for each level, or `[[8, 8], …]` with width and height.
private func cellSizes(_ place: JSONPlace) throws(JSONError) -> [BoxSize] {
  if case .number = place.value { return [try size(place)] }
  return try place.elements().map(size)
}

/// `[[28, 28], …]` for one level, or a list of such.
private func anchorLists(_ place: JSONPlace) throws(JSONError) -> [[BoxSize]] {
  let first = try place.elements().first
  let hasLevels = try first.map(isListOfLists) ?? false
  let levels = hasLevels ? try place.elements() : [place]
  return try levels.map { level throws(JSONError) in try level.elements().map(size) }
}
