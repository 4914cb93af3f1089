import PlainText

/// What a configuration says of one layer, or of a model.
struct KerasOptions: Sendable {
  let place: JSONPlace
  let file: String
  /// What messages call the layer.
  let layer: String

  init(_ place: JSONPlace, file: String, layer: String) {
    self.place = place
    self.file = file
    self.layer = layer
  }

  /// What `read` finds in the configuration.
  func read<Value>(
    _ read: (JSONPlace) throws(JSONError) -> Value
  ) throws(FormatError) -> Value {
    do throws(JSONError) {
      return try read(place)
    } catch {
      throw malformed(error.description)
    }
  }

  func malformed(_ what: String) -> FormatError {
    .malformed(file: file, node: layer, what: what)
  }

  func unsupported(_ what: String) -> FormatError {
    .unsupported(file: file, node: layer, what: what)
  }

  /// The way out where an ONNX model may say what a layer here may not.
  static let exported =
    "export the model to ONNX: model.export('m.onnx', format='onnx'), or tf2onnx"

  /// `nil` where there is none, or null.
  func text(_ key: String) throws(FormatError) -> String? {
    try read { place throws(JSONError) in try place.member(key)?.text() }
  }

  /// One of a few words, or the usual one where there is none.
  func word(
    _ key: String, among words: [String], default usual: String
  ) throws(FormatError) -> String {
    guard let word = try text(key) else { return usual }
    guard words.contains(word) else {
      throw unsupported(
        "its \(key) is '\(word)'; \(listed(words)) are known, or \(Self.exported)")
    }
    return word
  }

  /// Whether they are those of a layer; functions of `keras.ops` have the same names and no type.
  var isOfLayer: Bool {
    get throws(FormatError) {
      try read { place throws(JSONError) in try place.member("dtype") != nil }
    }
  }

  /// Whether channels come before rows and columns, as `data_format` says.
  var hasChannelsFirst: Bool {
    get throws(FormatError) {
      try word(
        "data_format", among: ["channels_last", "channels_first"], default: "channels_last")
        == "channels_first"
    }
  }

  /// Throws where what all kinds of layers may say is none that is known: also where a layer has no
  /// use for it, since its writer meant something by it.
  func checkCommonOptions() throws(FormatError) {
    _ = try hasChannelsFirst
    let policy = try read { place throws(JSONError) -> String? in
      guard let dtype = try place.member("dtype"), case .object = dtype.value else { return nil }
      return try dtype.member("class_name")?.text()
    }
    guard policy?.hasPrefix("Quantized") != true else {
      throw unsupported(
        "its weights are quantised (\(policy ?? "")); save the model before it is quantised")
    }
  }

  /// What the configuration of any layer may hold without a meaning for its results.
  private static let common: Set = [
    "name", "trainable", "dtype", "batch_shape", "batch_input_shape", "input_dtype",
  ]

  /// Throws where the configuration says more than what is read of it.
  ///
  /// - Parameter keys: What is read, beside what all layers have.
  func refuseOthers(than keys: Set<String>) throws(FormatError) {
    let members = try read { place throws(JSONError) in try place.members() }
    let other = members.first {
      !keys.contains($0.key) && !Self.common.contains($0.key) && $0.place.value != .null
    }
    if let other {
      throw unsupported(
        "its option '\(other.key)' is not known here; export the model to ONNX")
    }
  }

  func float(_ key: String) throws(FormatError) -> Float? {
    try read { place throws(JSONError) in try place.member(key)?.float() }
  }

  func integer(_ key: String) throws(FormatError) -> Int? {
    try read { place throws(JSONError) in try place.member(key)?.integer() }
  }

  func flag(_ key: String, default usual: Bool) throws(FormatError) -> Bool {
    try read { place throws(JSONError) in
      guard let member = try place.member(key) else { return usual }
      guard case .boolean(let flag) = member.value else {
        throw JSONError(key: member.key, what: "is not true or false")
      }
      return flag
    }
  }

  /// A list of whole numbers; a number alone is a list of one.
  func integers(_ key: String) throws(FormatError) -> [Int]? {
    try read { place throws(JSONError) in
      guard let member = try place.member(key) else { return nil }
      if case .number = member.value { return [try member.integer()] }
      return try member.elements().map { place throws(JSONError) in try place.integer() }
    }
  }

  /// So many positive numbers, or one for all.
  func lengths(_ key: String, _ count: Int, default usual: Int?) throws(FormatError) -> [Int]? {
    guard let numbers = try integers(key) else {
      return usual.map { Array(repeating: $0, count: count) }
    }
    guard numbers.count == count || numbers.count == 1,
      numbers.allSatisfy({ $0 > 0 && $0 <= Window.lengths.upperBound })
    else { throw malformed("its \(key) is \(numbers)") }
    return numbers.count == count ? numbers : Array(repeating: numbers[0], count: count)
  }

  /// Numbers in their order, in whatever lists; a number alone is one.
  func floats(_ key: String) throws(FormatError) -> [Float]? {
    try read { place throws(JSONError) in try place.member(key).map(flattened) }
  }

  /// The lengths of an axis list; `nil` for what is open.
  func shape(_ key: String) throws(FormatError) -> [Int?]? {
    try read { place throws(JSONError) in
      guard let member = try place.member(key), case .list(let values) = member.value else {
        return nil
      }
      // A model with several inputs has a list of lists.
      if case .list = values.first { return nil }
      return try member.elements().map { place throws(JSONError) in
        place.value == .null ? nil : try place.integer()
      }
    }
  }
}

private func flattened(_ place: JSONPlace) throws(JSONError) -> [Float] {
  guard case .list = place.value else { return [try place.float()] }
  var numbers: [Float] = []
  for element in try place.elements() { numbers += try flattened(element) }
  return numbers
}
