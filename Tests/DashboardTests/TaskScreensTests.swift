import Dashboard
import Networks
import SpikeStatistics
import TerminalUI
import Testing

/// What screens show of networks whose answers are boxes, or classes of places.
@Suite struct TaskScreensTests {
  /// The line of what the network answers.
  private func lane(_ run: TaskRun, columns: Int = 100) throws -> String {
    try #require(run.lines(columns: columns).first { $0.contains(" prediction ") })
  }

  /// Nothing at the first step, then the box that the ANN has.
  @Test func theLaneTellsHowManyBoxesThereAre() throws {
    var run = try TaskRun(TaskRun.detection, steps: 1)
    #expect(try lane(run).contains(" 0 boxes"))
    #expect(!(try lane(run)).contains("no output yet"))
    #expect(run.lines()[1].contains("SNN 0 boxes ✗, 0 as the ANN"))

    run.press(.character("."))

    #expect(try lane(run).contains(" 1 box"))
    #expect(run.lines()[1].contains("ANN 1 box ✓   SNN 1 box ✓, 1 as the ANN"))
    #expect(run.state.presentSentence()[0].contains("the output says 1 box."))
    #expect(try lane(try TaskRun(TaskRun.detection, steps: 0)).contains("no output yet"))
  }

  @Test func theLaneTellsHowManyPlacesAreAsTheANNs() throws {
    var run = try TaskRun(.segmentation, steps: 1)
    #expect(try lane(run).contains(" 75% as the ANN"))

    run.press(.character("."))

    #expect(try lane(run).contains(" 100% as the ANN"))
  }

