import Conversion
import ExampleNetworks
import Foundation
import Networks
import SpikingEngine
import Testing

/// What is derived from the declarations of methods and their options.
@Suite struct MethodRegistryTests {
  private let registry = MethodRegistry.standard

  @Test func namesAreUnique() {
    let names = registry.methods.flatMap { [$0.name] + $0.aliases }
    let correctors = registry.correctors.map(\.name)

    #expect(Set(names).count == names.count && Set(correctors).count == correctors.count)
  }

  /// Methods may share an option, so options of one name must be the same.
  @Test func optionsOfOneNameAreTheSame() {
    let all = registry.methods.flatMap(\.options) + registry.correctors.flatMap(\.options)
    for option in all {
      let listed = registry.options.filter { $0.name == option.name }
      #expect(listed.count == 1 && listed[0].help == option.help)
      #expect(listed[0].standard == option.standard)
    }
  }

  @Test func everyMenuFormIsANameOfItsMethod() throws {
    for method in registry.methods {
      #expect(!method.menuForms.isEmpty)
      for form in method.menuForms {
        #expect(try registry.choice(MethodRequest(form)).recipe.method.name == method.name)
      }
    }
  }

  @Test func menusOfferWhatSuitsTheNetwork() {
    let menu = registry.menu(for: Example.perceptron.network(seed: 1))

    #expect(menu.first == "max" && menu.last == "bistable10-noSN" && !menu.contains("trained"))
  }

  @Test func tiedMethodsAreMadeForTheirSteps() throws {
    for method in registry.methods {
      let choice = try registry.choice(MethodRequest(method.name), steps: 9)
      #expect(choice.recipe.method.steps == (method.isTied ? 9 : nil))
    }
    #expect(try registry.choice(MethodRequest("light@64"), steps: 9).recipe.method.steps == 64)
  }

  @Test(arguments: [
    ("bistable8", "bistable (reconstruction) P=8"), ("burst2", "burst Γ=2 99.9%"),
    ("differential", "differential coding, 4 levels 99.9%"),
    ("differential1", "differential coding, 1 level 99.9%"),
    (
      "bistable10-noSN-half",
      "bistable (reconstruction) P=10 without synchronous neurons, half charge"
    ),
    ("robust-half", "robust 99.9%, half charge"), ("mmse-half@7", "mmse T=7, half charge"),
  ])
  func shortFormsSayOptions(name: String, title: String) throws {
    #expect(try registry.choice(MethodRequest(name)).recipe.title == title)
  }

