import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// The list of all images, and the way from one mistake to the next.
@Suite struct ImagesScreenTests {
  /// Labels 0, 1, 2, 0, 1; the ANN is wrong on image 2, the SNN on 1, 2 and 4.
  static let outcomes = [
    outcome(0, label: 0, analog: 0, course: [(1, 0)], margin: 0.9, sin: 2),
    outcome(1, label: 1, analog: 1, course: [(1, 0), (8, 2)], margin: -0.2, sin: 9),
    outcome(2, label: 2, analog: 1, course: [(1, 1)], margin: -0.6, sin: 5),
    outcome(3, label: 0, analog: 0, course: [(1, 2), (30, 0)], margin: 0.1, sin: 7),
    outcome(4, label: 1, analog: 1, course: [(1, 1), (60, 0)], margin: -0.1, sin: 3),
  ]

  /// The screen after a whole run, with what earlier runs of the program have found.
  private func run(
    knowing outcomes: [ImageOutcome] = outcomes, keys: String = "9"
  ) throws -> ExampleRun {
    var run = try ExampleRun(steps: 64)
    run.type(keys)
    run.receive(.evaluated(.found(outcomes), request: 1))
    run.receive(.evaluated(.ended(problem: nil), request: 1))
    return run
  }

  private func rows(_ run: ExampleRun) -> [Int] { run.state.imageList.rows }

