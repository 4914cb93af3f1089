/// The colour of an index of the xterm palette as 0xRRGGBB.
///
/// The first sixteen are those of xterm itself; terminals let their users change them.
package func paletteColor(_ index: Int) -> Int {
  if index >= 232 {
    let grey = 8 + (index - 232) * 10
    return grey << 16 | grey << 8 | grey
  }
  guard index >= 16 else { return firstColors[max(index, 0)] }
  let levels = [0, 95, 135, 175, 215, 255]
  let cube = index - 16
  return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6]
}

/// The number by which terminals with direct colours know a colour.
///
/// They take numbers below 8 for palette entries, so the darkest blues become 8.
package func directColor(_ color: TerminalColor) -> Int {
  if case .indexed(let index) = color, index < 8 { return index }
  return max(color.rgb, 8)
}

private let firstColors = [
  0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
  0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
]