  @Test(arguments: [
    "", "magic", "max8", "bistable0", "bistable17", "bistable1000", "robust-noSN", "robust@8",
    "light@0", "light@1234567", "bistable-half-noSN", "robust-half-half", "Max", "max,robust",
  ])
  func whatIsNoNameIsRefusedWithTheList(name: String) {
    let known =
      registry.names.joined(separator: ", ") + ", and short forms: bistable8 (1 to 16 phases), "
      + "bistable10-noSN, burst2 (1 to 255 spikes), differential1 (1 to 8 sizes of spikes), "
      + "robust-half, light@64"
    #expect(throws: MethodError.unknownMethod(name: name, known: known)) {
      try registry.choice(MethodRequest(name))
    }
  }

  /// What the name says wins over the options, also where it is the standard value.
  @Test func aNameWinsOverOptions() throws {
    let request = MethodRequest("bistable10", values: ["phases": .number(4)])

    #expect(try registry.choice(request).recipe.title == "bistable (reconstruction) P=10")
  }

  @Test func wordsGiveTheValuesThatAreNotStandard() {
    let values: OptionValues = [
      "allowance": .number(3), "corrector": .text("spicalib"), "half-charge": .flag(true),
      "percentile": .number(99.5), "phases": .number(10), "thresholds": .text("a b.json"),
    ]

    #expect(
      registry.words(for: values) == [
        "--thresholds", "a b.json", "--percentile", "99.5", "--half-charge", "--corrector",
        "spicalib", "--allowance", "3",
      ])
  }

  @Test(
    arguments: [
      (["phases": .number(17)], "'--phases' is 17, but must lie between 1 and 16."),
      (["percentile": .number(0)], "'--percentile' is 0.0, but must lie above 0 and up to 100."),
      (["trial-steps": .number(3)], "'--trial-steps' needs '--corrector srp' or 'cos'."),
      (["burst": .number(2.5)], "The value '2.5' is invalid for '--burst <burst>'"),
      (["phases": .text("8")], "The value '8' is invalid for '--phases <phases>'"),
      (["corrector": .text("magic")], "The value 'magic' is invalid for '--corrector <corrector>'"),
    ] as [(OptionValues, String)])
  func aRequestWithImpossibleValuesIsRefused(values: OptionValues, message: String) throws {
    let error = try #require(throws: MethodError.self) {
      try registry.choice(MethodRequest("robust", values: values))
    }
    #expect(error.description == message)
  }

  @Test func aRequestWithAnUnknownOptionIsRefused() throws {
    let error = try #require(throws: MethodError.self) {
      try registry.choice(MethodRequest("robust", values: ["colour": .number(3)]))
    }
    #expect(error.description.hasPrefix("there is no option 'colour', but percentile, "))
  }

  @Test func correctorsComeWithTheirOptions() throws {
    for (values, title) in [
      (["corrector": .text("srp")], "SRP after 4 steps"),
      (["corrector": .text("cos")], "COS after 8 steps"),
      (["corrector": .text("cos"), "trial-steps": .number(3)], "COS after 3 steps"),
      (["corrector": .text("spicalib")], "SpiCalib 0"),
    ] as [(OptionValues, String)] {
      let recipe = try registry.choice(MethodRequest("max", values: values)).recipe
      #expect(recipe.title == "max, \(title)")
    }
  }

  @Test func requestsHaveStableKeys() throws {
    let request = MethodRequest(
      "light@64", values: ["half-charge": .flag(true), "percentile": .number(99.5)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys

    let written = String(decoding: try encoder.encode(request), as: UTF8.self)

    #expect(
      written == #"{"name":"light@64","options":{"half-charge":true,"percentile":99.5}}"#)
    #expect(try JSONDecoder().decode(MethodRequest.self, from: Data(written.utf8)) == request)
  }
}

/// A second network beside a first one.
@Suite struct SecondRunTests {
  private let registry = MethodRegistry.standard
  private let first = MethodRequest(
    "robust", values: ["corrector": .text("srp"), "trial-steps": .number(3)])

  @Test(arguments: [
    ("half", "half 99.9%, SRP after 3 steps"), (":half-charge", "robust 99.9%, half charge"),
    (":percentile=99,percentile-over=all", "robust 99.0% of all, SRP after 3 steps"),
    (":corrector=cos", "robust 99.9%, COS after 8 steps"), ("mmse", "mmse T=12"),
    (":precision=q15", "robust 99.9%, SRP after 3 steps, q15"),
  ])
  func whatIsNotSaidIsAsInTheFirst(text: String, title: String) throws {
    let choice = try registry.secondRun(text, beside: first, steps: 12)

    #expect(choice.title.hasPrefix(title))
  }

  @Test(arguments: [
    ("", "name a method, as half."), ("magic", "the method is 'magic', but the methods are max, "),
    (":colour=3", "there is no option 'colour', but allowance, balancing-batches, burst, "),
    (":thresholds=a.json", "there is no option 'thresholds', but allowance, "),
    (":precision=q7", "the precision is 'q7', but may be fp32, q15, int8."),
    (":phases", "Missing value for '--phases <phases>'"),
    (":phases=", "Missing value for '--phases <phases>'"),
    (":phases=x", "The value 'x' is invalid for '--phases <phases>'"),
    (
      ":half-charge=1", "The option '--half-charge' does not take any value, but '1' was specified."
    ),
    (
      ":corrector=magic",
      "The value 'magic' is invalid for '--corrector <corrector>'. "
        + "Please provide one of 'srp', 'cos' or 'spicalib'."
    ),
    (":trial-steps=4", "'--trial-steps' needs '--corrector srp' or 'cos'."),
  ])
  func whatCannotBeMeantIsNamed(text: String, reason: String) throws {
    let error = try #require(throws: MethodError.self) {
      try registry.secondRun(text, beside: first, steps: 12)
    }
    #expect(error.description.hasPrefix("compare '\(text)': \(reason)"))
  }
}
