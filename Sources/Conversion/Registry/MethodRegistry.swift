/// The conversion methods and correctors that there are, in the order in which people meet them.
///
/// A new method is a file in `Methods` and a line in `standard`. Names, options, help, messages and
/// menus are derived.
package struct MethodRegistry: Sendable {
  /// Their names and aliases are unique, and none is another followed by a short form.
  package var methods: [MethodDescriptor]

  /// Their names are unique.
  package var correctors: [CorrectorDescriptor]

  package init(methods: [MethodDescriptor], correctors: [CorrectorDescriptor]) {
    self.methods = methods
    self.correctors = correctors
  }

  /// The methods and correctors of the program.
  package static let standard = MethodRegistry(
    methods: [
      Max.descriptor,
      Robust.descriptor,
      Hard.descriptor,
      Half.descriptor,
      Burst.descriptor,
      RTS.descriptor,
      Trained.descriptor,
      MMSE.descriptor,
      Light.descriptor,
      Advanced.descriptor,
      AdaFire.descriptor,
      LocalThresholdBalancing.descriptor,
      SNM.descriptor,
      FastSNN.descriptor,
      Differential.descriptor,
      Bistable.descriptor,
    ],
    correctors: [
      SRP.descriptor,
      COS.descriptor,
      SpiCalib.descriptor,
    ])

  /// The method where the user names none.
  package static let usualMethod = "robust"

  /// T of a method that is made for one, where the user says nothing.
  package static let usualSteps = 32

  /// The names of the methods, without aliases.
  package var names: [String] { methods.map(\.name) }
}

// Options.
extension MethodRegistry {
  /// All options, each once, in the order of the help.
  package var options: [ConversionOption] {
    var all: [ConversionOption] = []
    for option in methods.flatMap(\.options) + generalOptions
    where !all.contains(where: { $0.name == option.name }) {
      all.append(option)
    }
    let first = MethodRegistry.firstOptions.compactMap { name in
      all.first { $0.name == name }
    }
    return first + all.filter { !MethodRegistry.firstOptions.contains($0.name) }
  }

  /// The options of any method, in the order of the help.
  var generalOptions: [ConversionOption] {
    [ConversionRecipe.halfCharge, ConversionRecipe.channelWise, ConversionRecipe.maxPool]
      + [corrector]
      + correctors.flatMap(\.options) + [
        DelayedReadout.option, ShuffleControl.option, ConversionRecipe.thresholds,
      ]
  }

  /// Which corrector.
  package var corrector: ConversionOption {
    ConversionOption(
      "corrector", .corrector(correctors.map(\.name)),
      help: "Correct the spikes of each image: "
        + correctors.map { "\($0.name) \($0.summary)" }.joined(separator: ", ") + ".")
  }

  /// What people look for first; all others follow, those of methods before those of any.
  private static let firstOptions = [
    "percentile", "percentile-over", "burst", "phases", "no-synchronous-neurons", "half-charge",
    "channel-wise",
  ]

  func option(named name: String) -> ConversionOption? { options.first { $0.name == name } }

  /// Throws unless there are such options, with values of their kinds and in their ranges.
  package func check(_ values: OptionValues) throws(MethodError) {
    let options = options
    for (name, value) in values.values.sorted(by: { $0.key < $1.key }) {
      guard let option = options.first(where: { $0.name == name }) else {
        throw .unknownOption(name: name, known: options.map(\.name))
      }
      guard option.takes(value) else {
        throw .invalidValue(option: name, value: option.text(of: value), allowed: [])
      }
    }
    let ofCorrectors = Set(correctors.flatMap(\.options).map(\.name))
    let others = options.filter { !ofCorrectors.contains($0.name) }
    try checkReaders(of: values, among: correctors, chosen: [values.text(of: corrector) ?? ""])
    for option in correctors.flatMap(\.options) + others {
      guard let value = values[option] else { continue }
      try option.checkRange(of: value)
    }
  }

  /// The words of a command line that give these values.
  package func words(for values: OptionValues) -> [String] {
    let (files, others) = partitionedOptions
    return (files + others).flatMap { option -> [String] in
      guard let value = values[option], value != option.standard else { return [] }
      if case .flag = option.kind { return ["--\(option.name)"] }
      return ["--\(option.name)", option.text(of: value)]
    }
  }

  /// The first option, if one was given: where nothing is converted, nothing reads it.
  package func firstOption(in values: OptionValues) -> ConversionOption? {
    let (files, others) = partitionedOptions
    return (files + others).first { option in
      values[option].map { $0 != option.standard } ?? false
    }
  }

  /// Those about files, and those that may differ between two networks of a command.
  var partitionedOptions: (files: [ConversionOption], others: [ConversionOption]) {
    let options = options
    let files = options.filter {
      if case .file = $0.kind { true } else { false }
    }
    return (files, options.filter { option in !files.contains { $0.name == option.name } })
  }
}
