import Networks
import PlainText
import SpikeStatistics
import Tasks
import TerminalUI
import TimeTravel

/// The columns of a list of classes beside the bars: at least for a sign and the class before them,
/// and for two shares behind.
private let leastClassWidth = 13
private let sharesWidth = 12

extension AnswerPanels {
  /// How much of the picture is of each class, beside the analog network's.
  static let places = AnswerPanels(
    drawOverInput: { view, canvas in
      if let map = view.spikingMap { view.drawMask(map, on: &canvas) }
    },
    drawDifferences: { $0.drawDifferingPlaces(on: &$1) },
    title: { $0.placesTitle() }, draw: { $0.drawPlaces(on: &$1) },
    rows: { $0.classesOfPlaces + 1 }, fitsRow: false, liesInPicture: true,
    courseTitle: { $0.placeCourseTitle() }, drawCourse: { $0.drawPlaceCourse(on: &$1) },
    drawTwo: { view, comparison, canvas in
      for (row, run) in [view.runState, comparison.runState].enumerated() {
        let share = view.sharesOfPlaces(view.meanOutputs(of: run))
        let words = share?.enumerated().map {
          "\(view.context.className($0)) \(percent($1, digits: 0))"
        }
        canvas.write(
          (row == 0 ? "A " : "B ") + (words?.joined(separator: "  ") ?? "no output yet"), row: row,
          column: 1, style: row == 0 ? .firstRun : .secondRun)
      }
    },
    words: { view in
      view.placesAsANN.map { "\(percent($0, digits: 0)) as the ANN" }
        ?? view.largestShare.map {
          "\(view.context.className($0.label)) \(percent($0.share, digits: 0))"
        }
    },
    lane: { $0.placeLane($1) }, numbers: { $0.placeNumbers() },
    courseNumbers: { $0.placeCourseNumbers() },
    facts: { view, _ in
      [
        (
          view.placesAsANN.map { "   SNN \(percent($0)) of the places as the ANN" } ?? "   SNN -",
          .title
        )
      ]
    },
    sentences: { view in
      [
        view.placesAsANN.map {
          "\(percent($0)) of the places have the class that the analog network gives them."
        } ?? "The spiking network gives no output yet."
      ]
    })
}

extension ScreenView {
  fileprivate var classesOfPlaces: Int { TaskReader(network).classCount }

  private func map(of outputs: [[Float]]?) -> ClassMap? {
    guard let outputs, case .places(let map) = TaskReader(network).answer(from: outputs) else {
      return nil
    }
    return map
  }

  /// The class of each place so far; `nil` before the first complete readout.
  var spikingMap: ClassMap? {
    if case .places(let map)? = spikingAnswer { map } else { nil }
  }

  /// The class that most places have.
  fileprivate var largestShare: (label: Int, share: Double)? {
    sharesOfPlaces(meanOutputs(of: runState)).flatMap { shares in
      shares.indices.max { shares[$0] < shares[$1] }.map { ($0, shares[$0]) }
    }
  }

  /// The share of places with the ANN's class over time; without an ANN the class of most places.
  fileprivate func placeLane(_ axis: TimeAxis) -> [LaneAnswer?] {
    guard canFollowBoxes(steps: axis.width) else { return [] }
    let analog = analogMap
    return (0..<axis.width).map { cell in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.potentials.lastStep,
        let own = map(of: meanOutputs(at: min(steps.upperBound, engine.potentials.lastStep)))
      else { return nil }
      if let analog {
        let share = own.share(of: analog)
        return LaneAnswer(
          text: percent(share, digits: 0), short: "",
          style: .verdict(share == 1))
      }
      var counts = Array(repeating: 0, count: classesOfPlaces)
      for label in own.labels { counts[Int(label)] += 1 }
      let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
      return LaneAnswer(text: context.className(best), style: .plain)
    }
  }

  /// The share of places that each class has.
  fileprivate func sharesOfPlaces(_ outputs: [[Float]]?) -> [Double]? {
    map(of: outputs).map { map in
      var counts = Array(repeating: 0, count: classesOfPlaces)
      for label in map.labels { counts[Int(label)] += 1 }
      return counts.map { Double($0) / Double(max(map.labels.count, 1)) }
    }
  }

