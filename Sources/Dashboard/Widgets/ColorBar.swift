import TerminalUI

/// What colours stand for: the name of a quantity, and its values at both ends of the scale.
struct ColorBar {
  let name: String
  let ends: (String, String)
  let styles: [Style]

  private static let steps = 8

  /// Spikes per neuron and step, as all that shows rates does; where none fires there is ground.
  static let rate = ColorBar(
    name: "rate", ends: ("0", "1"),
    styles: (0..<steps).map { step in
      let root = Double(step) / Double(steps - 1)
      return step == 0 ? Style(.ground) : .spikes(rate: root * root, sinShare: 0)
    })

  /// The share of SIN among spikes, as rasters show it.
  static let sinShare = ColorBar(
    name: "SIN", ends: ("none", "all"),
    styles: (0..<steps).map { step in
      .spikes(rate: 0.1, sinShare: Double(step) / Double(steps - 1))
    })

  fileprivate var width: Int { name.count + 1 + ends.0.count + styles.count + ends.1.count + 2 }
}

extension Canvas {
  /// Writes notes in a row, with what its colours mean at the right: as many of the first ones as
  /// have room, each whole.
  mutating func writeNotes(_ notes: [String], bars: [ColorBar], row: Int) {
    let room = drawColorBars(bars, row: row) - 2
    let text = notes.indices.reversed().lazy.map { notes[...$0].joined(separator: ", ") }
      .first { $0.count <= room }
    let begun = notes.first.flatMap { wholeClauses($0, width: room) }
    write(
      text ?? begun ?? "", row: row, column: 1, width: room, alignment: .left, style: .label)
  }

  /// Draws colour bars at the right end of a row, the first ones that fit; nothing where colours
  /// are too few for a scale.
  ///
  /// - Returns: The columns that are left before them.
  @discardableResult
  mutating func drawColorBars(_ bars: [ColorBar], row: Int) -> Int {
    guard glyphs == .braille, capabilities.colorCount >= 256 else { return size.columns }
    var column = size.columns
    for bar in bars.reversed() where column - bar.width > size.columns / 3 {
      column -= bar.width + 1
      var next = write("\(bar.name) \(bar.ends.0) ", row: row, column: column, style: .label)
      for style in bar.styles { next = write("█", row: row, column: next, style: style) }
      write(" \(bar.ends.1)", row: row, column: next, style: .label)
    }
    return column
  }
}
