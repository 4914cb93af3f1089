/// A picture in grey or in colour.
package struct ColorImage: Hashable, Sendable {
  /// Brightness alone, or that of red, green and blue.
  private var planes: [PixelImage]

  package init(grey: PixelImage) {
    planes = [grey]
  }

  /// - Precondition: All have the same size.
  package init(red: PixelImage, green: PixelImage, blue: PixelImage) {
    precondition(
      [green, blue].allSatisfy { ($0.width, $0.height) == (red.width, red.height) },
      "planes of different sizes")
    planes = [red, green, blue]
  }

  package var width: Int { planes[0].width }
  package var height: Int { planes[0].height }
  package var isColored: Bool { planes.count > 1 }

  /// The picture shrunk by a whole factor; each pixel is the mean of those that it stands for.
  package func shrunk(by factor: Int) -> ColorImage {
    var other = self
    other.planes = planes.map { $0.shrunk(by: factor) }
    return other
  }

  /// The picture enlarged by the largest whole factor that still fits, two pixels in each cell.
  package func enlarged(toFit size: Size) -> ColorImage {
    var other = self
    other.planes = planes.map { $0.enlarged(toFit: size) }
    return other
  }

  /// The picture as large as `Size.fitting` says.
  package func fitted(to size: Size) -> ColorImage {
    var other = self
    other.planes = planes.map { $0.fitted(to: size) }
    return other
  }

  /// The picture in grey: the mean of its colours.
  package var brightness: PixelImage {
    guard isColored else { return planes[0] }
    var grey = planes[0]
    for index in grey.values.indices {
      grey.values[index] = planes.reduce(Float(0)) { $0 + $1.values[index] } / Float(planes.count)
    }
    return grey
  }

  /// 0xRRGGBB; `nil` outside of the picture.
  fileprivate func color(x: Int, y: Int) -> Int? {
    guard x >= 0, x < width, y >= 0, y < height else { return nil }
    return planes.reduce(0) { color, plane in
      let value = min(max(plane.values[y * width + x], 0), 1)
      return color << 8 | Int((value * 255).rounded())
    }
  }
}

extension Canvas {
  /// Draws a picture in its colours, two pixels in each cell, one above the other.
  ///
  /// What does not fit is shrunk by the smallest whole factor that lets it; a smaller picture
  /// stands at the top left. With fewer than 256 colours, or in ASCII, it is drawn in grey.
  package mutating func drawImage(_ image: ColorImage, in rect: Rect) {
    let showsColors = glyphs == .braille && capabilities.colorCount >= 256
    guard image.isColored, showsColors, !rect.isEmpty, image.width > 0, image.height > 0 else {
      drawImage(image.brightness, in: rect, palette: .grey)
      return
    }
    let picture = image.shrunk(
      by: rect.size.shrinkFactor(width: image.width, height: image.height))
    for row in 0..<(picture.height + 1) / 2 {
      for column in 0..<picture.width {
        guard let upper = picture.color(x: column, y: 2 * row) else { continue }
        let lower = picture.color(x: column, y: 2 * row + 1)
        self[rect.row &+ row, rect.column &+ column] = Cell(
          "▀", style: Style(.color(upper), on: lower.map(Role.color)))
      }
    }
  }
}