  @Test func asksForWhatIsKnownOnce() throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("9"))

    let request = ImageEvaluationRequest(
      number: 1, method: 0, steps: 64, firstImage: 3, isKnownOnly: true)
    #expect(run.effects == [.evaluate(request)])
    #expect(!run.state.imageList.isRunning)
    run.press(.character("1"), .character("9"))
    #expect(run.effects.isEmpty)
  }

  @Test func spaceRunsAllImagesAndStops() throws {
    var run = try run(knowing: [])
    #expect(run.canvas(columns: 120).text.contains("runs all 5 images through"))

    run.press(.character(" "))
    let request = ImageEvaluationRequest(
      number: 2, method: 0, steps: 64, firstImage: 3, isKnownOnly: false)
    #expect(run.effects == [.evaluate(request)] && run.state.imageList.isRunning)
    run.receive(.evaluated(.found([Self.outcomes[3]]), request: 2))
    #expect(rows(run) == [3])
    run.receive(.evaluated(.found([Self.outcomes[1]]), request: 1))
    #expect(rows(run) == [3], "an answer to an earlier request is too late")
    run.press(.character(" "))
    #expect(run.effects == [.stopEvaluation] && !run.state.imageList.isRunning)
  }

  @Test func spaceRunsTheNetworkElsewhere() throws {
    var run = try run()
    run.press(.character("1"), .character(" "))
    #expect(run.effects == [.engine(.run)])
  }

  @Test func sortsByEachColumnBothWays() throws {
    var run = try run()
    let orders: [(String, [Int])] = [
      ("#", [4, 3, 2, 1, 0]), ("#", [0, 1, 2, 3, 4]), ("label", [0, 3, 1, 4, 2]),
      ("margin", [2, 1, 4, 3, 0]), ("margin", [0, 3, 4, 1, 2]), ("settles", [4, 3, 1, 0, 2]),
      ("SIN", [1, 3, 2, 4, 0]), ("SIN", [0, 4, 2, 3, 1]),
    ]
    for (title, order) in orders {
      run.receive(.pointer(.name(title)))
      #expect(rows(run) == order, "\(title)")
    }
  }

  /// However they come, rows stand in the order of the list.
  @Test(arguments: ["#", "margin", "settles", "SIN", "ANN", "synops"])
  func whatComesLaterFindsItsPlace(title: String) throws {
    var (whole, slowly) = (try run(), try run(knowing: []))
    whole.receive(.pointer(.name(title)))
    slowly.receive(.pointer(.name(title)))

    for number in [3, 0, 4, 1, 2] {
      slowly.receive(.evaluated(.found([Self.outcomes[number]]), request: 1))
    }

    #expect(rows(slowly) == rows(whole))
    #expect(slowly.state.imageList.totals == whole.state.imageList.totals)
  }

  @Test(arguments: [
    ("ann right snn wrong", [1, 4]), ("lost", [1, 4]), ("snn right", [0, 3]),
    ("class=one", [0, 3]), ("class=t", []), ("class=two snn=one", [4]), ("margin<0", [1, 2, 4]),
    ("settles>=30", [3, 4]), ("sin>0.4", [1, 3]), ("#=2", [2]), ("ann=1", [1, 2, 4]),
    ("", [0, 1, 2, 3, 4]),
  ])
  func filtersWhileTyped(text: String, expected: [Int]) throws {
    var run = try run()
    run.press(.character("/"))
    for character in text { run.press(.character(character)) }

    // `class=t` begins two names, and leaves the rows as they are.
    #expect(rows(run) == (text == "class=t" ? [0, 1, 2, 3, 4] : expected))
    run.press(.escape)
    #expect(rows(run) == [0, 1, 2, 3, 4], "Esc takes it back")
  }

  @Test(arguments: [
    ("right", "'right' is no condition"), ("ann", "behind 'ann' comes 'right' or 'wrong'"),
    ("class=t", "'t' is no class; there are two, three"), ("margin<x", "is not a number"),
    ("size>3", "there is no 'size' of an image"), ("class=7", "'7' is no class"),
  ])
  func saysWhatIsNotUnderstood(text: String, reason: String) throws {
    var run = try run()
    run.press(.character("/"))
    for character in text { run.press(.character(character)) }
    run.press(.enter)

    #expect(run.state.message?.text.contains(reason) == true, "\(run.state.message?.text ?? "")")
    #expect(run.state.overlay != nil, "it stays to be mended")
  }

  @Test func theNextMistakeIsShown() throws {
    var run = try run()

    // From image 3 on.
    run.press(.character("E"))
    #expect(run.effects.first == .load(image: 4, method: 0))
    #expect(
      run.state.message?.text
        == "image 4: ANN two, SNN one at T=64; mistake 2 of 2 found (all 5 images run)")
    try run.load(image: 4, at: 64)
    run.press(.character("E"))
    #expect(run.effects.first == .load(image: 1, method: 0), "after the last comes the first")

    // Where not all are known it says which are.
    var part = try self.run(knowing: Array(Self.outcomes[3...]))
    part.press(.character("E"))
    #expect(
      part.state.message?.text.hasSuffix("1 of 1 found (2 of 5 images, 3 to 4, run)") == true)
  }

  /// Where nothing is known, images are run until one is found.
  @Test func theNextMistakeIsWaitedFor() throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("E"))
    let request = ImageEvaluationRequest(
      number: 1, method: 0, steps: 64, firstImage: 4, isKnownOnly: false)
    #expect(run.effects == [.evaluate(request)])

    run.receive(.evaluated(.found([Self.outcomes[3]]), request: 1))
    #expect(run.effects.isEmpty)
    run.receive(.evaluated(.found([Self.outcomes[4]]), request: 1))
    #expect(run.effects == [.load(image: 4, method: 0), .stopEvaluation])
  }

  @Test func anyKeyEndsTheWait() throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("E"), .escape)

    run.receive(.evaluated(.found([Self.outcomes[4]]), request: 1))

    #expect(run.effects.isEmpty && run.state.imageList.knownCount == 1)
  }

  @Test func aSetWithoutMistakesSaysSo() throws {
    var run = try run(knowing: [0, 3].map { Self.outcomes[$0] })
    run.press(.character(" "), .character("E"))
    run.receive(.evaluated(.ended(problem: nil), request: 2))

    #expect(
      run.state.message?.text
        == "the SNN gets every image right that the ANN gets right (2 of 5 images)")
  }

  @Test func anotherMethodBeginsAnew() throws {
    var run = try run()
    run.press(.character(" "))
    run.press(.character(" "))
    run.press(.character(" "))
    guard var context = run.state.context else { return }
    context.generation += 1
    context.method = 1
    run.receive(.loaded(context))
    var status = run.engine.status
    status.generation = context.generation
    run.receive(.engine(status))

    #expect(run.state.imageList.knownCount == 0)
    guard case .evaluate(let request)? = run.effects.last else {
      Issue.record("nothing is asked of the other method: \(run.effects)")
      return
    }
    #expect(request.method == 1 && request.isKnownOnly)
  }

  /// What is kept of images is said where everything kept is.
  @Test func memoryCountsTheImages() throws {
    var run = try run()
    run.type(":memory")
    let lines = run.canvas(columns: 100).text.split(separator: "\n")
    #expect(lines.contains { $0.contains("images") && $0.contains("5 of 5 images") })

    var other = try ExampleRun(steps: 20)
    other.type(":memory")
    #expect(!other.canvas(columns: 100).text.contains("of 5 images"))
  }

  @Test func enterOpensTheImage() throws {
    var run = try run()
    run.press(.up, .up, .enter)
    #expect(run.effects.contains(.load(image: 1, method: 0)) && run.state.screen == .live)
  }

  @Test func theImageUnderTheCursorIsAskedForOnce() throws {
    var run = try run()
    #expect(run.effects.isEmpty, "the first one was asked for when it came")
    run.press(.down)
    #expect(run.effects == [.picture(of: 4)])
    run.receive(.picture(nil, image: 4))
    run.press(.up, .down)
    #expect(run.effects.isEmpty)
  }

  // MARK: - The image that is open

  /// The cursor begins there, and goes to each that is opened; between it stays where it was put.
  @Test func theCursorIsOnTheOpenImage() throws {
    for known in [Self.outcomes, []] {
      var run = try run(knowing: known)
      #expect(run.state.imageList.selectedImage == 3)
      #expect(run.canvas(rows: 40, columns: 120).text.contains("*3"))
      run.press(.character("1"))
      try run.load(image: 1, at: 64)
      run.press(.character("9"))
      #expect(run.state.imageList.selectedImage == 1)
      run.press(known.isEmpty ? .right : .down)
      run.press(.character("1"), .character("9"))
      #expect(run.state.imageList.selectedImage == 2)
    }
  }

  /// Also where another one is known sooner, and where a filter has hidden it for a while.
  @Test func theCursorFindsItsImageAgain() throws {
    var run = try run(knowing: [])
    run.press(.character(" "))
    run.receive(.evaluated(.found([Self.outcomes[4], Self.outcomes[1]]), request: 2))
    #expect(run.state.imageList.selectedImage == 4, "where the image will stand")
    run.receive(.evaluated(.found([Self.outcomes[3]]), request: 2))
    #expect(run.state.imageList.selectedImage == 3)

    run.press(.character("/"))
    for character in "lost" { run.press(.character(character)) }
    #expect(run.state.imageList.selectedImage == 4)
    run.press(.escape)
    #expect(run.state.imageList.selectedImage == 3)
  }

  // MARK: - Pictures, and who is taken for whom

  /// Among pictures the arrows go where they point to; time has keys of its own.
  @Test func arrowsMoveAmongPictures() throws {
    var run = try run(knowing: [])
    run.resize(to: Size(rows: 24, columns: 60))
    let selected = { run.state.imageList.selected }
    run.press(.left, .left, .left)
    #expect(selected() == 0)
    run.press(.right, .right)
    #expect(selected() == 2 && run.effects.allSatisfy { $0 == .picture(of: 2) })
    run.press(.left)
    #expect(selected() == 1)
    run.press(.up)
    #expect(selected() == 1, "there is nothing above")

    // Down leads to the picture that is drawn below.
    let places = run.canvas(rows: 24, columns: 60).clickAreas.compactMap { area -> (Int, Rect)? in
      if case .item(let index) = area.target { (index, area.rect) } else { nil }
    }
    let own = try #require(places.first { $0.0 == 1 }).1
    let below = places.first { $0.1.column == own.column && $0.1.row > own.row }
    run.press(.down)
    #expect(selected() == below?.0 ?? 1)
    run.press(.character("."))
    #expect(run.effects == [.engine(.move(by: 1))])
  }

  @Test func picturesBearTheirClasses() throws {
    var run = try run(knowing: [])
    run.receive(.picture(run.state.context?.picture, image: 0, label: 2))
    #expect(run.canvas(rows: 40, columns: 120).text.contains("0 three"))
  }

  /// A cursor goes from cell to cell, and Enter lists what the cell counts.
  @Test(arguments: [(24, 80), (60, 200)])
  func aCellOfTheConfusionIsListed(rows: Int, columns: Int) throws {
    var run = try run()
    run.resize(to: Size(rows: rows, columns: columns))
    run.press(.character("v"), .down, .right, .right)
    let cell = run.state.imageList.confusionCell
    #expect(cell.label == 1 && cell.answer == 2)

    run.press(.enter)
    #expect(run.state.imageList.filter.text == "class=1 snn=2" && self.rows(run) == [1])
    #expect(run.state.trail.filter { !$0.isAside }.isEmpty && run.state.screen == .images)
    run.press(.right)
    #expect(run.effects == [.engine(.move(by: 1))], "a list has nothing side by side")
  }

  /// Who waits is told how long, or for what.
  @Test func runningSaysHowFastAndHowLong() throws {
    var run = try run(knowing: [], keys: "9 ")
    run.receive(.evaluated(.found([Self.outcomes[3]]), request: 2))
    run.receive(
      .evaluated(.pace(ImagePace(images: 1, seconds: 2, pause: 0.5)), request: 2))
    #expect(run.canvas(rows: 40, columns: 160).text.contains("0.5 images/s, 8 s left"))
    run.receive(
      .evaluated(.pace(ImagePace(images: 1, seconds: 22, pause: 200)), request: 2))
    #expect(run.canvas(rows: 40, columns: 160).text.contains("waiting for 200 s"))
    run.press(.character(" "))
    #expect(run.state.imageList.pace == nil)
  }

  /// What settles is said of all images, and before any is known there is something to say too.
  @Test func theSentenceIsOfAllImages() throws {
    let known = try run().canvas(rows: 60, columns: 200).text
    #expect(known.contains("half of all answers settled by t=8"))
    let unknown = try run(knowing: []).canvas().text
    #expect(unknown.contains("none of 5 images is known at T=64 yet, Space runs them all"))
  }

  /// One is not many.
  @Test func oneLossIsTold() throws {
    let run = try run(knowing: [Self.outcomes[0], Self.outcomes[1]])
    #expect(run.canvas(rows: 40, columns: 200).text.contains("1 was lost in the conversion"))
  }

  /// No column of the list leaves where the terminal grows; what images were taken for over time
  /// has the room that is left.
  @Test func growingRemovesNoColumn() throws {
    let run = try run()
    let titles = [
      "#", "label", "ANN", "ANN margin", "SNN", "margin", "settles", "SIN", "spikes", "synops",
    ]
    var known: Set<String> = []
    for columns in 60...300 {
      let canvas = run.canvas(rows: 40, columns: columns)
      let panel = try #require(canvas.panel(named: "images"))
      var heading = panel.text.prefix { $0 != "\n" }.replacing("ANN margin", with: "ANN-margin")
      heading = " " + heading.replacing(",", with: " ") + " "
      let shown = titles.filter {
        heading.contains(" \($0.replacing("ANN margin", with: "ANN-margin")) ")
      }
      #expect(known.isSubset(of: shown), "\(columns) columns, \(panel.size.columns): \(heading)")
      known = Set(shown)
    }
    #expect(known == Set(titles), "\(known)")
  }

  @Test(arguments: [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)])
  func looksAsItDid(rows: Int, columns: Int) throws {
    let run = try run()
    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: "images-\(columns)x\(rows)")
  }

  @Test func asAWholeLooksAsItDid() throws {
    let run = try run(keys: "9v")
    try expectSnapshot(run.canvas(rows: 24, columns: 80), named: "images-whole-80x24")
  }
}

private func outcome(
  _ index: Int, label: Int, analog: Int, course: [(Int32, Int32)], margin: Float, sin: Int32
) -> ImageOutcome {
  ImageOutcome(
    index: index, label: label,
    analog: .init(index: analog, margin: analog == label ? 0.5 : -0.5),
    spiking: course.last.map { .init(index: Int($0.1), margin: margin) },
    course: course.map { .init(step: $0.0, answer: $0.1) },
    sin: [.init(neurons: sin, inactive: 10), .init(neurons: sin / 2, inactive: 12)],
    spikes: 100 + index, operations: 1000 - index)
}
