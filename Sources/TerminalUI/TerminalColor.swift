/// A colour as terminals know it.
package enum TerminalColor: Hashable, Sendable {
  /// An index of the xterm palette; the first sixteen are the user's own.
  case indexed(Int)
  /// 0xRRGGBB.
  case direct(Int)

  /// 0xRRGGBB; for the user's own colours those of xterm itself.
  package var rgb: Int {
    switch self {
    case .indexed(let index): paletteColor(index)
    case .direct(let color): color
    }
  }

  /// The index of the palette that is this colour or the one nearest to it.
  package var paletteIndex: Int {
    switch self {
    case .indexed(let index): index
    case .direct(let color): nearestPaletteIndex(to: color)
    }
  }
}

/// The index of the xterm palette, from 16 on, that is nearest to 0xRRGGBB in sRGB.
package func nearestPaletteIndex(to color: Int) -> Int {
  let parts = rgbParts(color)
  let cube = parts.map { part in part < 48 ? 0 : part < 115 ? 1 : min((part - 35) / 40, 5) }
  let grey = min(max((parts.reduce(0, +) / 3 - 3) / 10, 0), 23)
  let candidates = [16 + 36 * cube[0] + 6 * cube[1] + cube[2], 232 + grey]
  let distance = { (index: Int) in
    zip(rgbParts(paletteColor(index)), parts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
  return distance(candidates[1]) < distance(candidates[0]) ? candidates[1] : candidates[0]
}

/// Red, green and blue of 0xRRGGBB.
private func rgbParts(_ color: Int) -> [Int] {
  [color >> 16 & 255, color >> 8 & 255, color & 255]
}

/// A colour between two of them.
///
/// - Parameter fraction: 0 for the first one, 1 for the second.
func mixed(_ first: Int, _ second: Int, _ fraction: Double) -> Int {
  zip(rgbParts(first), rgbParts(second)).reduce(0) { sum, parts in
    sum << 8 | Int((Double(parts.0) + fraction * Double(parts.1 - parts.0)).rounded())
  }
}
