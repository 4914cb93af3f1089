/// A picture of brightness values.
package struct PixelImage: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Row by row from the top, 0 for dark and 1 for bright.
  package var values: [Float]

  /// - Precondition: There are `width * height` values.
  package init(width: Int, height: Int, values: [Float]) {
    precondition(
      values.count == width * height, "\(values.count) values for \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.values = values
  }

  /// The picture shrunk by a whole factor; each pixel is the mean of those that it stands for.
  package func shrunk(by factor: Int) -> PixelImage {
    guard factor > 1 else { return self }
    let size = (width: (width + factor - 1) / factor, height: (height + factor - 1) / factor)
    let values = (0..<size.width * size.height).map { index in
      let (x, y) = (index % size.width * factor, index / size.width * factor)
      return mean(columns: x..<min(x + factor, width), rows: y..<min(y + factor, height))
    }
    return PixelImage(width: size.width, height: size.height, values: values)
  }

  /// The picture as large as `Size.fitting` says; where it is shrunk, each pixel is the mean of
  /// those that begin in it.
  ///
  /// Costs O(pixels before and after).
  package func fitted(to size: Size) -> PixelImage {
    let new = size.fitting(width: width, height: height)
    guard new != (width, height) else { return self }
    let parts = { (count: Int, of: Int) in
      (0..<count).map { $0 * of / count..<max(($0 + 1) * of / count, $0 * of / count + 1) }
    }
    let (columns, rows) = (parts(new.width, width), parts(new.height, height))
    let values = rows.flatMap { rows in columns.map { mean(columns: $0, rows: rows) } }
    return PixelImage(width: new.width, height: new.height, values: values)
  }

  /// The picture enlarged by the largest whole factor that still fits, two pixels in each cell.
  package func enlarged(toFit size: Size) -> PixelImage {
    size.shrinkFactor(width: width, height: height) > 1 ? self : fitted(to: size)
  }

  /// A value of 0 to 1; `nil` outside of the picture.
  fileprivate func value(x: Int, y: Int) -> Double? {
    guard x >= 0, x < width, y >= 0, y < height else { return nil }
    let value = Double(values[y * width + x])
    return value > 0 ? min(value, 1) : 0
  }

  private func mean(columns: Range<Int>, rows: Range<Int>) -> Float {
    let sum = rows.reduce(Float(0)) { sum, y in
      columns.reduce(sum) { $0 + values[y * width + $1] }
    }
    return sum / Float(columns.count * rows.count)
  }
}

extension Size {
  /// The pixels of a picture that fills as much as its shape allows, two of them in each cell: a
  /// smaller one is enlarged by the largest whole factor, so that its pixels are squares; a larger
  /// one is shrunk just enough.
  ///
  /// A picture without pixels stays as it is, and where there is no cell, each.
  package func fitting(width: Int, height: Int) -> (width: Int, height: Int) {
    guard rows > 0, columns > 0, width > 0, height > 0 else { return (width, height) }
    let factor = min(columns / width, 2 * rows / height)
    if factor >= 1 { return (width * factor, height * factor) }
    return width * 2 * rows < height * columns
      ? (max(width * 2 * rows / height, 1), 2 * rows)
      : (columns, max(height * columns / width, 1))
  }

  /// The smallest whole factor by which a picture is shrunk that has room, two pixels in each cell;
  /// 1 for one that fits as it is.
  package func shrinkFactor(width: Int, height: Int) -> Int {
    guard rows > 0, columns > 0 else { return 1 }
    return max((width + columns - 1) / columns, (height + 2 * rows - 1) / (2 * rows), 1)
  }
}

/// The colours of a picture.
package enum Palette: Hashable, Sendable {
  case grey
  /// How much there is, in the colours of dots that stand for as much; nothing is the ground of
  /// pictures.
  case amount
  /// Blue below the middle, orange above it, the ground around it.
  case signed

  fileprivate func role(_ value: Double) -> Role {
    let level = level(value)
    return switch self {
    case .amount: value > 0 ? .mixed(level, accent: 0) : .ground
    case .grey: .grey(level)
    case .signed: .signed(level)
    }
  }
}

extension Canvas {
  /// Draws a picture, two pixels in each cell, one above the other.
  ///
  /// A picture larger than the rectangle is shrunk by the smallest whole factor that makes it fit;
  /// a smaller one stands at the top left. With fewer than 256 colours, or in ASCII, a cell shows
  /// the mean of its two pixels as one of ` .:-=+*#@`, or ` .<>` for a signed palette. Cells
  /// outside of the canvas are not drawn.
  ///
  /// - Returns: The rectangle that the picture covers.
  @discardableResult
  package mutating func drawImage(
    _ image: PixelImage, in rect: Rect, palette: Palette = .grey
  ) -> Rect {
    guard !rect.isEmpty, image.width > 0, image.height > 0 else {
      return Rect(row: rect.row, column: rect.column, rows: 0, columns: 0)
    }
    let factor = rect.size.shrinkFactor(width: image.width, height: image.height)
    let picture = image.shrunk(by: factor)
    let area = Rect(
      row: rect.row, column: rect.column, rows: (picture.height + 1) / 2, columns: picture.width)
    for row in 0..<area.rows {
      for column in 0..<area.columns {
        let upper = picture.value(x: column, y: row * 2) ?? 0
        let lower = picture.value(x: column, y: row * 2 + 1)
        self[area.row &+ row, area.column &+ column] = pixels(upper, lower, palette: palette)
      }
    }
    return area
  }

  private func pixels(_ upper: Double, _ lower: Double?, palette: Palette) -> Cell {
    if glyphs == .braille, capabilities.colorCount >= 256 {
      let style = Style(palette.role(upper), on: lower.map(palette.role))
      return Cell("▀", style: style)
    }
    let mean = (upper + (lower ?? upper)) / 2
    let level = Int((mean * Double(asciiRamp.count - 1)).rounded())
    switch palette {
    case .amount: return Cell(asciiRamp[level], style: .mixed(mean, accent: 0))
    case .grey: return Cell(asciiRamp[level])
    case .signed:
      guard abs(level - 4) > 1 else { return Cell(level == 4 ? " " : ".") }
      return level < 4 ? Cell("<", style: .negative) : Cell(">", style: .positive)
    }
  }
}
