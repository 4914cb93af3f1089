import TerminalUI

extension DashboardState {
  mutating func pressInCommand(_ key: Key, text: String) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      overlay = .command(text: text + String(character))
    case .backspace:
      overlay = text.isEmpty ? nil : .command(text: String(text.dropLast()))
    case .tab:
      overlay = .command(text: completion(of: text)?.line ?? text)
    case .up:
      overlay = .command(text: commandHistory.line(from: text, isOlder: true))
    case .down:
      overlay = .command(text: commandHistory.line(from: text, isOlder: false))
    case .enter:
      overlay = nil
      commandHistory.append(text)
      return text.allSatisfy { $0 == " " } ? [] : execute(text)
    case .escape:
      overlay = nil
    case .left, .right, .backtab, .delete, .home, .end, .pageUp, .pageDown, .function,
      .control, .resized:
      break
    }
    return []
  }

  mutating func openCommandLine(_ text: String = "") {
    commandHistory.begin()
    overlay = .command(text: text)
  }

  mutating func execute(_ text: String) -> [DashboardEffect] {
    let command: Command
    do {
      command = try Command(text)
    } catch {
      message = Message(text: error.description, isError: true)
      return []
    }
    switch command {
    case .diagnose(let again): return showDiagnosis(again: again)
    case .seek(let step): return [.engine(.seek(to: step))]
    case .move(let steps): return [.engine(.move(by: steps))]
    case .run: return [.engine(.run)]
    case .pause: return [.engine(.pause)]
    case .speed(let steps): return [.engine(.setSpeed(stepsPerSecond: steps))]
    case .setBreak(let condition): return setBreak(condition)
    case .runUntil(let condition): return run(until: condition)
    case .runBack(let condition): return runBack(to: condition)
    case .remove(let selection): return removeBreaks(selection)
    case .enable(let selection, let isEnabled): return enableBreaks(selection, isEnabled)
    case .setMark(let letter): return setMark(letter)
    case .goToMark(let letter): return goToMark(letter)
    case .show(let screen): return perform(screen.action)
    case .goTo(let place): return goTo(place)
    case .image(let number): return load(imageNumber: number)
    case .method(let name): return load(methodNamed: name)
    case .open(let model, let data):
      (coming, stepToRestore) = (nil, nil)
      message = Message(text: "opening \(model ?? "the bundled network")", isError: false)
      return [.open(model: model, data: data)]
    case .glyphs(let choice):
      glyphs = choice
      return []
    case .compare(let secondRun): return compare(with: secondRun)
    case .theme(let name): theme = name
    case .framesPerSecond(let rate): framesPerSecond = rate
    case .export(let request): return [.export(request)]
    case .record(let path): return record(to: path)
    case .stopRecording: return stopRecording()
    case .help: return perform(.help)
    case .quit: return perform(.quit)
    }
    return []
  }

  private mutating func load(imageNumber number: Int) -> [DashboardEffect] {
    guard let context else { return [] }
    guard (0..<context.imageCount).contains(number) else {
      message = Message(
        text: "the images are numbered from 0 to \(context.imageCount - 1)", isError: true)
      return []
    }
    return load(image: number, method: context.method)
  }

  private mutating func load(methodNamed name: String) -> [DashboardEffect] {
    guard let context else { return [] }
    let exact = context.methods.firstIndex(of: name)
    guard let method = exact ?? context.methods.firstIndex(where: { $0.hasPrefix(name) }) else {
      message = Message(
        text: "there is no '\(name)' among the methods \(context.methods.joined(separator: ", "))",
        isError: true)
      return []
    }
    return load(image: context.image, method: method)
  }
}

extension ScreenName {
  /// What shows it.
  fileprivate var action: Action {
    switch self {
    case .live: .showLive
    case .layer: .showLayer
    case .neuron: .showNeuron
    case .sin: .showSIN
    case .phase: .showPhase
    case .compare: .showCompare
    case .log: .showLog
    case .overview: .showOverview
    }
  }
}
