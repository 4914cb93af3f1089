import Foundation
import Networks
import PlainText
import SpikeStatistics
import SpikingEngine
import TerminalUI

/// How many letters of the model's name are shown where there is little room, most first.
private let modelLetters = [16, 12, 8]

/// Stands where there is no room for a warning.
private let warningPointer = "\(RunContext.warningMark)see Log"

extension ScreenView {
  /// The second line: which network, how it was converted, before which image, what the analog
  /// network answers and what the spiking one, and how often that was right.
  func drawRunFacts(on canvas: inout Canvas) {
    let room = canvas.size.columns - 2
    let width = { (parts: [(text: String, style: Style)]) in
      parts.reduce(0) { $0 + $1.text.count }
    }
    let choices = factChoices(canvas.glyphs)
    // A warning has its place, if no name must be cut for that.
    let reserve = state.unreadWarning == nil ? 0 : warningPointer.count + 3
    let parts =
      choices.whole.first { width($0) + reserve <= room }
      ?? (choices.whole + choices.short).first { width($0) <= room } ?? choices.short.last ?? []
    let rest = room - width(parts) - 3
    if let warning = shortWarning(width: rest) {
      canvas.write(
        warning, row: 0, column: 1 + room - rest, width: rest, alignment: .right, style: .warning)
    } else if seenText.count <= rest {
      canvas.write(
        seenText, row: 0, column: 1, width: room, alignment: .right, style: .label)
    }
    var column = 1
    for (text, style) in parts {
      column = canvas.write(text, row: 0, column: column, style: style)
    }
    guard column > canvas.size.columns else { return }
    canvas[0, canvas.size.columns - 1] = Cell(canvas.glyphs.ellipsis, style: .label)
  }

  /// What makes results doubtful, as much of it as is whole, or else where it stands; `nil` where
  /// there is nothing, or no room.
  private func shortWarning(width: Int) -> String? {
    guard let warning = state.unreadWarning else { return nil }
    let mark = RunContext.warningMark
    let begun = wholeClauses(
      matterFirst(String(warning.dropFirst(mark.count))), width: width - mark.count,
      between: ["; ", " (", ": ", ", in "])
    return [begun.map { mark + $0 }, warningPointer].compactMap(\.self)
      .first { $0.count <= width }
  }

  /// A warning that begins with the file that it is about, with that at its end: what is left out
  /// first says least.
  private func matterFirst(_ warning: String) -> String {
    guard let end = warning.range(of: ": ") else { return warning }
    let head = warning[..<end.lowerBound]
    let isFile = head.hasPrefix("/") || !head.contains(" ") && head.contains { "./".contains($0) }
    return isFile ? "\(warning[end.upperBound...]), in \(head)" : warning
  }

  /// What the line may say, each shorter than the one before.
  ///
  /// Since when something is answered can be missed first, then what methods are called in full,
  /// and shares, and what the image shows; then the name of the model becomes shorter, and those of
  /// classes; at last the model is missed, the image and the methods. Never what is right.
  ///
  /// - Returns: Those with whole names of classes first.
  private func factChoices(
    _ glyphs: Glyphs
  ) -> (whole: [[(text: String, style: Style)]], short: [[(text: String, style: Style)]]) {
    let separator = " \(glyphs.separator) "
    let models = ([.max] + modelLetters).map { letters -> [(text: String, style: Style)] in
      [(shortModel(letters: letters, glyphs) + separator, .plain)]
    }
    let (model, shortest) = (models[0], models[models.count - 1])
    let image = imageParts(separator)
    let number = [image[0]]
    let (titles, names) = (methodParts(isShort: false), methodParts(isShort: true))
    let verdicts = answerParts(glyphs, isShort: true)
    let short = (3...12).reversed().map {
      answerParts(glyphs, isShort: true, longestName: $0)
    }
    let answers = answerParts(glyphs)
    let shares = answerParts(glyphs, saysSince: false)
    let whole =
      [
        model + titles + image + answers, model + titles + image + shares,
        model + names + image + shares, model + titles + image + verdicts,
        model + names + image + verdicts, model + names + number + verdicts,
      ] + models.dropFirst().map { $0 + names + number + verdicts }
    let named = short.map { shortest + names + number + $0 }
    let rest = short.map { names + number + $0 } + short.map { names + $0 }
    return (whole, named + rest + ([verdicts] + short).map(withoutBlanksInFront))
  }

