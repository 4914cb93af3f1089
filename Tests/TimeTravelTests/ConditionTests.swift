import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// What conditions mean, and what is said of those that mean nothing.
@Suite struct ConditionTests {
  @Test(arguments: [
    ("sin > 0", "sin>0"), ("!t==3||t<2&&t>1", "(!(t==3)) || ((t<2) && (t>1))"),
    ("t>1 && t>2 && t>3", "(t>1 && t>2) && t>3"), ("!!t", "!(!(t))"),
    ("D(conv3)>.1", " D( conv3 ) > 0.1"), ("v(a#7) >= -1.5e0", "v(a # 7)>=-1.5"),
  ])
  func spacesAndNeedlessParenthesesChangeNothing(left: String, right: String) throws {
    #expect(shape(try StopCondition(left).condition) == shape(try StopCondition(right).condition))
  }

  @Test func everyIsAWordInFront() throws {
    let condition = try StopCondition(" every  sin ")

    #expect(condition.stopsAtEveryStep && condition.text == "every sin")
    #expect(try !StopCondition("sin").stopsAtEveryStep)
  }

  /// Column, and a word that the explanation must hold.
  @Test(arguments: [
    ("", 1, "missing"), ("  ", 3, "missing"), ("every", 6, "missing"), ("sn > 0", 1, "mean sin?"),
    ("spkes > 0", 1, "mean spikes?"), ("zzzzzzz > 0", 1, "there are sin, spikes"),
    ("sin >", 6, "instead of the end"), ("sin > 0 &&", 11, "instead of the end"),
    ("sin = 0", 5, "type =="), ("sin > 0 & t > 3", 9, "type &&"), ("t | t", 3, "type ||"),
    ("(sin > 0", 9, ") instead of the end"), ("sin > 0)", 8, "instead of ')'"),
    ("sin(", 5, "sin of what?"), ("sin(conv2", 4, "close the parenthesis"),
    ("sin() > 0", 5, "of what?"), ("D > 0", 1, "D of what?"), ("t(conv2) > 0", 2, "without"),
    ("v(a#x) > 0", 5, "'x' is not the number"), ("v(a#-1) > 0", 5, "'-1' is not"),
    ("prediction > 3", 12, "is a class"), ("prediction", 1, "is a class"),
    ("prediction == sin", 15, "is a class"), ("ann != 0.5", 8, "is a class"),
    ("sin > 0 t", 9, "&& or ||"), ("3 > > 4", 5, "instead of '>'"), ("1e999 > t", 1, "number"),
    ("sin > 0 && cov(conv2)", 12, "no 'cov'"),
  ])
  func refusalsNameTheColumn(text: String, column: Int, word: String) {
    let error = #expect(throws: ConditionError.self) { try StopCondition(text) }

    #expect(error?.column == column)
    #expect(error?.text.contains(word) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["(", "!", "((((", "t&&"])
  func noLineExhaustsTheStack(piece: String) {
    #expect(throws: ConditionError.self) {
      try StopCondition(String(repeating: piece, count: 300) + "t")
    }
  }

