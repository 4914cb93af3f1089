import Foundation
import Networks

/// Reads the boxes of a detector from its outputs.
///
/// A pure function of the outputs: those of the trained network, or the accumulated ones of a
/// spiking network over the time of accumulation.
package struct BoxDecoder: Sendable {
  private let task: DetectionTask
  /// The size of the network's input.
  private let input: MapShape

  /// - Precondition: The task suits the outputs (`DetectionTask.fault(forOutputs:)`).
  package init(_ task: DetectionTask, input: MapShape) {
    self.task = task
    self.input = input
  }

  /// The boxes that are the answer, those of the highest scores first, in pixels of the input.
  ///
  /// Costs O(places · classes), and what `selected(by:)` does for what covers each other.
  ///
  /// - Parameter outputs: Each in the order of unit numbers.
  package func objects(in outputs: [[Float]]) -> [DetectedObject] {
    reading(of: outputs).objects
  }

  /// The same, and how many boxes are none because their place or score is not finite.
  package func reading(of outputs: [[Float]]) -> (objects: [DetectedObject], unusable: Int) {
    var candidates = Candidates()
    for source in task.sources { add(source, outputs, to: &candidates) }
    return (candidates.found.selected(by: task.selection), candidates.unusable)
  }

  /// What may be part of the answer, before boxes that cover each other are left out.
  private struct Candidates {
    var found: [DetectedObject] = []
    /// Those that lie nowhere, or have no score.
    var unusable = 0

    mutating func append(_ object: DetectedObject) {
      guard object.score.isFinite, object.box.isMeasurable else {
        unusable += 1
        return
      }
      found.append(object)
    }
  }

  private func add(_ source: BoxSource, _ outputs: [[Float]], to found: inout Candidates) {
    let fields = BoxFields(source, outputs, classes: task.classCount)
    var shares = Array(repeating: 0.0, count: task.classCount)
    for place in 0..<source.places.count {
      let object = presence(place, fields)
      guard !(object <= task.selection.minimumScore) else { continue }
      if let label = fields.value(.label, place), fields.value(.classes, place) == nil {
        guard label >= 0, label < Double(task.classCount) else { continue }
        found.append(
          DetectedObject(
            box: box(place, source.places, fields), label: Int(label), score: object))
        continue
      }
      setShares(&shares, place, fields)
      if task.selection.keepsAllClasses {
        for label in shares.indices where !(object * shares[label] <= task.selection.minimumScore) {
          found.append(
            DetectedObject(
              box: box(place, source.places, fields), label: label,
              score: object * shares[label]))
        }
      } else if let label = largest(shares) {
        let score = object * shares[label]
        guard !(score <= task.selection.minimumScore) else { continue }
        found.append(
          DetectedObject(box: box(place, source.places, fields), label: label, score: score))
      }
    }
  }

  /// How sure it is that there is any object, 0 to 1; the score itself where the head gives one.
  private func presence(_ place: Int, _ fields: BoxFields) -> Double {
    let score = fields.value(.score, place) ?? 1
    guard let logit = fields.value(.objectness, place) else { return score }
    return score * (task.shares == .identity ? logit : sigmoid(logit))
  }

  private func setShares(_ shares: inout [Double], _ place: Int, _ fields: BoxFields) {
    guard fields.readClasses(of: place, into: &shares) else {
      for label in shares.indices { shares[label] = 1 }
      return
    }
    switch task.shares {
    case .identity: break
    case .sigmoid: for label in shares.indices { shares[label] = sigmoid(shares[label]) }
    case .softmax:
      let background = fields.value(.background, place)
      let largest = max(shares.max() ?? 0, background ?? -.infinity)
      var sum = background.map { exp($0 - largest) } ?? 0
      for label in shares.indices {
        shares[label] = exp(shares[label] - largest)
        sum += shares[label]
      }
      for label in shares.indices { shares[label] /= sum }
    }
  }

  private func box(_ place: Int, _ places: BoxPlaces, _ fields: BoxFields) -> Box {
    let cell = places.cell(place)
    if let left = fields.value(.left, place) {
      return box(
        left: left, top: fields.value(.top, place) ?? 0, right: fields.value(.right, place) ?? 0,
        bottom: fields.value(.bottom, place) ?? 0, cell)
    }
    let coding = task.coding
    let center = { (value: Double, index: Int, side: Double, anchor: Double, length: Int) in
      switch coding.center {
      case .sigmoid: side * (Double(index) + sigmoid(value))
      case .wideSigmoid: side * (Double(index) - 0.5 + 2 * sigmoid(value))
      case .linear: side * (Double(index) + value)
      case .anchor: side * (Double(index) + 0.5) + coding.centerFactor * value * anchor
      case .absolute: coding.isRelative ? value * Double(length) : value
      }
    }
    let extent = { (value: Double, anchor: Double, length: Int) in
      switch coding.size {
      case .exponential:
        anchor * exp(min(coding.sizeFactor * value, coding.largestExponent ?? .infinity))
      case .squared: anchor * (2 * sigmoid(value)) * (2 * sigmoid(value))
      case .absolute: coding.isRelative ? value * Double(length) : value
      }
    }
    let number = { (field: BoxField) in fields.value(field, place) ?? 0 }
    let width = extent(number(.w), cell.anchor.width, input.width)
    let height = extent(number(.h), cell.anchor.height, input.height)
    let x = center(number(.x), cell.column, cell.size.width, cell.anchor.width, input.width)
    let y = center(number(.y), cell.row, cell.size.height, cell.anchor.height, input.height)
    return Box(x: x - width / 2, y: y - height / 2, width: width, height: height)
  }

  private func box(
    left: Double, top: Double, right: Double, bottom: Double, _ cell: BoxCell
  ) -> Box {
    if task.coding.distance == .absolute {
      let (columns, rows) =
        task.coding.isRelative ? (Double(input.width), Double(input.height)) : (1, 1)
      return Box(
        x: left * columns, y: top * rows, width: (right - left) * columns,
        height: (bottom - top) * rows)
    }
    let length = { (value: Double) in
      task.coding.distance == .exponential ? exp(value) : max(value, 0)
    }
    let (x, y) = (Double(cell.column) + 0.5, Double(cell.row) + 0.5)
    let (columns, rows) = (cell.size.width, cell.size.height)
    return Box(
      x: (x - length(left)) * columns, y: (y - length(top)) * rows,
      width: (length(left) + length(right)) * columns,
      height: (length(top) + length(bottom)) * rows)
  }
}

