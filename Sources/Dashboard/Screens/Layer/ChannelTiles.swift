import Networks
import TerminalUI

/// How the channels of a map are laid out as tiles: in their own resolution where some of them have
/// room, else shrunk as little as lets one fit; as many as there is room for.
///
/// Where there is room for a single one of many, they are shrunk further until others can be seen
/// beside it: the channel under the cursor has a picture of its own.
struct ChannelTiles {
  /// By how much each channel is shrunk.
  let factor: Int
  /// How many tiles stand side by side, and one above the other; at least 1.
  let across: Int
  let down: Int

  private let columns: Int
  private let rows: Int

  private static let mostSlack = 2

  /// Shrunk further, a map is no picture any more.
  private static let leastSide = 8

  /// The rows of one tile in full resolution, with its number above.
  static func fullRows(of shape: MapShape) -> Int { (shape.height + 1) / 2 + 1 }

  /// In how many lines all channels stand in full resolution.
  static func lines(of shape: MapShape, columns: Int) -> Int {
    let across = max((columns + 1) / (max(shape.width, 3) + 1), 1)
    return (shape.channels + across - 1) / across
  }

  /// The rows with which lines of full tiles have all the room that they can use.
  static func mostRows(of shape: MapShape, lines: Int) -> Int {
    lines * (fullRows(of: shape) + mostSlack)
  }

  init(shape: MapShape, size: Size) {
    let least = Size(rows: size.rows - 1, columns: size.columns)
      .shrinkFactor(width: shape.width, height: shape.height)
    var (factor, tile) = (least, Self.tile(of: shape, factor: least))
    var count = Self.count(of: tile, in: size)
    if count.across * count.down == 1, shape.channels > 1 {
      // Of scales at which several are seen the one that fills most, the largest of equal ones.
      var filled = 0
      for smaller in 2 * least...4 * least
      where min(shape.width, shape.height) >= smaller * Self.leastSide {
        let other = Self.tile(of: shape, factor: smaller)
        let many = Self.count(of: other, in: size)
        let shown = min(many.across * many.down, shape.channels)
        guard shown > 1, shown * other.rows * other.columns > filled else { continue }
        (factor, tile, count) = (smaller, other, many)
        filled = shown * other.rows * other.columns
      }
    }
    self.factor = factor
    (across, down) = count
    let (columns, rows) = (tile.columns, tile.rows)
    // What is left goes between the tiles, as far as they still stand together.
    let lines = min(down, (shape.channels + across - 1) / across)
    let room = Size(
      rows: size.rows / max(lines, 1),
      columns: (size.columns + 1) / max(min(across, shape.channels), 1))
    self.columns = max(columns, min(room.columns, columns + Self.mostSlack))
    self.rows = max(rows, min(room.rows, rows + Self.mostSlack))
  }

  /// A tile with a gap of a cell and a line with the number of the channel.
  private static func tile(of shape: MapShape, factor: Int) -> Size {
    let width = (shape.width + factor - 1) / factor
    let height = (shape.height + factor - 1) / factor
    return Size(rows: (height + 1) / 2 + 1, columns: max(width, 3) + 1)
  }

  private static func count(of tile: Size, in size: Size) -> (across: Int, down: Int) {
    (max((size.columns + 1) / tile.columns, 1), max(size.rows / tile.rows, 1))
  }

  func place(ofTile tile: Int, in rect: Rect) -> Rect {
    Rect(
      row: rect.row + tile / across * rows, column: rect.column + tile % across * columns,
      rows: rows, columns: columns - 1)
  }
}
