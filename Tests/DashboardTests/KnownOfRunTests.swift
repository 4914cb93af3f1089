import Dashboard
import TerminalUI
import Testing

/// What screens show and offer where little is known of a run: without an ANN, without weights.
@Suite struct KnownOfRunTests {
  enum Kind: CaseIterable {
    case converted, trained, replayed, sent
  }

  private static let screens = Array("123457 89G".filter { $0 != " " })

  private func run(_ kind: Kind, steps: Int = 40, size: Size = Size(rows: 60, columns: 200)) throws
    -> ExampleRun
  {
    var run = try ExampleRun(
      steps: steps, isTrainedSpiking: kind == .trained || kind == .replayed,
      isReplayed: kind == .replayed || kind == .sent)
    if kind == .sent {
      run.receive(.streaming(StreamReport(senderStep: 1, lastStep: 64, dropped: 0, ending: nil)))
    }
    run.resize(to: size)
    return run
  }

  private static let classes = [Size(rows: 24, columns: 80), Size(rows: 60, columns: 200)]

  // MARK: - Keys

  /// Every key in the last line commands something, or changes what is to be seen; none is answered
  /// by an error.
  @Test(arguments: Kind.allCases, screens)
  func everyHintDoesSomething(kind: Kind, screen: Character) throws {
    for size in Self.classes {
      for steps in [0, 40] {
        var run = try run(kind, steps: steps, size: size)
        run.press(.character(screen))
        for hint in run.state.hintsNow where size.columns < hint.endColumns {
          try expectDeed(hint, of: run, size, "\(kind) \(screen) \(steps) \(size)")
        }
      }
    }
  }

  private func expectDeed(
    _ hint: ActionHint, of run: ExampleRun, _ size: Size, _ comment: Comment
  ) throws {
    let key = try #require(run.state.keyMap.key(for: hint.action))
    var other = run
    other.press(key)
    let (before, after) = (rows(run, size), rows(other, size))
    let isChanged =
      before != after || run.state.overlay != other.state.overlay
      || run.state.neuronOrder != other.state.neuronOrder
    #expect(!other.effects.isEmpty || isChanged, "\(hint) \(comment)")
    #expect(other.state.message?.isError != true, "\(hint) \(comment)")
  }

  /// What is to be seen but for messages and hints.
  private func rows(_ run: ExampleRun, _ size: Size) -> [[Cell]] {
    let canvas = run.canvas(rows: size.rows, columns: size.columns)
    return (0..<size.rows - 2).map { row in (0..<size.columns).map { canvas[row, $0] } }
  }

