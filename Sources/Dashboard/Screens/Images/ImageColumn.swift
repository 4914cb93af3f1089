import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// A column of the list of images: what it says of one, and by what it sorts.
package enum ImageColumn: String, Equatable, Sendable, CaseIterable {
  case number, label
  case analog = "ann"
  case analogMargin = "annmargin"
  case spiking = "snn"
  /// How many of what is annotated the spiking network has.
  case found
  /// How many of what the analog network gives the spiking one has.
  case same
  case margin
  case settled = "settles"
  case sin, spikes
  case operations = "synops"

  var title: String {
    switch self {
    case .number: "#"
    case .label: "label"
    case .found: "found"
    case .same: "as ANN"
    case .analog: "ANN"
    case .analogMargin: "ANN margin"
    case .spiking: "SNN"
    case .margin: "margin"
    case .settled: "settles"
    case .sin: "SIN"
    case .spikes: "spikes"
    case .operations: "synops"
    }
  }

  /// The title where answers are no classes.
  func title(of task: NetworkTask) -> String {
    switch (self, task) {
    case (.label, .detection): "objects"
    case (.margin, .detection): "F1"
    case (.analogMargin, .detection): "ANN F1"
    case (.margin, .segmentation): "mIoU"
    case (.analogMargin, .segmentation): "ANN mIoU"
    case (_, .classification), (_, .detection), (_, .segmentation): title
    }
  }

  /// As the title says, and in a sentence.
  var name: String {
    switch self {
    case .number: "number"
    case .label, .found, .analog, .analogMargin, .same, .sin, .spikes: title
    case .spiking: "SNN's answer"
    case .margin: "SNN margin"
    case .settled: "settling step"
    case .operations: "operations"
    }
  }

  var alignment: Alignment {
    switch self {
    case .label, .analog, .spiking: .left
    case .found, .same, .number, .analogMargin, .margin, .settled, .sin, .spikes, .operations:
      .right
    }
  }

  /// Whether the first click shows the largest values first.
  var beginsWithLargest: Bool {
    switch self {
    case .settled, .sin, .spikes, .operations: true
    case .number, .label, .found, .analog, .analogMargin, .spiking, .same, .margin: false
    }
  }

  /// What is sorted by; `nil` where there is nothing.
  func value(of outcome: ImageOutcome) -> Double? {
    if let figures = outcome.figures, let count = count(of: figures) { return count.value }
    return switch self {
    case .number: Double(outcome.index)
    case .label: outcome.label.map(Double.init)
    case .analog: (outcome.analog?.index).map(Double.init)
    case .analogMargin: (outcome.analog?.margin).map(Double.init)
    case .spiking: (outcome.spiking?.index).map(Double.init)
    case .margin: (outcome.spiking?.margin).map(Double.init)
    case .found, .same: nil
    case .settled: outcome.settledStep.map(Double.init)
    case .sin: outcome.sinShare
    case .spikes: Double(outcome.spikes)
    case .operations: Double(outcome.operations)
    }
  }

  /// What stands here where answers are no classes; `nil` in columns that all outcomes have.
  private func count(of figures: AnswerFigures) -> (value: Double?, isScore: Bool)? {
    let score = { (counts: AnswerFigures.Counts?) in
      counts?.score.map { Double($0) / Double(AnswerFigures.fullScore) }
    }
    return switch self {
    case .label: (figures.expected.map(Double.init), false)
    case .found: (figures.spiking?.right.map(Double.init), false)
    case .analog: (figures.analog.map { Double($0.given) }, false)
    case .spiking: (figures.spiking.map { Double($0.given) }, false)
    case .same: (figures.same.map(Double.init), false)
    case .analogMargin: (score(figures.analog), true)
    case .margin: (score(figures.spiking), true)
    case .number, .settled, .sin, .spikes, .operations: nil
    }
  }

  /// - Parameter className: The name of a class.
  func text(of outcome: ImageOutcome, className: (Int) -> String) -> String {
    if let figures = outcome.figures, let count = count(of: figures) {
      return count.isScore
        ? percent(count.value, digits: 0) : count.value.map { grouped(Int($0)) } ?? "-"
    }
    return switch self {
    case .number: "\(outcome.index)"
    case .label: outcome.label.map(className) ?? "-"
    case .analog: (outcome.analog?.index).map(className) ?? "-"
    case .spiking: (outcome.spiking?.index).map(className) ?? "-"
    case .analogMargin, .margin:
      signed(value(of: outcome).flatMap { $0.isNaN ? nil : $0 }, digits: 2)
    case .found, .same: "-"
    case .settled: outcome.settledStep.map { "t=\($0)" } ?? "-"
    case .sin: percent(outcome.sinShare, digits: 0)
    case .spikes: grouped(outcome.spikes)
    case .operations: siCount(outcome.operations)
    }
  }

  /// Whether it says something of a network that has an analog counterpart only.
  var needsANN: Bool {
    switch self {
    case .analog, .analogMargin, .same, .sin: true
    case .number, .label, .found, .spiking, .margin, .settled, .spikes, .operations: false
    }
  }

  /// The columns for so much room, the most telling ones where there is little.
  ///
  /// Those that are missed until there is much room appear only where the list has that room beside
  /// all that stands there, too: none leaves where the terminal grows.
  ///
  /// - Parameter order: What the list is sorted by, which always stays.
  static func shown(
    columns: Int, hasANN: Bool, task: NetworkTask, order: ImageColumn = .number
  ) -> [ImageColumn] {
    let hidden: [ImageColumn] =
      columns >= 118 ? [] : columns >= 78 ? [.spikes] : [.spikes, .analogMargin]
    let meaningless: [ImageColumn] =
      switch task {
      case .classification: [.found, .same]
      case .detection: []
      // All places have an answer.
      case .segmentation: [.label, .analog, .spiking]
      }
    return allCases.filter {
      (!hidden.contains($0) || $0 == order) && !meaningless.contains($0) && (hasANN || !$0.needsANN)
    }
  }
}

extension ImageColumn {
  /// The names of the definitions of what a column says.
  fileprivate func definitions(of task: NetworkTask) -> [String] {
    switch self {
    case .number, .label: ["label"]
    case .analog, .spiking: ["answer"]
    case .analogMargin, .margin: task.isClassification ? ["margin"] : ["F1"]
    case .found, .same: ["F1"]
    case .settled: ["settles"]
    case .sin: ["SIN of an image"]
    case .spikes: ["spikes"]
    case .operations: ["synops"]
    }
  }
}

extension DashboardState {
  /// Whether a definition is of a column that the list of images does not have now.
  func hidesImageDefinition(_ name: String) -> Bool {
    guard let context else { return false }
    let columns = { (columns: [ImageColumn]) in
      Set(columns.flatMap { $0.definitions(of: context.task) })
    }
    let shown = ImageColumn.shown(
      columns: imageListColumns, hasANN: context.hasANN, task: context.task,
      order: imageList.order)
    if name == "SIN by layer" { return !context.hasANN }
    let all = columns(ImageColumn.allCases).union(["margin", "F1"])
    return all.contains(name) && !columns(shown).contains(name)
  }

  /// The columns that the list has on a terminal of this size.
  private var imageListColumns: Int {
    guard let context, let engine else { return size.columns }
    let view = ScreenView(state: self, context: context, engine: engine)
    let area = Rect(row: 0, column: 0, rows: max(size.rows - 4, 0), columns: size.columns)
    let places = view.imagesLayout(area.size).places(in: area, style: FrameStyle(for: area.size))
    return places.first { $0.name == "images" }?.content.columns ?? size.columns
  }
}
