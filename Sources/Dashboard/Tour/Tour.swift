/// The tour, if it is under way, and what is known of earlier ones.
package struct Tour: Equatable, Sendable {
  /// Where it is; `nil` while it is not under way.
  package internal(set) var number: Int?

  /// What was shown when this step began.
  var start: TourStart?

  /// The run that it waits to be replaced by the bundled network.
  var awaitedAfter: Int?

  /// How far it has come, as far as is known.
  package internal(set) var progress: TourProgress?
}

extension DashboardState {
  /// The step of the tour that is shown; `nil` while there is none.
  package var tourStep: (number: Int, step: TourStep)? {
    tour.number.map { ($0, TourStep.standard[$0 - 1]) }
  }

  /// What was kept of the tour; where nothing was, this is the first start ever.
  mutating func takeTour(_ progress: TourProgress?) {
    tour.progress = progress ?? .offered
    guard progress == nil else { return }
    message = Message(
      text: "new here? ':tour' shows in ten steps what this is; '?' finds every key",
      isError: false)
  }

  /// Begins at a step, or goes on where it was.
  mutating func beginTour(at step: Int?) -> [DashboardEffect] {
    if step == nil, let number = tour.number {
      message = Message(
        text: "this is step \(number) of the tour; ':tour 1' begins again",
        isError: false)
      return []
    }
    let kept: Int? =
      switch tour.progress {
      case .at(let step): step
      case .offered, .over, nil: nil
      }
    let number = min(max(step ?? kept ?? 1, 1), TourStep.standard.count)
    tour.number = number
    tour.start = TourStart(self)
    tour.progress = .at(step: number)
    overlay = nil
    var effects: [DashboardEffect] = [.keepTour(.at(step: number))]
    guard let context, context.hasANN, context.hasMethods else {
      tour.awaitedAfter = context?.generation
      message = Message(text: "the tour is about the bundled network: opening it", isError: false)
      return effects + [.open(model: nil, data: nil)]
    }
    if number == 1 {
      show(registry.screens[0].name)
      effects += [.engine(.pause), .engine(.seek(to: 0))]
    }
    return effects
  }

  mutating func endTour() {
    guard let number = tour.number else {
      message = Message(text: "no tour is under way; ':tour' begins one", isError: false)
      return
    }
    tour.number = nil
    tour.awaitedAfter = nil
    message = Message(
      text: "the tour is put away at step \(number); ':tour' goes on from there", isError: false)
  }

  /// Goes to the next step of the tour where this one has been done.
  mutating func advanceTour() -> [DashboardEffect] {
    guard let number = tour.number, var start = tour.start, let context, engine != nil else {
      return []
    }
    if let awaited = tour.awaitedAfter {
      guard context.generation != awaited, arriving == nil else { return [] }
      tour.awaitedAfter = nil
      tour.start = TourStart(self)
      return []
    }
    start.take(self)
    tour.start = start
    guard TourStep.standard[number - 1].isDone(self, start) else { return [] }
    guard number < TourStep.standard.count else {
      tour.number = nil
      tour.progress = .over
      message = Message(
        text: "that was the tour; '?' finds everything, ':tour 1' begins again",
        isError: false)
      return [.keepTour(.over)]
    }
    tour.number = number + 1
    tour.start = TourStart(self)
    tour.progress = .at(step: number + 1)
    return [.keepTour(.at(step: number + 1))]
  }

  /// Where the tour is and what to do, for line mode.
  package var tourSentences: [String] {
    tourStep.map { number, step in
      ["Tour, step \(number) of \(TourStep.standard.count), \(step.title): \(step.text(self))"]
    } ?? []
  }
}

extension Command {
  /// What shows newcomers around.
  static let tour = Command(
    "tour", .tour, does: "shows in ten steps what this is; a step by its number; off ends it",
    effect: { state, choice in
      switch choice {
      case .off:
        state.endTour()
        return []
      case .resume: return state.beginTour(at: nil)
      case .step(let number): return state.beginTour(at: number)
      }
    })
}

/// What is asked of the tour.
private enum TourChoice: Sendable {
  case resume, off
  case step(Int)
}

extension ArgumentForm<TourChoice> {
  fileprivate static var tour: ArgumentForm {
    let numbers = 1...TourStep.standard.count
    return ArgumentForm("[1...\(numbers.upperBound)|off]") { call throws(CommandError) in
      switch call.argument {
      case "": .resume
      case "off": .off
      default: try call.number(in: numbers).map { .step($0) }
      }
    }.completed { _ in numbers.map(String.init) + ["off"] }
  }
}
