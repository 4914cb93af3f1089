/// What reads options: a method, or a corrector.
protocol OptionReader {
  /// As on the command line.
  var name: String { get }
  var options: [ConversionOption] { get }
}

extension MethodDescriptor: OptionReader {}
extension CorrectorDescriptor: OptionReader {}

// Options that nothing reads are mistakes: whoever gives them expects them to do something.
extension MethodRegistry {
  /// Throws if an option that is not standard is only for other methods than these.
  ///
  /// Where the user may still choose another method, as in the dashboard, it is no mistake.
  ///
  /// - Parameter names: With short forms, as in a request.
  package func checkReaders(
    of values: OptionValues, methods names: [String]
  ) throws(MethodError) {
    var chosen: [String] = []
    for name in names { chosen.append(try method(of: name)) }
    try checkReaders(of: values, among: methods, chosen: chosen)
  }

  /// Those values that are not only for other methods than this one.
  package func values(_ values: OptionValues, readBy name: String) -> OptionValues {
    var read = values
    for option in methods.flatMap(\.options) {
      var single = OptionValues()
      single[option] = values[option]
      if (try? checkReaders(of: single, methods: [name])) == nil { read[option] = nil }
    }
    return read
  }

  /// Throws if an option is only for others than those that are chosen by `--method` or
  /// `--corrector`.
  func checkReaders(
    of values: OptionValues, among methods: [MethodDescriptor], chosen: [String]
  ) throws(MethodError) {
    try checkReaders(of: values, readers: methods, chosenBy: "method", chosen: chosen)
  }

  func checkReaders(
    of values: OptionValues, among correctors: [CorrectorDescriptor], chosen: [String]
  ) throws(MethodError) {
    try checkReaders(of: values, readers: correctors, chosenBy: corrector.name, chosen: chosen)
  }

  private func checkReaders(
    of values: OptionValues, readers: [any OptionReader], chosenBy choice: String, chosen: [String]
  ) throws(MethodError) {
    for option in readers.flatMap(\.options) {
      guard let value = values[option], value != option.standard else { continue }
      let takers = readers.filter { $0.options.contains { $0.name == option.name } }.map(\.name)
      guard !takers.contains(where: chosen.contains) else { continue }
      throw .unread(option: option.name, by: choice, readers: takers)
    }
  }
}
