import PlainText
import SpikeStatistics
import TerminalUI

/// The columns of names left of what an image came to.
private let outcomeNames = 10

/// With fewer rows a picture says nothing.
private let leastPictureRows = 4

extension ScreenView {
  func selectedPictureTitle() -> PaneTitle {
    guard let image = images.selectedImage else { return PaneTitle("image under the cursor") }
    let label =
      images.outcomes[image]?.label.map { "'\(context.className($0))'" }
      ?? images.outcomes[image]?.figures?.expected.map(context.answers)
      ?? "no label"
    return PaneTitle("image \(image)", [label] + (image == context.image ? ["open"] : []))
  }

  /// The image under the cursor, and what both networks say of it.
  func drawSelectedPicture(on canvas: inout Canvas) {
    guard let outcome = images.selectedOutcome else {
      canvas.write(
        "no image is known yet", row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    let words = answerLines(of: outcome, canvas.glyphs)
    let bars = rest.takeBottom(rowsOfOutcome(outcome, in: rest.size, besides: words.count))
    let area = rest.takeBottom(min(words.count, max(rest.rows - 4, 0)))
    canvas.inside(bars) { drawOutcome(outcome, on: &$0) }
    let picture = outcome.index == context.image ? context.picture : images.pictures[outcome.index]
    canvas.inside(rest) { canvas in
      if let picture {
        canvas.drawCentered(picture)
      } else {
        canvas.write("reading the image", row: 0, column: 1, style: .label)
      }
    }
    for (row, (text, style)) in words.prefix(area.rows).enumerated() {
      canvas.write(
        text, row: area.row + row, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: style)
    }
  }

  /// The rows of the answers over time and of the bars: as many as leave the picture the scale that
  /// it has without them.
  private func rowsOfOutcome(_ outcome: ImageOutcome, in size: Size, besides words: Int) -> Int {
    let scale = { (rows: Int) in
      Size(rows: rows, columns: size.columns)
        .shrinkFactor(width: context.picture.width, height: context.picture.height)
    }
    let left = size.rows - words
    let answers = 1
    let all = outcome.sin.isEmpty ? answers : answers + 1 + outcome.sin.count
    return [all, answers].first {
      left - $0 >= leastPictureRows && scale(left - $0) == scale(left)
    } ?? 0
  }

  /// The answers over time, and the share of SIN neurons in each layer.
  private func drawOutcome(_ outcome: ImageOutcome, on canvas: inout Canvas) {
    let width = canvas.size.columns - outcomeNames - 1
    guard canvas.size.rows > 0, width >= leastAnswerLane else { return }
    canvas.write("answers", row: 0, column: 1, style: .label)
    drawAnswers(of: outcome, row: 0, column: outcomeNames, width: width, on: &canvas)
    let names = images.subject?.layers ?? []
    guard !outcome.sin.isEmpty, canvas.size.rows > 2 else { return }
    canvas.write(
      "SIN neurons of inactivated, to \(percent(1, digits: 0))", row: 1, column: 1,
      width: canvas.size.columns - 2, alignment: .left, style: .label)
    for (row, (name, count)) in zip(names, outcome.sin).enumerated() {
      canvas.write(name, row: row + 2, column: 1, width: outcomeNames - 2, alignment: .left)
      let share = ratio(Int(count.neurons), of: Int(count.inactive))
      let bar = Rect(row: row + 2, column: outcomeNames, rows: 1, columns: width - 6)
      canvas.drawBar(share ?? 0, in: bar, style: .sinSpike)
      canvas.write(
        percent(share, digits: 0), row: row + 2, column: bar.endColumn, width: 6,
        alignment: .right, style: .sinSpike)
    }
  }

  private func answerLines(
    of outcome: ImageOutcome, _ glyphs: Glyphs
  ) -> [(text: String, style: Style)] {
    let verdict = { (isRight: Bool?) in
      self.verdict(isRight).map { " \($0 ? glyphs.right : glyphs.wrong)" } ?? ""
    }
    let margin = { (answer: ImageOutcome.Answer) in
      answer.margin.isNaN ? "" : " by \(signed(Double(answer.margin), digits: 2))"
    }
    if outcome.figures != nil {
      return figureLines(of: outcome, verdict) + [(courseText(of: outcome), .label)]
    }
    var lines: [(String, Style)] = []
    if let analog = outcome.analog {
      lines.append(
        (
          "ANN \(context.className(analog.index))\(verdict(outcome.analogIsRight))"
            + margin(analog), analogStyle(of: outcome)
        ))
    }
    if let spiking = outcome.spiking {
      let since = outcome.settledStep.map { " since t=\($0)" } ?? ""
      lines.append(
        (
          "SNN \(context.className(spiking.index))\(verdict(outcome.isRight))"
            + margin(spiking) + since, spikingStyle(of: outcome)
        ))
    }
    return lines + [(courseText(of: outcome), .label)]
  }

  private func spikingStyle(of outcome: ImageOutcome) -> Style {
    verdict(outcome.isRight).map { .verdict($0) } ?? .title
  }

  private func figureLines(
    of outcome: ImageOutcome, _ verdict: (Bool?) -> String
  ) -> [(text: String, style: Style)] {
    let analog = answerWords(.analog, of: outcome).map {
      ("ANN \($0)\(verdict(outcome.analogIsRight))", analogStyle(of: outcome))
    }
    let since = outcome.settledStep.map { " since t=\($0)" } ?? ""
    let spiking = answerWords(.spiking, of: outcome).map {
      ("SNN \($0)\(verdict(outcome.isRight))\(since)", spikingStyle(of: outcome))
    }
    return [analog, spiking].compactMap(\.self)
  }

  /// `cat t=1, dog t=9, cat t=31`, the last ones of many.
  private func courseText(of outcome: ImageOutcome) -> String {
    let shown = outcome.course.suffix(6)
    let dots = shown.count < outcome.course.count ? "... " : ""
    return dots
      + shown.map { "\(words(for: Int($0.answer), of: outcome)) t=\($0.step)" }
      .joined(separator: ", ")
  }
}
