import Networks
import Tasks
import TerminalUI

/// The colours of classes over a picture; further classes begin anew.
///
/// Those of Okabe and Ito (2008), which people with any colour vision tell apart, and four more.
private let classColors = [
  0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0xF0E442, 0x999999, 0x8C510A,
  0x6A3D9A, 0xB2DF8A, 0xFB9A99,
]

/// What stands for classes where there are no colours.
private let classSigns = Array("0123456789abcdefghijklmnopqrstuvwxyz")

extension Canvas {
  /// Whether pictures have colours here.
  fileprivate var showsColors: Bool { glyphs == .braille && capabilities.colorCount >= 256 }

  /// A cell that stands for a class in legends.
  mutating func drawClassSign(_ label: Int, row: Int, column: Int) {
    self[row, column] =
      showsColors
      ? Cell("█", style: Style(.color(classColors[label % classColors.count])))
      : Cell(classSigns[label % classSigns.count], style: .title)
  }
}

extension ScreenView {
  /// The classes of places over the picture: as a tint of it, or where there are no colours as
  /// signs in every second cell.
  func drawMask(_ map: ClassMap, on canvas: inout Canvas) {
    guard context.hasPicture, context.picture.width > 0, context.picture.height > 0 else { return }
    let place = canvas.placeOfCentered(context.picture)
    let columns = Int((Double(context.picture.width) * place.columnsPerPixel).rounded(.up))
    let rows = Int((Double(context.picture.height) * place.rowsPerPixel).rounded(.up))
    let label = { (column: Int, halfRow: Int) -> Int? in
      // Where the middle of half a cell lies in the picture, from 0 to 1.
      let x = (Double(column) + 0.5) / place.columnsPerPixel / Double(context.picture.width)
      let y =
        (Double(halfRow) + 0.5) / 2 / place.rowsPerPixel / Double(context.picture.height)
      guard x < 1, y < 1 else { return nil }
      let label = map.labels[Int(y * Double(map.rows)) * map.columns + Int(x * Double(map.columns))]
      return label < 0 ? nil : Int(label)
    }
    for row in 0..<min(rows, canvas.size.rows) {
      for column in 0..<min(columns, canvas.size.columns - place.column) {
        let cell = canvas[row, place.column + column]
        guard let upper = label(column, 2 * row) else { continue }
        if canvas.showsColors {
          let lower = label(column, 2 * row + 1)
          let background = cell.style.background
          let style = Style(
            cell.style.role.tinted(by: upper),
            on: lower.flatMap { label in background.map { $0.tinted(by: label) } } ?? background)
          canvas[row, place.column + column] = Cell("▀", style: style)
        } else if (row + column).isMultiple(of: 2) {
          canvas.drawClassSign(upper, row: row, column: place.column + column)
        }
      }
    }
  }
}

extension Role {
  /// The colour of a pixel, half of it that of a class.
  fileprivate func tinted(by label: Int) -> Role {
    let tint = classColors[label % classColors.count]
    let base = pixel
    let mixed = [16, 8, 0].map { shift in ((base >> shift & 0xFF) + (tint >> shift & 0xFF)) / 2 }
    return .color(mixed.reduce(0) { $0 << 8 | $1 })
  }

  /// 0xRRGGBB of what pictures consist of; black of anything else.
  private var pixel: Int {
    if case .color(let color) = self { return color }
    guard case .grey(let level) = self else { return 0 }
    return level * 255 / (ColorScale.levels - 1) * 0x010101
  }
}
