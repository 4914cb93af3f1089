import TerminalUI

/// Where lines go from a cell.
package struct LineEnds: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let up = LineEnds(rawValue: 1)
  package static let down = LineEnds(rawValue: 2)
  package static let left = LineEnds(rawValue: 4)
  package static let right = LineEnds(rawValue: 8)
}

extension GraphLayout {
  /// The cells of a wire, from the stem of its source to the cells beside its targets.
  package func cells(of wire: Wire) -> [Position: LineEnds] {
    var cells: [Position: LineEnds] = [:]
    let lane = lanes[wire.lane]
    let exit = exitRow(of: wire.source)
    add(row: exit, from: GraphLayout.stem, to: lane, to: &cells)
    for target in wire.targets {
      add(row: entryRow(of: target), from: boxes[target].endColumn, to: lane, to: &cells)
    }
    for row in wire.rows {
      if row > wire.rows.lowerBound {
        cells[Position(row: row, column: lane), default: []].insert(.up)
      }
      if row < wire.rows.upperBound {
        cells[Position(row: row, column: lane), default: []].insert(.down)
      }
    }
    return cells
  }

  /// A line in a row, its ends included.
  private func add(
    row: Int, from first: Int, to last: Int, to cells: inout [Position: LineEnds]
  ) {
    guard first <= last else { return }
    for column in first...last {
      var ends: LineEnds = []
      if column > first { ends.insert(.left) }
      if column < last { ends.insert(.right) }
      cells[Position(row: row, column: column), default: []].formUnion(ends)
    }
  }
}

extension Glyphs {
  /// A line that goes to some sides of its cell.
  func line(_ ends: LineEnds) -> Character {
    guard self == .braille else {
      let isVertical = !ends.intersection([.up, .down]).isEmpty
      let isHorizontal = !ends.intersection([.left, .right]).isEmpty
      return isVertical && isHorizontal ? "+" : isVertical ? "|" : "-"
    }
    return lineGlyphs[ends] ?? "┼"
  }

  var downward: Character { self == .braille ? "▾" : "v" }
}

/// Where all four sides are met, lines cross.
private let lineGlyphs: [LineEnds: Character] = [
  [.up, .down]: "│", .up: "│", .down: "│", [.left, .right]: "─", .left: "─", .right: "─",
  [.down, .right]: "╭", [.down, .left]: "╮", [.up, .right]: "╰", [.up, .left]: "╯",
  [.up, .down, .right]: "├", [.up, .down, .left]: "┤", [.down, .left, .right]: "┬",
  [.up, .left, .right]: "┴",
]
