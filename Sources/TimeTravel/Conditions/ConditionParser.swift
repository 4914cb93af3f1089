import SpikeStatistics

extension StopCondition {
  /// - Parameters:
  ///   - text: As `sin(conv3) > 0 && D(conv3) > 0.1`, or the same after `every`.
  ///   - firstColumn: The column of its first character in the line that errors are about.
  ///   - figures: What it may ask for, beside the quantities of the run.
  package init(
    _ text: String, firstColumn: Int = 1, figures: Figures = .standard
  ) throws(ConditionError) {
    var parser = ConditionParser(text, firstColumn: firstColumn, figures: figures)
    stopsAtEveryStep = parser.takesWord(StopCondition.everyWord)
    condition = try parser.wholeCondition()
    self.text = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}

/// Reads a condition from left to right, one function per level of precedence.
private struct ConditionParser {
  private let text: [Character]
  private let firstColumn: Int
  private let figures: Figures
  private var position = 0

  /// How deep parentheses may nest and how long a condition may be, so that none exhausts the
  /// stack.
  private static let deepest = 64
  private static let longest = 1000
  private var depth = 0

  init(_ text: String, firstColumn: Int, figures: Figures) {
    self.text = Array(text)
    self.firstColumn = firstColumn
    self.figures = figures
  }

  mutating func wholeCondition() throws(ConditionError) -> Condition {
    guard next != nil else { throw error(.missingCondition) }
    guard text.count <= Self.longest else {
      throw error(.expected("at most \(Self.longest) characters", found: "\(text.count)"))
    }
    let condition = try disjunction()
    guard next == nil else {
      try refuseSingleSigns()
      throw error(.expected("&& or || or the end", found: found))
    }
    return condition
  }

  private mutating func disjunction() throws(ConditionError) -> Condition {
    var condition = try conjunction()
    while takes("||") { condition = .either(condition, try conjunction()) }
    return condition
  }

  private mutating func conjunction() throws(ConditionError) -> Condition {
    var condition = try negation()
    while takes("&&") { condition = .both(condition, try negation()) }
    return condition
  }

