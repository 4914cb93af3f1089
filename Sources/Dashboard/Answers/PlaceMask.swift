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

/// What is drawn over a place of a picture.
struct PlaceMark: Sendable {
  /// What becomes of the colour of a pixel.
  var color: @Sendable (Role) -> Role
  /// What stands there where there are no colours; `nil` for the picture as it is.
  var sign: Cell?

  /// The class of a place.
  static func label(_ label: Int) -> PlaceMark {
    PlaceMark(
      color: { $0.tinted(by: classColors[label % classColors.count]) },
      sign: Cell(classSigns[label % classSigns.count], style: .title))
  }
}

/// The places that half a cell of a picture shows.
struct PlacesOfCell {
  var rows: Range<Int>
  var columns: Range<Int>
  /// The one under its middle.
  var middle: (row: Int, column: Int)
}

extension ScreenView {
  /// The classes of places over the picture: as a tint of it, or where there are no colours as
  /// signs in every second cell.
  func drawMask(_ map: ClassMap, on canvas: inout Canvas) {
    drawPlaces(rows: map.rows, columns: map.columns, on: &canvas) { places in
      let label = map.labels[places.middle.row * map.columns + places.middle.column]
      return label < 0 ? nil : .label(Int(label))
    }
  }

  /// Draws what is said of places over the picture, for each half of a cell.
  ///
  /// - Parameters:
  ///   - rows: Of all places, as `columns`; they spread over the picture, whatever its resolution.
  ///   - mark: What there is over some places; `nil` for nothing.
  func drawPlaces(
    rows: Int, columns: Int, on canvas: inout Canvas, mark: (PlacesOfCell) -> PlaceMark?
  ) {
    guard context.hasPicture, context.picture.width > 0, context.picture.height > 0 else { return }
    let place = canvas.placeOfCentered(context.picture)
    let width = place.columnsPerPixel * Double(context.picture.width)
    let halves = 2 * place.rowsPerPixel * Double(context.picture.height)
    func markOfHalf(_ column: Int, _ half: Int) -> PlaceMark? {
      guard let across = span(ofCell: column, of: width, places: columns),
        let down = span(ofCell: half, of: halves, places: rows)
      else { return nil }
      return mark(
        PlacesOfCell(
          rows: down.all, columns: across.all, middle: (row: down.middle, column: across.middle)))
    }
    for row in 0..<min(Int((halves / 2).rounded(.up)), canvas.size.rows) {
      for column in 0..<min(Int(width.rounded(.up)), canvas.size.columns - place.column) {
        guard let upper = markOfHalf(column, 2 * row) else { continue }
        let cell = canvas[row, place.column + column]
        if canvas.showsColors {
          let lower = markOfHalf(column, 2 * row + 1)
          let background = cell.style.background
          let style = Style(
            upper.color(cell.style.role),
            on: lower.flatMap { mark in background.map(mark.color) } ?? background)
          canvas[row, place.column + column] = Cell("▀", style: style)
        } else if (row + column).isMultiple(of: 2), let sign = upper.sign {
          canvas[row, place.column + column] = sign
        }
      }
    }
  }
}

/// The places that one of so many cells shows, and the one under its middle; `nil` where that lies
/// behind the last one.
private func span(
  ofCell cell: Int, of cells: Double, places: Int
) -> (all: Range<Int>, middle: Int)? {
  let place = { (position: Double) in position / cells * Double(places) }
  let middle = Int(place(Double(cell) + 0.5))
  guard Double(cell) + 0.5 < cells, middle < places else { return nil }
  let end = min(Int(place(Double(cell + 1)).rounded(.up)), places)
  return (min(Int(place(Double(cell))), middle)..<max(end, middle + 1), middle)
}

extension Role {
  /// The colour of a pixel, half of it another one.
  func tinted(by tint: Int) -> Role {
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