/// The position of the largest number, the first of equal ones; that of the first NaN if there is
/// one.
private func largest(_ shares: [Double]) -> Int? {
  guard var best = shares.indices.first else { return nil }
  for index in shares.indices where !shares[best].isNaN && !(shares[index] <= shares[best]) {
    best = index
  }
  return best
}

/// `1 / (1 + exp(-x))`.
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// What the numbers of one box refer to.
private struct BoxCell {
  var row = 0
  var column = 0
  var size = BoxSize(width: 1, height: 1)
  var anchor = BoxSize(width: 1, height: 1)
}

extension BoxPlaces {
  /// That of a place; of free boxes any.
  fileprivate func cell(_ place: Int) -> BoxCell {
    var index = place
    for grid in grids {
      guard index >= grid.count else {
        let cells = grid.rows * grid.columns
        let (cell, anchor) =
          grid.cellsFirst
          ? (index / grid.anchors.count, index % grid.anchors.count)
          : (index % cells, index / cells)
        return BoxCell(
          row: cell / grid.columns, column: cell % grid.columns, size: grid.cell,
          anchor: grid.anchors[anchor])
      }
      index -= grid.count
    }
    return BoxCell()
  }
}

/// Where each number of each box stands.
private struct BoxFields {
  /// The place of one field: of the first box, and how far the next field of a box is.
  private struct Column {
    let output: Int
    let layout: BoxLayout
    let first: Int
    let width: Int
    let cells: Int
    let places: Int
  }

  private let outputs: [[Float]]
  private var columns: [BoxField: Column] = [:]

  init(_ source: BoxSource, _ outputs: [[Float]], classes: Int) {
    self.outputs = outputs
    for part in source.parts {
      let width = part.width(classes: classes)
      let grid = source.places.grids.first
      var first = 0
      for field in part.fields {
        columns[field] = Column(
          output: part.output, layout: part.layout, first: first, width: width,
          cells: grid.map { $0.rows * $0.columns } ?? 1, places: source.places.count)
        first += field == .classes ? classes : 1
      }
    }
  }

  /// The number of a field that a box has once; of the classes the first one.
  func value(_ field: BoxField, _ place: Int) -> Double? {
    columns[field].map { Double(outputs[$0.output][position($0, place, 0)]) }
  }

  /// The numbers of the classes; whether there are any.
  func readClasses(of place: Int, into numbers: inout [Double]) -> Bool {
    guard let column = columns[.classes] else { return false }
    for label in numbers.indices {
      numbers[label] = Double(outputs[column.output][position(column, place, label)])
    }
    return true
  }

  private func position(_ column: Column, _ place: Int, _ offset: Int) -> Int {
    let field = column.first + offset
    switch column.layout {
    case .rows: return place * column.width + field
    case .columns: return field * column.places + place
    case .map:
      let (anchor, cell) = (place / column.cells, place % column.cells)
      return (anchor * column.width + field) * column.cells + cell
    }
  }
}
