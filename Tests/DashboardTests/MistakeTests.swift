import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// The way to the next mistake: what is run for it, and the step at which it is one.
@Suite struct MistakeTests {
  /// Before image 3; the images 1 and 4 are lost.
  private func run(
    knowing numbers: [Int], of outcomes: [ImageOutcome] = ImagesScreenTests.outcomes
  ) throws -> ExampleRun {
    var run = try ExampleRun(steps: 64)
    run.press(.character("9"))
    run.receive(.evaluated(.found(numbers.map { outcomes[$0] }), request: 1))
    run.receive(.evaluated(.ended(problem: nil), request: 1))
    return run
  }

  private func request(_ number: Int, from image: Int) -> DashboardEffect {
    .evaluate(
      ImageEvaluationRequest(
        number: number, method: 0, steps: 64, firstImage: image, isKnownOnly: false))
  }

  /// Lets the image that was asked for come, with nothing done to it.
  private func open(_ image: Int, in run: inout ExampleRun) throws {
    var context = try #require(run.state.context)
    context.generation += 1
    context.image = image
    run.receive(.loaded(context))
  }

  /// A mistake is one at T, wherever the run stands.
  @Test func aMistakeIsOpenedWhereItIsOne() throws {
    var run = try run(knowing: [0, 1, 2, 3, 4])
    run.press(.character("H"), .character("E"))

    #expect(run.effects == [.load(image: 4, method: 0)])
    #expect(run.state.message?.text.contains("SNN one at T=64; mistake 2 of 2") == true)
    try open(4, in: &run)
    #expect(run.effects == [.engine(.seek(to: 64))])
  }

  /// Also the only one, which is open already.
  @Test func theOnlyMistakeGoesToItsStep() throws {
    var outcomes = ImagesScreenTests.outcomes
    for number in [1, 4] { outcomes[number] = right(number, label: 1) }
    outcomes[3] = ImageOutcome(
      index: 3, label: 0, analog: .init(index: 0, margin: 0.5),
      spiking: .init(index: 1, margin: -0.5), course: [.init(step: 1, answer: 1)],
      sin: [.init(neurons: 1, inactive: 10), .init(neurons: 0, inactive: 12)], spikes: 1,
      operations: 1)
    var run = try run(knowing: [0, 1, 2, 3, 4], of: outcomes)
    run.press(.character("H"), .character("E"))

    #expect(run.effects == [.engine(.seek(to: 64))])
  }

  /// Who looks for mistakes finds mistakes: how many there are they do not say.
  @Test(arguments: ["E", "list"]) func whatIsChosenByItsOutcomeIsNotCounted(way: String) throws {
    var run = try run(knowing: [0, 1, 2, 3, 4])
    let method = try #require(run.state.context?.methods[0])
    let before = run.state.seenAccuracy.account(of: method)
    try #require(before.imageCount == 1)

    if way == "E" { run.press(.character("E")) } else { run.press(.down, .enter) }
    #expect(run.effects == [.load(image: 4, method: 0)])
    try run.load(image: 4, at: 64)
    #expect(run.state.seenAccuracy.account(of: method) == before)
    #expect(run.state.seenAccuracy.leftOutCount(of: method) == 1)
    run.press(.character("1"))
    let text = run.canvas(rows: 60, columns: 200).text
    #expect(text.contains("of 1 right") && text.contains("1 left out"))

    // What had counted before it was found goes on counting.
    try run.load(image: 3, at: 40)
    #expect(run.state.seenAccuracy.account(of: method) == before)
  }

  private func right(_ number: Int, label: Int) -> ImageOutcome {
    ImageOutcome(
      index: number, label: label, analog: .init(index: label, margin: 0.5),
      spiking: .init(index: label, margin: 0.5),
      course: [.init(step: 1, answer: Int32(label))],
      sin: [.init(neurons: 1, inactive: 10), .init(neurons: 0, inactive: 12)], spikes: 1,
      operations: 1)
  }

