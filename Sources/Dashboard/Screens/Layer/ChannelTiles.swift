import Networks
import TerminalUI

/// How the channels of a map are laid out as tiles: in their own resolution where one of them has
/// room, else shrunk as little as lets one fit; as many as there is room for.
struct ChannelTiles {
  /// By how much each channel is shrunk.
  let factor: Int
  /// How many tiles stand side by side, and one above the other; at least 1.
  let across: Int
  let down: Int

  private let columns: Int
  private let rows: Int

  private static let mostSlack = 2

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
    factor = Size(rows: size.rows - 1, columns: size.columns)
      .shrinkFactor(width: shape.width, height: shape.height)
    let width = (shape.width + factor - 1) / factor
    let height = (shape.height + factor - 1) / factor
    // A gap of a cell and a line with the number of the channel.
    let (columns, rows) = (max(width, 3) + 1, (height + 1) / 2 + 1)
    across = max((size.columns + 1) / columns, 1)
    down = max(size.rows / rows, 1)
    // What is left goes between the tiles, as far as they still stand together.
    let lines = min(down, (shape.channels + across - 1) / across)
    let room = Size(
      rows: size.rows / max(lines, 1),
      columns: (size.columns + 1) / max(min(across, shape.channels), 1))
    self.columns = max(columns, min(room.columns, columns + Self.mostSlack))
    self.rows = max(rows, min(room.rows, rows + Self.mostSlack))
  }

  func place(ofTile tile: Int, in rect: Rect) -> Rect {
    Rect(
      row: rect.row + tile / across * rows, column: rect.column + tile % across * columns,
      rows: rows, columns: columns - 1)
  }
}