  /// The name of the model in so many letters: what its parts begin with is missed before what they
  /// end with, as sizes stand there.
  private func shortModel(letters: Int, _ glyphs: Glyphs) -> String {
    let name = context.model
    guard name.count > letters else { return name }
    let parts = name.split(separator: "-")
    let last = parts.last.map(String.init) ?? name
    return parts.count > 1 && last.count <= letters
      ? last.count == letters
        ? last : String(name.prefix(letters - last.count - 1)) + String(glyphs.ellipsis) + last
      : shortened(name, to: letters, glyphs)
  }

  /// Which image, and what it shows; spikes may come without one.
  private func imageParts(_ separator: String) -> [(text: String, style: Style)] {
    let label = context.label.map { "'\(context.className($0))'" }
    guard context.hasPicture || context.imageCount > 1 else {
      return [(label.map { separator + $0 } ?? "", .plain)]
    }
    return [
      (separator + "image \(context.image)", .label), (label.map { " " + $0 } ?? "", .plain),
    ]
  }

  /// Answers begin with the blanks that part them from what stands before.
  private func withoutBlanksInFront(
    _ parts: [(text: String, style: Style)]
  ) -> [(text: String, style: Style)] {
    var parts = parts
    if let first = parts.first { parts[0].text = String(first.text.drop { $0 == " " }) }
    return parts
  }

  /// - Parameter isShort: Whether methods have the names that they are typed by.
  private func methodParts(isShort: Bool) -> [(text: String, style: Style)] {
    let names = context.methodNames
    let method =
      isShort && names.indices.contains(context.method)
      ? names[context.method] : context.methods[context.method]
    return context.secondRun.map {
      [
        ("A \(method)", Style.firstRun), ("  ", .label),
        ("B \(isShort ? $0.text : $0.title)", .secondRun),
      ]
    } ?? [(method, Style.key)]
  }

  /// - Parameters:
  ///   - isShort: Whether shares and since when are left out.
  ///   - saysSince: Whether it is said since when the answer is that of now.
  ///   - longestName: How many characters the name of a class may have.
  private func answerParts(
    _ glyphs: Glyphs, isShort: Bool = false, saysSince: Bool = true, longestName: Int = .max
  ) -> [(text: String, style: Style)] {
    let className = { (index: Int) in
      shortened(context.className(index), to: longestName, glyphs)
    }
    var parts: [(text: String, style: Style)] = answerPanels.facts(self, glyphs)
    guard context.answersByClass else { return parts }
    if let best = argmax(context.logits) {
      let share = isShort ? "" : " \(percent(probabilities(context.logits)[best], digits: 0))"
      parts.append(("   ANN \(className(best))\(share)", .annTarget))
      parts.append(verdict(on: best, glyphs))
    }
    if let comparison = engine.comparison {
      for (run, side) in [(runState, RunSide.first), (comparison.runState, .second)] {
        guard let answer = run.simulation.prediction else {
          parts.append(("   \(side.letter) -", .label))
          continue
        }
        parts.append(("   \(side.letter) \(className(answer))", side.style))
        parts.append(verdict(on: answer, glyphs))
      }
      return parts
    }
    guard let prediction = runState.simulation.prediction else {
      // Of spikes without an output no answer is to come.
      return parts + (knowsOutput ? [("   SNN -", .label)] : [])
    }
    let shares = isShort ? nil : outputShares
    let share = shares.map { " \(percent($0[prediction], digits: 0))" } ?? ""
    parts.append(("   SNN \(className(prediction))\(share)", .title))
    parts.append(verdict(on: prediction, glyphs))
    if !isShort, saysSince, let since = stepSinceWhenItAnswers {
      parts.append((" since t=\(since)", .label))
    }
    return parts
  }

