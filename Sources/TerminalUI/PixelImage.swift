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
      mean(x: index % size.width * factor, y: index / size.width * factor, side: factor)
    }
    return PixelImage(width: size.width, height: size.height, values: values)
  }

  /// The picture enlarged by the largest whole factor that still fits, two pixels in each cell.
  package func enlarged(toFit size: Size) -> PixelImage {
    guard width > 0, height > 0 else { return self }
    let factor = min(size.columns / width, size.rows * 2 / height)
    guard factor > 1 else { return self }
    var large: [Float] = []
    for row in 0..<height * factor {
      for column in 0..<width * factor {
        large.append(values[row / factor * width + column / factor])
      }
    }
    return PixelImage(width: width * factor, height: height * factor, values: large)
  }

  /// A value of 0 to 1; `nil` outside of the picture.
  fileprivate func value(x: Int, y: Int) -> Double? {
    guard x >= 0, x < width, y >= 0, y < height else { return nil }
    let value = Double(values[y * width + x])
    return value > 0 ? min(value, 1) : 0
  }

  private func mean(x: Int, y: Int, side: Int) -> Float {
    let xs = x..<min(x + side, width)
    let ys = y..<min(y + side, height)
    let sum = ys.reduce(Float(0)) { sum, y in xs.reduce(sum) { $0 + values[y * width + $1] } }
    return sum / Float(xs.count * ys.count)
  }
}

extension Size {
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