  var analogMap: ClassMap? {
    if case .places(let map)? = analogAnswer { map } else { nil }
  }

  /// The share of places with the class that the analog network gives them.
  fileprivate var placesAsANN: Double? {
    guard let own = spikingMap, let analog = analogMap else { return nil }
    return own.share(of: analog)
  }

  fileprivate func placesTitle() -> PaneTitle {
    PaneTitle("places", [context.hasANN ? "share SNN, mark ANN" : "share of the picture"])
  }

  fileprivate func drawPlaces(on canvas: inout Canvas) {
    let own = sharesOfPlaces(meanOutputs(of: runState))
    let analog = sharesOfPlaces(context.hasANN ? context.analogOutputs : nil)
    let names = classColumns(
      in: canvas.size.columns, besides: sharesWidth + 1, least: leastClassWidth - 1)
    let classWidth = names + 1
    let width = max(canvas.size.columns - classWidth - sharesWidth, 4)
    for index in 0..<min(classesOfPlaces, canvas.size.rows) {
      canvas.drawClassSign(index, row: index, column: 0)
      canvas.write(
        context.className(index), row: index, column: 2, width: classWidth - 3, alignment: .left,
        style: .plain)
      let bar = Rect(row: index, column: classWidth, rows: 1, columns: width)
      canvas.drawBar(own?[index] ?? 0, in: bar, style: .firstRun)
      if let analog {
        canvas.markBar(analog[index], in: bar, style: .annTarget)
      }
      for (number, share) in [own?[index], analog?[index]].enumerated() {
        canvas.write(
          share.map { percent($0, digits: 0) } ?? "-", row: index,
          column: classWidth + width + 6 * number, width: 5, alignment: .right,
          style: number == 0 ? .title : .annTarget)
      }
    }
  }

  /// A row per class: its share of the places, and the analog network's.
  fileprivate func placeNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "share", "ann_share"])
    let own = sharesOfPlaces(meanOutputs(of: runState))
    let analog = sharesOfPlaces(context.hasANN ? context.analogOutputs : nil)
    for index in 0..<classesOfPlaces {
      table.append([
        step, context.className(index), number(own.map { Float($0[index]) }),
        number(analog.map { Float($0[index]) }),
      ])
    }
    return table
  }
}

// How the answer of places forms over time.
extension ScreenView {
  fileprivate func placeCourseTitle() -> PaneTitle {
    let share =
      context.hasANN
      ? "share as the ANN" : largestShare.map { "share of \(context.className($0.label))" }
    return PaneTitle("places over time", [share].compactMap(\.self))
  }

  /// The share of places with the class that the ANN gives them, by step; without an ANN that of
  /// the class that most places have now.
  fileprivate func drawPlaceCourse(on canvas: inout Canvas) {
    let (analog, largest) = (analogMap, largestShare?.label)
    drawAnswerCourse(
      AnswerCourse(
        top: 1, text: { percent($0, digits: 0) },
        presentText: { "\(percent($0)) at this step" },
        value: { step in
          guard let own = map(of: meanOutputs(at: step)) else { return nil }
          if let analog { return own.share(of: analog) }
          let count = own.labels.count { Int($0) == largest }
          return Double(count) / Double(max(own.labels.count, 1))
        }), on: &canvas)
  }

  /// A row per step and class: its share of the places, and how many of all places have the analog
  /// network's class.
  fileprivate func placeCourseNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "share", "as_ann"])
    let analog = analogMap
    for step in 1..<engine.history.lastStep + 1 {
      let outputs = meanOutputs(at: step)
      guard let own = map(of: outputs), let shares = sharesOfPlaces(outputs) else { continue }
      let same = number(analog.map { Float(own.share(of: $0)) })
      for (index, share) in shares.enumerated() {
        table.append([step, context.className(index), number(Float(share)), same])
      }
    }
    return table
  }
}
