import Networks
import PlainText
import TerminalUI

/// Lines around boxes: of the spiking network drawn through, of the analog one broken.
private struct BoxLines {
  var horizontal: Character
  var vertical: Character
  var corners: (Character, Character, Character, Character)

  static func spiking(_ glyphs: Glyphs) -> BoxLines {
    glyphs == .braille
      ? BoxLines(horizontal: "─", vertical: "│", corners: ("┌", "┐", "└", "┘"))
      : BoxLines(horizontal: "-", vertical: "|", corners: ("+", "+", "+", "+"))
  }

  static func analog(_ glyphs: Glyphs) -> BoxLines {
    glyphs == .braille
      ? BoxLines(horizontal: "╌", vertical: "╎", corners: ("┌", "┐", "└", "┘"))
      : BoxLines(horizontal: ".", vertical: ":", corners: (".", ".", ":", ":"))
  }
}

extension ScreenView {
  /// The boxes of both networks over the picture, the spiking one's on top, each with its class.
  ///
  /// A box of the ANN may be hidden under one of another class: then the classes of both stand
  /// there.
  func drawBoxes(on canvas: inout Canvas) {
    guard context.hasPicture else { return }
    let place = canvas.placeOfCentered(context.picture)
    let matches = MatchedBox.matches(spiking: spikingBoxes ?? [], analog: analogBoxes)
    for object in analogBoxes {
      let rect = place.rect(around: object.box)
      canvas.drawFrame(rect, .analog(canvas.glyphs), style: .annTarget)
    }
    for match in matches where match.spiking == nil {
      guard let object = match.analog else { continue }
      let rect = place.rect(around: object.box)
      // Below, where the name of a box of the spiking network does not stand.
      canvas.writeName(
        context.className(object.label), of: rect, row: rect.row + rect.rows - 1,
        style: .annTarget)
    }
    for object in matches.compactMap(\.spiking) {
      canvas.drawFrame(place.rect(around: object.box), .spiking(canvas.glyphs), style: .firstRun)
    }
    for match in matches {
      guard let object = match.spiking else { continue }
      let rect = place.rect(around: object.box)
      canvas.writeName(
        name(of: match), of: rect, row: rect.row, isWhole: match.differs, style: .title)
    }
  }
}

/// Where a picture lies on a canvas.
struct PicturePlace {
  /// Of the picture's left edge.
  var column: Int
  /// Cells for each pixel.
  var columnsPerPixel: Double
  var rowsPerPixel: Double

  /// The cells that the edges of a box lie in.
  func rect(around box: Box) -> Rect {
    // Boxes of a network that has seen nothing yet may lie anywhere.
    let (left, top) = (wholeCells(box.x * columnsPerPixel), wholeCells(box.y * rowsPerPixel))
    let right = wholeCells((box.x + box.width) * columnsPerPixel - 1e-9)
    let bottom = wholeCells((box.y + box.height) * rowsPerPixel - 1e-9)
    return Rect(
      row: top, column: column + left, rows: max(bottom - top + 1, 1),
      columns: max(right - left + 1, 1))
  }
}

extension Canvas {
  /// Where `drawCentered` puts a picture.
  func placeOfCentered(_ image: ColorImage) -> PicturePlace {
    let drawn = size.fitting(width: image.width, height: image.height)
    return PicturePlace(
      column: max((size.columns - drawn.width) / 2, 0),
      columnsPerPixel: Double(drawn.width) / Double(max(image.width, 1)),
      rowsPerPixel: Double(drawn.height) / Double(max(image.height, 1)) / 2)
  }

  /// Writes a class into a line of its box.
  ///
  /// - Parameter isWhole: Whether it may go beyond the box.
  fileprivate mutating func writeName(
    _ name: String, of rect: Rect, row: Int, isWhole: Bool = false, style: Style
  ) {
    let room = size.columns - rect.column - 1
    guard rect.columns > 3, room > 0, rect.row < size.rows else { return }
    let column = max(rect.column + 1, 0)
    let width = min(
      isWhole ? max(rect.columns - 2, name.count) : rect.columns - 2, size.columns - column)
    // What the edge of the picture cuts goes on in the box.
    let lines = wrapped(name, width: max(width, 1))
    let below = min(rect.rows - 1, size.rows - max(row, 0))
    for (offset, line) in (isWhole && lines.count <= below ? lines : [name]).enumerated() {
      write(
        line, row: min(max(row + offset, 0), size.rows - 1), column: column, width: width,
        alignment: .left, style: style)
    }
  }

  /// Lines around cells; what lies outside of the canvas is left out.
  fileprivate mutating func drawFrame(_ rect: Rect, _ lines: BoxLines, style: Style) {
    let (bottom, right) = (rect.row + rect.rows - 1, rect.column + rect.columns - 1)
    func set(_ row: Int, _ column: Int, _ glyph: Character) {
      guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else { return }
      self[row, column] = Cell(glyph, style: style)
    }
    for column in max(rect.column, 0)..<max(min(right + 1, size.columns), max(rect.column, 0)) {
      set(rect.row, column, lines.horizontal)
      set(bottom, column, lines.horizontal)
    }
    for row in max(rect.row, 0)..<max(min(bottom + 1, size.rows), max(rect.row, 0)) {
      set(row, rect.column, lines.vertical)
      set(row, right, lines.vertical)
    }
    set(rect.row, rect.column, lines.corners.0)
    set(rect.row, right, lines.corners.1)
    set(bottom, rect.column, lines.corners.2)
    set(bottom, right, lines.corners.3)
  }
}
