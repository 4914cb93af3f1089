import Networks

// Names of methods with short forms of options, and what is chosen by them.
extension MethodRegistry {
  /// The method that is asked for.
  ///
  /// - Parameter steps: T for a method that is made for one, unless its name says another.
  /// - Throws: Where there is no such method or option, or a value lies out of its range.
  package func choice(
    _ request: MethodRequest, steps: Int = MethodRegistry.usualSteps
  ) throws(MethodError) -> MethodChoice {
    try check(request.values)
    let name = try parsed(request.name)
    let values = request.values.merging(name.values)
    let corrector = values.text(of: corrector).flatMap { name in
      correctors.first { $0.name == name }
    }
    return MethodChoice(
      request,
      recipe: ConversionRecipe(
        method: name.method.make(values, name.steps ?? steps),
        isHalfCharged: values.isSet(ConversionRecipe.halfCharge),
        isChannelWise: values.isSet(ConversionRecipe.channelWise),
        maxPool: values.choice(of: ConversionRecipe.maxPool), corrector: corrector?.make(values),
        readout: values.countOrWord(of: DelayedReadout.option),
        shuffle: values.integer(ifGivenFor: ShuffleControl.option).map {
          ConversionRecipe.Shuffle(seed: $0, steps: name.steps ?? steps)
        },
        words: words(of: name, values: values, steps: steps)))
  }

  /// The method with all options that are not as usual, and T where it is made for one.
  private func words(of name: Name, values: OptionValues, steps: Int) -> String {
    let duration = name.method.isTied ? ["@\(name.steps ?? steps)"] : []
    return ([name.method.name] + duration + words(for: values)).joined(separator: " ")
  }

  /// The method that is asked for, as often as needed to read it at several T: once, or once per T
  /// for a method that is made for one.
  package func choices(
    _ request: MethodRequest, steps: [Int]
  ) throws(MethodError) -> [MethodChoice] {
    let first = try choice(request, steps: steps.last ?? MethodRegistry.usualSteps)
    guard let tied = first.recipe.steps else { return [first.read(at: steps)] }
    if try parsed(request.name).steps != nil {
      let readable = steps.filter { $0 <= tied }
      return [first.read(at: readable.isEmpty ? [tied] : readable)]
    }
    var choices: [MethodChoice] = []
    for step in steps { choices.append(try choice(request, steps: step).read(at: [step])) }
    return choices
  }

  /// The names that a menu offers for a network: what is for any network first.
  package func menu(for network: AnalogNetwork) -> [String] {
    methods.filter { $0.suits == nil }.flatMap(\.menuForms)
      + methods.filter { $0.suits?(network) == true }.flatMap(\.menuForms)
  }
}

// Reading a name.
extension MethodRegistry {
  /// A name taken apart: the method, the options and T that short forms say.
  private struct Name {
    var method: MethodDescriptor
    var values = OptionValues()
    var steps: Int?
  }

  /// The name of the method that is asked for, without aliases and short forms.
  func method(of name: String) throws(MethodError) -> String { try parsed(name).method.name }

  private func parsed(_ text: String) throws(MethodError) -> Name {
    for method in methods {
      for name in [method.name] + method.aliases where text.hasPrefix(name) {
        if let parsed = parsed(text.dropFirst(name.count), of: method) { return parsed }
      }
    }
    throw .unknownMethod(
      name: text,
      known: (names + ["and short forms: \(shortForms.joined(separator: ", "))"])
        .joined(separator: ", "))
  }

  /// - Parameter forms: What stands behind the name of a method, as `10-noSN-half@64`.
  /// - Returns: `nil` where a short form says nothing about the method.
  private func parsed(_ forms: Substring, of method: MethodDescriptor) -> Name? {
    var name = Name(method: method)
    var rest = forms
    if let at = rest.lastIndex(of: "@") {
      guard method.isTied, let steps = number(rest[rest.index(after: at)...], digits: 6), steps > 0
      else { return nil }
      name.steps = steps
      rest = rest[..<at]
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty {
      guard let option = method.options.first(where: \.isSaidByNumber),
        let value = number(digits, digits: 3).map({ OptionValue.number(Double($0)) }),
        (try? option.checkRange(of: value)) != nil
      else { return nil }
      name.values[option] = value
      rest = rest.dropFirst(digits.count)
    }
    for option in method.options + generalOptions {
      guard case .suffix(let suffix) = option.shortForm, rest.hasPrefix(suffix) else { continue }
      name.values[option] = .flag(true)
      rest = rest.dropFirst(suffix.count)
    }
    return rest.isEmpty ? name : nil
  }

  private func number(_ text: Substring, digits: Int) -> Int? {
    guard text.count <= digits, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text)
  }

  /// An example of each short form, those of methods in alphabetical order before those of any.
  private var shortForms: [String] {
    let own = methods.sorted { $0.name < $1.name }.flatMap { method in
      method.options.compactMap { $0.shortFormExample(behind: method.name, of: method.options) }
    }
    let general = generalOptions.compactMap {
      $0.shortFormExample(behind: MethodRegistry.usualMethod, of: [])
    }
    return own + general + ["light@64"]
  }
}

extension ConversionOption {
  fileprivate var isSaidByNumber: Bool {
    if case .number = shortForm { true } else { false }
  }

  /// As `1 to 16`; `nil` without two ends.
  private var extent: String? { range?.extent }

  /// As `bistable8 (1 to 16 phases)` or `bistable10-noSN`.
  ///
  /// - Parameter others: The options of the method, whose number stands before an ending.
  fileprivate func shortFormExample(
    behind method: String, of others: [ConversionOption]
  ) -> String? {
    switch shortForm {
    case nil: return nil
    case .number(let example, let unit):
      return "\(method)\(example) (\(extent.map { "\($0) " } ?? "")\(unit))"
    case .suffix(let suffix):
      let number = others.first(where: \.isSaidByNumber)
      let digits = number.flatMap { option in option.standard.map(option.text(of:)) }
      return method + (digits ?? "") + suffix
    }
  }
}
