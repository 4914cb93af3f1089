import TerminalUI

/// How pictures of one size stand beside and below each other, each under a line with its name: as
/// large as the room lets them be.
struct PictureGrid: Equatable {
  /// How many stand side by side.
  let across: Int
  /// By how much each is shrunk; 1 in full resolution.
  let factor: Int

  private let down: Int
  private let count: Int

  /// - Parameters:
  ///   - width: Of each picture, in pixels.
  ///   - height: As `width`.
  init(count: Int, width: Int, height: Int, size: Size) {
    let choices = (1...max(count, 1)).map { across -> (across: Int, shrunk: Int, enlarged: Int) in
      let down = (count + across - 1) / across
      let room = Size(rows: size.rows / down - 1, columns: size.columns / across - 1)
      let isEmpty = room.rows < 1 || room.columns < 1
      return (
        across, isEmpty ? .max : room.shrinkFactor(width: width, height: height),
        isEmpty ? 0 : min(room.columns / max(width, 1), 2 * room.rows / max(height, 1))
      )
    }
    // Of equally large ones those side by side, which the eye compares more easily.
    let best = choices.max { left, right in
      (-left.shrunk, left.enlarged, left.across) < (-right.shrunk, right.enlarged, right.across)
    }
    across = best?.across ?? 1
    factor = best.map { $0.shrunk == .max ? 1 : $0.shrunk } ?? 1
    self.count = count
    down = (count + across - 1) / across
  }

  /// The fewest rows for all of them in full resolution in so many columns; `nil` where not even
  /// one is wide enough.
  static func fullRows(count: Int, width: Int, height: Int, columns: Int) -> Int? {
    let across = min(columns / (width + 1), count)
    guard across > 0 else { return nil }
    return (count + across - 1) / across * ((height + 1) / 2 + 1)
  }

  /// The room of one of them, with the line of its name.
  func place(of number: Int, in rect: Rect) -> Rect {
    let (rows, columns) = (rect.rows / max(down, 1), rect.columns / max(across, 1))
    return Rect(
      row: rect.row + number / across * rows, column: rect.column + number % across * columns,
      rows: rows, columns: columns - 1)
  }
}
