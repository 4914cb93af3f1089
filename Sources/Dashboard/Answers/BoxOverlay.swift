import Networks
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
  /// The boxes of both networks over the picture, the spiking one's on top and named.
  func drawBoxes(on canvas: inout Canvas) {
    guard context.hasPicture else { return }
    let place = canvas.placeOfCentered(context.picture)
    for object in analogBoxes {
      let rect = place.rect(around: object.box)
      canvas.drawFrame(rect, .analog(canvas.glyphs), style: .annTarget)
    }
    for object in spikingBoxes ?? [] {
      let rect = place.rect(around: object.box)
      canvas.drawFrame(rect, .spiking(canvas.glyphs), style: .firstRun)
      let name = context.className(object.label)
      guard rect.columns > 3, canvas.bounds.columns > rect.column + 1 else { continue }
      canvas.write(
        name, row: max(rect.row, 0), column: max(rect.column + 1, 0),
        width: min(rect.columns - 2, canvas.size.columns - rect.column - 1), alignment: .left,
        style: .title)
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