  /// Whatever is typed is read or refused at one of its columns.
  @Test(arguments: 0..<20)
  func anyLineIsReadOrRefusedAtAColumn(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "sin", "D(", "conv1", "#", "3", ")", "(", "!", "&&", "||", ">", ">=", "=", "&", "-1", ".5",
      " ",
      "every ", "prediction", "==", "t", "v(conv1#2)", "é", "\u{1F600}", "1e999",
    ]
    var read = 0
    for _ in 0..<2000 {
      let count = Int.random(in: 0...7, using: &random)
      let line = (0..<count).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      switch Result(catching: { () throws(ConditionError) in
        try StopCondition(line, firstColumn: 5)
      }) {
      case .success(let condition):
        let again = try StopCondition(condition.text).condition
        #expect(shape(again) == shape(condition.condition))
        read += 1
      case .failure(let error):
        #expect((5...line.count + 5).contains(error.column), "\(line)")
      }
    }
    #expect(read > 20)
  }

  /// On the residual example: its layers are conv1, conv2, … and its readout never fires.
  @Test func whatANetworkCannotBeAskedIsRefusedAtItsColumn() throws {
    let setting = try exampleTimeline().setting
    let layers = setting.packed.network.layers
    let first = layers[0]
    let readout = try #require(layers.last).name
    let cases = [
      ("diverge", 1, "second network"), ("t > 3 && diverge", 10, "second network"),
      ("sin(\(first.name)x)", 5, "did you mean \(first.name)?"),
      ("sin(qqqqqqqqqq)", 5, "there are \(first.name)"),
      ("v(\(first.name)#\(first.shape.count))", 4 + first.name.count, "0 to"),
      ("spikes(\(readout))", 8, "never fires"), ("D(\(readout)) > 1", 3, "no analog counterpart"),
      ("prediction == label", 15, "no label"), ("prediction != ann", 15, "nobody says"),
    ]
    for (text, column, word) in cases {
      let condition = try StopCondition(text).condition
      let error = #expect(throws: ConditionError.self) { try condition.check(for: setting) }
      #expect(error?.column == column, "\(text)")
      #expect(error?.text.contains(word) == true, "\(error?.description ?? "")")
    }
  }

  /// Of atoms that hold, do not hold, and have no value yet, in all combinations of two.
  @Test func absentValuesMakeNothingTrueNorItsNegation() throws {
    let atoms = [("t == 0", true), ("t != 0", false), ("rate > 1", nil)] as [(String, Bool?)]
    for (left, x) in atoms {
      #expect(try holdsAtStart("\(left)") == (x == true))
      #expect(try holdsAtStart("!(\(left))") == (x == false))
      for (right, y) in atoms {
        let isAnd = x == false || y == false ? false : x == nil || y == nil ? nil : true
        let isOr = x == true || y == true ? true : x == nil || y == nil ? nil : false
        #expect(try holdsAtStart("\(left) && \(right)") == (isAnd == true))
        #expect(try holdsAtStart("!(\(left) && \(right))") == (isAnd == false))
        #expect(try holdsAtStart("\(left) || \(right)") == (isOr == true))
        #expect(try holdsAtStart("!(\(left) || \(right))") == (isOr == false))
      }
    }
  }

  /// A run stops at the first step at which a condition *becomes* true, so it held at step 0 where
  /// it stops nowhere although it holds ever after.
  private func holdsAtStart(_ text: String) throws -> Bool {
    // With t > 0 in its place from step 1 on, a condition that is not true at step 0 becomes true.
    try stopSteps("(t > 0) || (\(text))", steps: 2).isEmpty
  }

  /// Against what screens and statistics say of the same steps.
  @Test func quantitiesAreThoseOfTheStatistics() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    let layers = timeline.setting.packed.network.layers
    let layer = 1
    let name = layers[layer].name
    let steps = 60
    var expected: [String: [Int]] = [:]
    for step in 1...steps {
      timeline.advance()
      let runState = timeline.runState
      let statistics = runState.statistics.layers[layer]
      let counts = statistics.counts
      let total = runState.statistics.layers.reduce(0) { $0 + ($1.sin?.stepSpikes ?? 0) }
      let facts: [(String, Bool)] =
        [
          ("sin > 3", total > 3), ("sin(\(name)) > 1", (statistics.sin?.stepSpikes ?? 0) > 1),
          ("spikes(\(name)) > 12", counts.stepTotal > 12),
          ("D(\(name)) > 0", (statistics.phase?.meanDeviation ?? 0) > 0),
          (
            "rate(\(name)) < 0.15",
            Double(counts.total) / Double(layers[layer].shape.count * step) < 0.15
          ),
          ("prediction == 1", runState.simulation.prediction == 1),
        ]
        + (0..<8).flatMap { number -> [(String, Bool)] in
          let unit = layers[layer].shape.populationIndex(ofUnit: number)
          let fired = timeline.raster.fired(unit, in: layer, at: step)
          let isInactive = timeline.setting.references[layer]?.isInactive(unit) == true
          let potential = runState.simulation.populations[layer].membranePotential[unit]
          return [
            ("spikes(\(name)#\(number))", fired),
            ("sin(\(name)#\(number)) == 1", fired && isInactive),
            ("v(\(name)#\(number)) > 0.25", potential > 0.25),
            ("D(\(name)#\(number)) >= 1", (statistics.phase?.deviation(of: unit) ?? 0) >= 1),
            ("rate(\(name)#\(number)) > 0.2", Double(counts.count[unit]) / Double(step) > 0.2),
          ]
        }
      for (text, isTrue) in facts where isTrue { expected[text, default: []].append(step) }
      for (text, isTrue) in facts where !isTrue { expected[text, default: []] += [] }
    }
    let met = expected.values.count { !$0.isEmpty && $0.count < steps }
    #expect(met > 12, "most of them hold at some steps and not at others")
    for (text, truth) in expected {
      #expect(try stopSteps("every \(text)", steps: steps) == truth, "\(text)")
    }
  }
}

/// A condition without the columns at which it was typed.
private func shape(_ condition: Condition) -> String {
  let name = { (measure: Measure) -> String in
    switch measure.value {
    case .number(let number): "\(number)"
    case .quantity(let quantity, let place):
      "\(quantity)(\(place?.layer ?? "-")#\(place?.unit ?? -1))"
    }
  }
  return switch condition {
  case .isNonzero(let measure): name(measure)
  case .compares(let left, let sign, let right): "[\(name(left)) \(sign) \(name(right))]"
  case .not(let condition): "!" + shape(condition)
  case .both(let left, let right): "(\(shape(left)) && \(shape(right)))"
  case .either(let left, let right): "(\(shape(left)) || \(shape(right)))"
  }
}