  private mutating func negation() throws(ConditionError) -> Condition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw error(.expected("at most \(Self.deepest) levels of parentheses", found: found))
    }
    if takes("!") { return .not(try negation()) }
    guard takes("(") else { return try comparison() }
    let condition = try disjunction()
    guard takes(")") else { throw error(.expected(")", found: found)) }
    return condition
  }

  private mutating func comparison() throws(ConditionError) -> Condition {
    let left = try measure()
    skipBlanks()
    let column = column(of: position)
    guard let sign = Comparison.allCases.first(where: { takes($0.rawValue) }) else {
      try refuseSingleSigns()
      try left.checkIsAmount()
      return .isNonzero(left)
    }
    let right = try measure()
    if left.isClass || right.isClass {
      guard sign == .equal || sign == .unequal else {
        throw ConditionError(
          reason: .classIsNoAmount(word: (left.isClass ? left : right).name), column: column)
      }
      try left.checkMayBeClass(besides: right)
      try right.checkMayBeClass(besides: left)
    }
    return .compares(left, sign, right)
  }

  private mutating func measure() throws(ConditionError) -> Measure {
    guard let first = next else { throw error(.expected("a quantity or a number", found: found)) }
    let start = position
    if first.isLetter {
      let value = try quantity()
      return Measure(value: value, column: column(of: start))
    }
    let digits = take { $0.isNumber || "+-.eE".contains($0) }
    guard let number = Double(digits), number.isFinite else {
      position = start
      throw error(.expected("a quantity or a number", found: found))
    }
    return Measure(value: .number(number), column: column(of: start))
  }

  private mutating func quantity() throws(ConditionError) -> Measure.Value {
    let start = position
    let word = take { $0.isLetter || $0.isNumber || $0 == "_" }
    guard let quantity = Quantity(named: word, in: figures) else {
      position = start
      let words = Quantity.all(in: figures).map(\.name)
      throw error(
        .unknownWord(word, suggestion: nearestName(to: word, among: words), words: words))
    }
    guard next == "(" else {
      if quantity.places == .required { throw error(.needsPlace(word: word), at: start) }
      return .quantity(quantity, nil)
    }
    guard quantity.places != .never else { throw error(.takesNoPlace(word: word)) }
    return .quantity(quantity, try place(of: word))
  }

  /// A layer's name may hold any characters but these parentheses and `#`.
  private mutating func place(of word: String) throws(ConditionError) -> ConditionPlace {
    let open = position
    position += 1
    skipBlanks()
    let start = position
    let name = trimmed(take { $0 != "#" && $0 != ")" && $0 != "(" })
    guard !name.isEmpty else { throw error(.needsPlace(word: word), at: start) }
    var unit: Int?
    var unitStart = start
    if takes("#") {
      skipBlanks()
      unitStart = position
      let digits = trimmed(take { $0 != ")" })
      guard let number = Int(digits), number >= 0 else {
        throw error(.notANeuronNumber(digits), at: unitStart)
      }
      unit = number
    }
    guard takes(")") else { throw error(.unfinishedPlace(word: word), at: open) }
    return ConditionPlace(
      layer: name, unit: unit, column: column(of: start), unitColumn: column(of: unitStart))
  }

  /// `=`, `&` and `|` are what other languages and tired fingers write.
  private mutating func refuseSingleSigns() throws(ConditionError) {
    for (sign, double) in [("=", "=="), ("&", "&&"), ("|", "||")] where next == Character(sign) {
      throw error(.singleSign(sign, insteadOf: double))
    }
  }

  /// Whether the next word is this one, which then is read.
  mutating func takesWord(_ word: String) -> Bool {
    skipBlanks()
    let start = position
    if take(while: { $0.isLetter }) == word { return true }
    position = start
    return false
  }

  private mutating func takes(_ sign: String) -> Bool {
    skipBlanks()
    guard text[position...].starts(with: sign) else { return false }
    // `!=` is no negation of something that begins with `=`.
    if sign == "!", text[position...].starts(with: "!=") { return false }
    position += sign.count
    return true
  }

  private mutating func take(while isTaken: (Character) -> Bool) -> String {
    let taken = text[position...].prefix(while: isTaken)
    position += taken.count
    return String(taken)
  }

  private mutating func skipBlanks() {
    _ = take { $0 == " " }
  }

  /// The next character that is not a blank.
  private var next: Character? {
    mutating get {
      skipBlanks()
      return position < text.count ? text[position] : nil
    }
  }

  private var found: String {
    position < text.count ? "'\(text[position])'" : "the end"
  }

  private func error(_ reason: ConditionError.Reason, at position: Int? = nil) -> ConditionError {
    ConditionError(reason: reason, column: column(of: position ?? self.position))
  }

  private func column(of position: Int) -> Int { firstColumn + position }

  private func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension Measure {
  fileprivate var isClass: Bool {
    if case .quantity(let quantity, _) = value { quantity.isClass } else { false }
  }

  fileprivate var name: String {
    switch value {
    case .number(let number): "\(number)"
    case .quantity(let quantity, _): quantity.name
    }
  }

  /// A class on its own says nothing: class 0 is not false.
  fileprivate func checkIsAmount() throws(ConditionError) {
    guard isClass else { return }
    throw ConditionError(reason: .classIsNoAmount(word: name), column: column)
  }

  /// What a class is compared with must be a class, by a quantity or by its number.
  fileprivate func checkMayBeClass(besides other: Measure) throws(ConditionError) {
    switch value {
    case .number(let number) where number == number.rounded() && number >= 0: return
    case .quantity(let quantity, _) where quantity.isClass: return
    case .number, .quantity:
      throw ConditionError(reason: .classIsNoAmount(word: other.name), column: column)
    }
  }
}