  /// Spikes alone are of one image, however many the data set has: nothing leads to another one.
  @Test(arguments: [Kind.replayed, .sent], screens)
  func spikesAloneAreOfOneImage(kind: Kind, screen: Character) throws {
    let leading: Set<Action.Name> = ["next-image", "next-mistake"]
    for size in Self.classes {
      var run = try run(kind, size: size)
      run.press(.character(screen))
      #expect(!run.state.hintsNow.contains { leading.contains($0.action) })
      if screen == "9" {
        let text = run.canvas(rows: size.rows, columns: size.columns).text
        #expect(text.contains("these spikes are of one image: there are no others to run"))
        for word in ["T=", "open", "Space", "known"] { #expect(!text.contains(word), "\(word)") }
      }
      for key in [Key.pageDown, .character("E")] {
        run.press(key)
        #expect(run.effects.isEmpty && run.state.message?.isError == true)
      }
    }
  }

  @Test func whoIsBehindIsOfferedToFollow() throws {
    var run = try run(.sent)
    let follow = ActionHint("follow", "follow")
    #expect(run.state.hintsNow.contains(follow))

    run.receive(.streaming(StreamReport(senderStep: 1, lastStep: 40, dropped: 0, ending: nil)))
    #expect(!run.state.hintsNow.contains(follow))
    let replayed = try self.run(.replayed)
    #expect(!replayed.state.hintsNow.contains(follow))
  }

  /// What needs an ANN is not even named where there is none.
  @Test(arguments: [Kind.trained, .replayed], screens)
  func noWordOfSchedules(kind: Kind, screen: Character) throws {
    for size in Self.classes {
      var run = try run(kind, size: size)
      run.press(.character(screen))
      let text = run.canvas(rows: size.rows, columns: size.columns).text
      for word in ["SIN", "lead and lag", "lag ", "inactivated", "D of z", "against ANN"] {
        #expect(!text.contains(word), "\(word) on \(screen)")
      }
    }
  }

  // MARK: - The neuron that was chosen

  /// No screen changes it by being looked at.
  @Test(arguments: Kind.allCases)
  func theChosenNeuronSurvivesAVisitToEveryScreen(kind: Kind) throws {
    var run = try run(kind)
    run.go(to: "conv1#7")
    let (layer, unit) = (run.state.layer, run.state.unit)
    for screen in Self.screens {
      run.press(.character(screen))
      #expect(run.state.layer == layer && run.state.unit == unit, "\(screen)")
    }
    #expect(layer == 0 && unit != 0)
  }

  /// The rows of Phase are neurons of all screens: each other one shows the neuron of the row.
  @Test(arguments: [Key.character("3"), .enter])
  func phaseTakesItsRowAlong(key: Key) throws {
    var run = try run(.converted)
    run.go(to: "fc1#3")
    run.press(.character("5"), .down, .down)
    let row = try #require(run.state.phaseUnit)
    #expect(run.state.unit == row && run.state.inspection?.unit == row)

    run.press(key)
    #expect(run.state.screen == .neuron && run.state.unit == row)
    run.press(.character("5"))
    #expect(run.state.unit == row && run.state.phaseUnit == row)
  }

  /// Whatever is listed at another step or in another order, the cursor stays on its neuron, and
  /// no other one is marked.
  @Test(arguments: [Kind.converted, .trained])
  func thePhaseCursorStaysOnItsNeuron(kind: Kind) throws {
    var run = try run(kind)
    run.press(.character("5"), .down, .down)
    let unit = try #require(run.state.phaseUnit)
    for keys in [":t 20", "s", ":t 3", "s", ":t 40", "s", ":t 9", "s", ":t 1"] {
      run.type(keys)
      #expect(run.state.unit == unit && [unit, nil].contains(run.state.phaseUnit), "\(keys)")
      #expect(run.state.inspection?.unit == unit, "\(keys)")
    }
  }

  // MARK: - Room

  private static let fullScreens: [(Kind, Character)] = [
    (.trained, "4"), (.replayed, "4"), (.replayed, "3"), (.sent, "3"),
  ]

  /// Nothing on a large terminal is as large as a pane and empty.
  @Test(arguments: fullScreens)
  func noLargeBlank(kind: Kind, screen: Character) throws {
    var run = try run(kind, steps: 64)
    run.press(.character(screen))
    let canvas = run.canvas(rows: 60, columns: 200)

    let blank = largestBlank(in: canvas, atLeast: Size(rows: 6, columns: 31))

    #expect(blank == nil, "\(screen): \(blank.map { "\($0)" } ?? "")")
  }

  /// The first place that is blank for more than so many rows and columns.
  private func largestBlank(in canvas: Canvas, atLeast size: Size) -> Rect? {
    var heights = Array(repeating: 0, count: canvas.size.columns)
    for row in 0..<canvas.size.rows {
      var width = 0
      for column in 0..<canvas.size.columns {
        heights[column] = isBlank(canvas, row, column) ? heights[column] + 1 : 0
        width = heights[column] >= size.rows ? width + 1 : 0
        if width >= size.columns {
          return Rect(
            row: row - size.rows + 1, column: column - size.columns + 1, rows: size.rows,
            columns: size.columns)
        }
      }
    }
    return nil
  }

  private func isBlank(_ canvas: Canvas, _ row: Int, _ column: Int) -> Bool {
    let cell = canvas[row, column]
    return cell.scalar == " " && cell.style.background == nil
      && !canvas.plots.contains { $0.contains(row: row, column: column) }
  }
}
