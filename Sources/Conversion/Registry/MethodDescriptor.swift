import Networks

/// What a conversion method declares about itself; all that names methods is derived from it.
package struct MethodDescriptor: Sendable {
  /// As on the command line, in lower case.
  package let name: String

  /// What it does, in a line for lists of methods; empty where its name says all.
  package let summary: String

  /// Other names that are understood, and not shown.
  package let aliases: [String]

  /// Whether the network is made for one number of time steps T, which a name may end in, as
  /// `light@64` does.
  package let isTied: Bool

  /// The options that the method reads, in the order of the help.
  package let options: [ConversionOption]

  /// The names, with short forms, under which menus offer the method.
  package let menuForms: [String]

  /// Which networks it is for; `nil` for all.
  package let suits: (@Sendable (AnalogNetwork) -> Bool)?

  /// The method with these values of its options, for T if it is tied.
  let make: @Sendable (_ values: OptionValues, _ steps: Int) -> any ConversionMethod

  /// - Parameters:
  ///   - menuForms: Its name alone by default.
  ///   - make: Called with values that fit the options' declarations, and T > 0.
  package init(
    _ name: String, summary: String = "", aliases: [String] = [], isTied: Bool = false,
    options: [ConversionOption] = [],
    menuForms: [String]? = nil, suits: (@Sendable (AnalogNetwork) -> Bool)? = nil,
    make: @escaping @Sendable (_ values: OptionValues, _ steps: Int) -> any ConversionMethod
  ) {
    self.name = name
    self.summary = summary
    self.aliases = aliases
    self.isTied = isTied
    self.options = options
    self.menuForms = menuForms ?? [name]
    self.suits = suits
    self.make = make
  }
}

/// What a corrector declares about itself.
package struct CorrectorDescriptor: Sendable {
  /// As on the command line, in lower case.
  package let name: String

  /// What it does, for the help: a part of a sentence that begins with the name.
  package let summary: String

  /// The options that the corrector reads; without it they are a mistake.
  package let options: [ConversionOption]

  /// The corrector with these values of its options.
  let make: @Sendable (OptionValues) -> any Corrector

  package init(
    _ name: String, summary: String, options: [ConversionOption] = [],
    make: @escaping @Sendable (OptionValues) -> any Corrector
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    self.make = make
  }
}