  /// What an image is as a whole is no class of a place: its number would be read as that class.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func aLabelOfTheImageIsNoClassOfAPlace(rows: Int, columns: Int) throws {
    for task in [TaskRun.detection, .segmentation] {
      for label in [0, 1, 2] {
        var run = try TaskRun(task, steps: 3)
        let before = run.lines(rows: rows, columns: columns)
        var context = try #require(run.state.context)
        context.label = label
        run.receive(.loaded(context))

        #expect(run.state.context?.label == nil && run.state.context?.truth == nil)
        #expect(run.lines(rows: rows, columns: columns) == before)
        #expect(!before.contains { $0.contains(" opened images ") })
      }
    }
  }

  /// On a small screen the picture has a place, because the answer lies in it.
  @Test(arguments: [(24, 80), (30, 120)])
  func thePictureHasThePlacesInSigns(rows: Int, columns: Int) throws {
    let run = try TaskRun(.segmentation, steps: 2)
    let ascii = Capabilities(glyphs: .ascii, colorCount: 0)

    let lines = run.lines(rows: rows, columns: columns, capabilities: ascii)

    let signs = lines.joined().filter { "012".contains($0) }
    #expect(lines.contains { $0.contains("- input -") })
    #expect(signs.contains("1") && signs.contains("0"))
    for (sign, name) in [("0", "one"), ("1", "two"), ("2", "three")] {
      #expect(lines.contains { $0.contains("\(sign) \(name) ") }, "\(name)")
    }
  }

  /// Every size, the smallest too.
  @Test func noSizeIsTooSmall() throws {
    for task in [TaskRun.detection, .segmentation] {
      for keys in ["1", "9"] {
        var run = try TaskRun(task, steps: 3)
        run.press(.character(Character(keys)))
        for rows in [0, 1, 2, 5, 9, 17, 24] {
          for columns in [0, 1, 3, 20, 40, 79, 120] { _ = run.lines(rows: rows, columns: columns) }
        }
      }
    }
  }

  /// Boxes that lie nowhere, scores and shares that are no numbers.
  @Test(arguments: [Float.nan, .infinity, -.infinity, 3e38, -3e38])
  func numbersBeyondMeasureAreDrawnToo(value: Float) throws {
    for task in [TaskRun.detection, .segmentation, .classification] {
      let count = 4 * (task == .segmentation ? 3 : 7)
      for place in [0, 4, 12, 16, count - 1] where place < count {
        var output = Array(repeating: Float(1), count: count)
        output[place] = value
        for output in [output, Array(repeating: value, count: count)] {
          let run = try TaskRun(task, steps: 2, analogOutput: output)
          for columns in [40, 80, 160] { #expect(!run.lines(columns: columns).isEmpty) }
        }
      }
    }
  }

  /// Three objects in each image: all found by both, one lost, one more, one lost by both.
  private static let outcomes = [
    outcome(0, analog: (3, 3, 1000), spiking: (3, 3, 1000), same: 3),
    outcome(1, analog: (3, 3, 1000), spiking: (2, 2, 800), same: 2),
    outcome(2, analog: (3, 2, 666), spiking: (4, 3, 857), same: 2),
    outcome(3, analog: (2, 2, 800), spiking: (2, 2, 800), same: 1),
  ]

  private static func outcome(
    _ index: Int, analog: (Int, Int, Int), spiking: (Int, Int, Int), same: Int
  ) -> ImageOutcome {
    ImageOutcome(
      index: index, label: nil, analog: nil, spiking: nil,
      course: [.init(step: 8, answer: 0), .init(step: 16, answer: Int32(spiking.2))],
      sin: [.init(neurons: 1, inactive: 10)], spikes: 100, operations: 1000
    ).with(
      AnswerFigures(
        expected: 3, analog: .init(given: analog.0, right: analog.1, score: analog.2),
        spiking: .init(given: spiking.0, right: spiking.1, score: spiking.2), same: same))
  }

  private func listed() throws -> TaskRun {
    var run = try TaskRun(TaskRun.detection, steps: 2)
    run.press(.character("9"))
    run.receive(.evaluated(.found(Self.outcomes), request: 1))
    run.receive(.evaluated(.ended(problem: nil), request: 1))
    return run
  }

  @Test func imagesAreToldApartByWhatIsFound() throws {
    let run = try listed()
    let lines = run.lines(rows: 24, columns: 117)

    let header = try #require(lines.first { $0.contains("objects") && $0.contains("found") })
    let titles = header.split(separator: " ").joined(separator: " ")
    #expect(titles.contains("# objects ANN ANN F1 SNN found as ANN F1 settles SIN"))
    let row = try #require(lines.first { $0.contains(" 86%") }).split(separator: " ")
      .joined(separator: " ")
    #expect(row.contains("2 3 3 67% 4 3 2 86% t=16"), "\(row)")
    #expect(lines.joined().contains("ANN 86.7%") && lines.joined().contains("SNN 86.4%"))
  }

  /// What the ANN finds more of is lost, not what both miss.
  @Test func theNextMistakeIsWhatTheANNDoesBetter() throws {
    var run = try listed()
    #expect(run.state.imageList.totals.lost == 1)

    run.press(.character("E"))

    #expect(run.state.imageList.selectedImage == 1)
    #expect(run.lines().joined().contains("SNN 2 boxes, 2 of 3 found, F1 80%"))
  }

  @Test func imagesAreFilteredByScores() throws {
    for (text, rows) in [
      ("score<0.85", [1, 3]), ("found=3", [0, 2]), ("same<2", [3]), ("boxes>3", [2]),
      ("lost", [1]), ("snn wrong ann right", [1]),
    ] {
      var run = try listed()
      for character in "/\(text)" { run.press(.character(character)) }
      run.press(.enter)
      #expect(run.state.imageList.rows == rows, "\(text)")
    }
  }

  /// The frame says what is the mean of what, and offers no key that changes nothing.
  @Test func imagesSayWhatTheirScoresAre() throws {
    let run = try listed()
    #expect(run.lines(columns: 117).joined().contains("mean F1 ANN 86.7%, SNN 86.4%"))
    #expect(!run.lines(rows: 60, columns: 200).joined().contains("confusion"))
    #expect(run.lines(rows: 60, columns: 160).joined().contains("v as a whole"))
  }

  /// Scores over time are whole where they have room, and else a line; one object is not many.
  @Test func scoresAreWrittenWholeOrNotAtAll() throws {
    let course: [(Int32, Int32)] = [
      (1, 0), (2, 60), (3, 1000), (4, 50), (6, 750), (9, 1000), (30, 857), (32, 60), (33, 1000),
    ]
    let outcome = ImageOutcome(
      index: 0, label: nil, analog: nil, spiking: nil,
      course: course.map { .init(step: $0.0, answer: $0.1) },
      sin: [.init(neurons: 1, inactive: 10)], spikes: 100, operations: 1000
    ).with(
      AnswerFigures(
        expected: 1, analog: .init(given: 1, right: 1, score: 1000),
        spiking: .init(given: 1, right: 1, score: 1000), same: 1))
    for columns in [120, 160, 200, 300] {
      var run = try TaskRun(TaskRun.detection, steps: 2)
      run.press(.character("9"))
      run.receive(.evaluated(.found([outcome]), request: 1))
      let canvas = draw(run.state, size: Size(rows: 60, columns: columns))
      #expect(canvas.text.contains("1 object") && !canvas.text.contains("1 objects"))
      let picture = try #require(canvas.panel(named: "picture")).text
      let lane = try #require(picture.split(separator: "\n").first { $0.contains(" answers ") })
      let scores = lane.split { !"0123456789%".contains($0) }.filter { $0.hasSuffix("%") }
      #expect(scores.contains("100%"), "\(lane)")
      for score in scores {
        #expect(["0%", "6%", "100%", "5%", "75%", "86%"].contains(score), "\(columns): \(lane)")
      }
    }
  }

  /// Among many places some are always wrong: that is no mark that tells images apart.
  @Test func imagesOfPlacesAreNotMarkedAsWrong() throws {
    let outcome = ImageOutcome(
      index: 0, label: nil, analog: nil, spiking: nil, course: [.init(step: 1, answer: 900)],
      sin: [.init(neurons: 1, inactive: 10)], spikes: 100, operations: 1000
    ).with(
      AnswerFigures(
        expected: 36, analog: .init(given: 36, right: 35, score: 950),
        spiking: .init(given: 36, right: 34, score: 900), same: 34))
    var run = try TaskRun(.segmentation, steps: 2)
    run.press(.character("9"))
    run.receive(.evaluated(.found([outcome]), request: 1))

    let canvas = draw(run.state, size: Size(rows: 40, columns: 120))
    for panel in ["images", "picture"] {
      let text = try #require(canvas.panel(named: panel)).text
      #expect(text.contains("90%") && !text.contains("✗") && !text.contains("✓"), "\(text)")
    }
  }

  /// The graph says what the network answers, of any task.
  @Test(arguments: [TaskRun.detection, .segmentation])
  func theGraphEndsWithTheAnswer(task: NetworkTask) throws {
    var run = try TaskRun(task, steps: 2)
    run.press(.character("G"))

    let text = run.lines(rows: 60, columns: 200).joined(separator: "\n")

    #expect(!text.contains("no answer yet"))
    #expect(text.contains(task == .segmentation ? "answers 100% as the ANN" : "answers 1 box"))
  }

  /// What no class answers is followed over time by a curve, with its ruler and its scale.
  @Test(arguments: [TaskRun.detection, .segmentation], [(40, 120), (60, 200)])
  func answersAreFollowedOverTime(task: NetworkTask, size: (rows: Int, columns: Int)) throws {
    let run = try TaskRun(task, steps: 30)
    let canvas = draw(run.state, size: Size(rows: size.rows, columns: size.columns))
    let course = try #require(canvas.panel(named: "course")).text

    let dots = course.unicodeScalars.count { (0x2801...0x28FF).contains($0.value) }
    #expect(dots >= 10, "\(course)")
    for word in ["100%", "0%", "▼", "at this step"] {
      #expect(course.contains(word), "\(word): \(course)")
    }
  }

  /// Where places have another class than the analog network gives them is seen in the picture, and
  /// takes the rows that nothing else has a use for.
  @Test(arguments: [1, 2], [(40, 120), (45, 160), (60, 200), (90, 300)])
  func placesThatDifferAreSeen(steps: Int, size: (rows: Int, columns: Int)) throws {
    let run = try TaskRun(.segmentation, steps: steps)
    let canvas = draw(run.state, size: Size(rows: size.rows, columns: size.columns))
    let panel = try #require(canvas.panel(named: "differing"))
    let halves = (0..<panel.size.rows).flatMap { panel.cells(inRow: $0) }.flatMap { cell in
      cell.style.background.map { [cell.style.role, $0] } ?? []
    }
    let marked = halves.count { $0 == .warning }
    // One of four quarters differs after the first step.
    #expect(!halves.isEmpty && 4 * marked == (steps == 1 ? halves.count : 0), "\(marked)")
    let title = steps == 1 ? "1 of 4 places" : "0 of 4 places"
    #expect(canvas.text.contains(title))
    let places = try #require(canvas.panel(named: "output")).text
    let blank = places.split(separator: "\n", omittingEmptySubsequences: false).reversed()
      .prefix { $0.isEmpty }.count
    #expect(blank <= 1, "\(places)")
  }

  /// A row per step and class, all shares of a step one.
  @Test func placesHaveNumbersOverTime() throws {
    let run = try TaskRun(.segmentation, steps: 30)
    let table = try #require(run.state.plottedNumbers(ofPanel: "course"))
    let rows = table.csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows[0] == ["step", "class", "share", "as_ann"] && rows.count > 1 + 3 * 20)
    let last = rows.suffix(3)
    #expect(last.allSatisfy { $0[0] == "30" && Double($0[3]) == 1 }, "\(last)")
    #expect(last.reduce(0) { $0 + (Double($1[2]) ?? 0) } == 1)
  }

  /// Written and read again; nothing of a network that tells classes apart.
  @Test func outcomesAreKept() throws {
    for outcome in Self.outcomes {
      #expect(outcome.fits(images: 4, classes: nil, steps: 16, layers: 1))
      #expect(!outcome.fits(images: 4, classes: 3, steps: 16, layers: 1))
    }
  }
}