  /// The list speaks of T, so that what it opens is shown there too, unless the run goes on.
  @Test func anImageOfTheListIsOpenedWhereTheListSaysWhatItIs() throws {
    var run = try run(knowing: [0, 1, 2, 3, 4])
    run.press(.character("H"), .down, .enter)

    #expect(run.effects.contains(.load(image: 4, method: 0)))
    #expect(run.state.message?.text == "image 4 at T=64, as in the list (it was t=48)")
    try open(4, in: &run)
    #expect(run.effects.contains(.engine(.seek(to: 64))))
  }

  /// What is run to find one ends with it.
  @Test func theSearchEndsWithTheFind() throws {
    var run = try run(knowing: [])
    run.press(.character("E"))
    #expect(run.effects == [request(2, from: 4)] && run.state.imageList.isRunning)

    run.receive(.evaluated(.found([ImagesScreenTests.outcomes[4]]), request: 2))
    #expect(run.effects == [.load(image: 4, method: 0), .stopEvaluation])
    #expect(!run.state.imageList.isRunning)
  }

  /// It ends as well when nobody waits for it any more.
  @Test func theSearchEndsWithTheWait() throws {
    var run = try run(knowing: [])
    run.press(.character("E"), .escape)

    #expect(run.effects == [.stopEvaluation] && !run.state.imageList.isRunning)
  }

  @Test func whatRunsAllImagesGoesOn() throws {
    var run = try run(knowing: [])
    run.press(.character(" "), .character("E"))
    #expect(run.effects.isEmpty)

    run.receive(.evaluated(.found([ImagesScreenTests.outcomes[4]]), request: 2))
    #expect(run.effects == [.load(image: 4, method: 0)] && run.state.imageList.isRunning)
  }

  /// As long as images are missing, the next one is looked for among them, and not the first again.
  @Test func theNextIsLookedForBeforeTheFirstIsShownAgain() throws {
    var run = try run(knowing: [1, 3])
    run.press(.character("E"))
    #expect(run.effects == [request(2, from: 4)])

    run.receive(.evaluated(.found([1, 3].map { ImagesScreenTests.outcomes[$0] }), request: 2))
    #expect(run.effects.isEmpty, "this was known")
    run.receive(.evaluated(.found([ImagesScreenTests.outcomes[4]]), request: 2))
    #expect(run.effects == [.load(image: 4, method: 0), .stopEvaluation])
  }

  /// Where all others are right it is the first again.
  @Test func atLastTheFirstIsShownAgain() throws {
    var run = try run(knowing: [1, 3])
    run.press(.character("E"))
    run.receive(.evaluated(.found([ImagesScreenTests.outcomes[0]]), request: 2))
    run.receive(.evaluated(.ended(problem: nil), request: 2))

    #expect(run.effects == [.load(image: 1, method: 0)])
  }

  /// Images are judged at the T of the run, wherever it was led; who diagnoses the longer one is
  /// told of both.
  @Test func theListKeepsItsT() throws {
    var run = try run(knowing: [0, 1, 2, 3, 4])
    run.press(.character("1"))
    try run.load(image: 4, at: 90)
    run.press(.character("9"))
    #expect(run.effects.isEmpty && run.state.imageList.knownCount == 5)
    #expect(run.canvas(rows: 40, columns: 120).text.contains("numbers ─ T=64"))

    run.press(.character("D"))
    #expect(run.effects == [.diagnose(method: 0, steps: 90)])
    #expect(run.canvas().text.contains("T = 90 (Images: T = 64)"))
  }

  /// T is said by the frame and by the sentence, whatever else there is to say.
  @Test(arguments: [(24, 80), (40, 120), (45, 160), (60, 200)])
  func theScreenAlwaysSaysT(rows: Int, columns: Int) throws {
    for known in [[], [1, 3], [0, 1, 2, 3, 4]] {
      let text = try run(knowing: known).canvas(rows: rows, columns: columns).text
      let lines = text.split(separator: "\n")
      #expect(lines[2].contains("numbers ─ T=64") || lines[2].contains("numbers  T=64"))
      #expect(lines[lines.count - 2].contains("at T=64"), "\(lines[lines.count - 2])")
    }
  }
}