  private func verdict(on answer: Int, _ glyphs: Glyphs) -> (text: String, style: Style) {
    guard let label = context.label else { return ("", .plain) }
    let isRight = answer == label
    return (" \(isRight ? glyphs.right : glyphs.wrong)", .verdict(isRight))
  }

  /// The first step from which on the answer was the one of now; `nil` where that is not kept.
  private var stepSinceWhenItAnswers: Int? {
    let now = engine.history.prediction(at: step)
    guard now != nil, step > 0 else { return nil }
    var first = step
    while first > 1, engine.history.prediction(at: first - 1) == now { first -= 1 }
    let isKnown =
      (first == 1 && senderStep(1) == 1) || engine.history.entry(of: 0, at: first - 1) != nil
    return isKnown ? first : nil
  }

  private var seenText: String {
    let tally = state.seenAccuracy.account(of: context.methods[context.method])
      .tally(atStep: step)
    guard tally.predicted > 1 else { return "" }
    let verdict = context.label == nil ? "as the ANN" : "right"
    return "\(grouped(tally.right)) of \(grouped(tally.predicted)) opened images \(verdict) at "
      + "this step"
  }

  /// The probabilities that the output so far stands for; `nil` before the first readout, and where
  /// spikes are replayed without an output.
  var outputShares: [Double]? {
    guard senderStep(step) >= network.firstReadout, knowsOutput else { return nil }
    let time = Float(max(network.outputTime(atStep: senderStep(step)), 1))
    return probabilities(runState.simulation.readout.map { $0 / time })
  }

  /// That there is no output, and before which step there can be none.
  var noOutputText: String {
    guard knowsOutput else { return "no output told" }
    return shownStep(network.firstReadout).map { "no output before t=\($0)" } ?? "no output yet"
  }

  /// That a layer has not fired: where the coding has not come to it, when that can be; else for
  /// how long.
  func silenceText(ofLayer layer: Int) -> String {
    shownStep(network.firstPossibleSpike(ofLayer: layer)).map { "first spike not before t=\($0)" }
      ?? "silent for \(steps(step))"
  }

  /// A step of the run itself as it is counted here; `nil` where it is not still to come, or is the
  /// first one.
  private func shownStep(_ step: Int) -> Int? {
    step > 1 && senderStep(self.step) < step ? step - senderStep(1) + 1 : nil
  }

  /// The step of the run itself, of which we may have missed the beginning: what has been summed
  /// since then, as the output, counts from there.
  func senderStep(_ step: Int) -> Int { step + (state.stream?.senderStep ?? 1) - 1 }

  /// The threshold of a layer; `nil` where it has none, and where only spikes are known and nobody
  /// has said of what.
  func threshold(ofLayer layer: Int) -> Double? {
    // Of a network that ran at least the readout is driven by a layer.
    let isNetwork =
      !runState.simulation.isReplay || network.layers.contains { !$0.projections.isEmpty }
    return isNetwork ? network.layers[layer].neuron.threshold.map(Double.init) : nil
  }

  /// Whether there is an answer to draw, of this network or of the analog one.
  var knowsAnswer: Bool { knowsOutput || context.hasANN }

  /// Whether the readout is computed, or replayed with the spikes.
  var knowsOutput: Bool {
    !runState.simulation.isReplay
      || network.readouts.allSatisfy {
        engine.potentials.potentials(of: $0, at: max(step, 1)) != nil
      }
  }
}

extension SpikingNetwork {
  /// The first step in which a layer can fire: in cycle coding the first one of its window, which
  /// comes after those of the layers before it.
  package func firstPossibleSpike(ofLayer layer: Int) -> Int {
    switch coding {
    case .rate, .differential: 1
    case .cycles(let phases): phases * layers[layer].delay + 1
    }
  }
}
