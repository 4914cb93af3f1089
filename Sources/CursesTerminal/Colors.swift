import TerminalUI

/// The colour and attributes of a role at one colour depth.
package struct Appearance: Hashable {
  /// An index of the xterm palette, or `nil` for the terminal's own colour.
  package var color: Int?
  package var attributes: Style.Attributes = []

  package init(_ color: Int? = nil, _ attributes: Style.Attributes = []) {
    self.color = color
    self.attributes = attributes
  }
}

/// How a role looks.
///
/// No role depends on its colour alone: where attributes do not tell it, its glyph or its word does.
/// The palette is that of Okabe and Ito at the nearest xterm indices; intensities are viridis.
package func appearance(of role: Role, depth: ColorDepth) -> Appearance {
  switch depth {
  case .palette, .trueColor: paletteAppearance(of: role)
  case .sixteen: sixteenColorAppearance(of: role)
  case .eight: eightColorAppearance(of: role)
  case .monochrome: monochromeAppearance(of: role)
  }
}

private func paletteAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain: Appearance()
  case .title: Appearance(nil, .bold)
  case .label, .hint: Appearance(245)
  case .border: Appearance(240)
  case .key: Appearance(nil, .bold)
  case .spike(let intensity): Appearance(pick(intensity - 1, from: [61, 30, 113, 220]))
  case .heat(let level): Appearance(pick(level, from: [53, 61, 24, 30, 36, 35, 113, 148, 220]))
  case .grey(let level):
    Appearance(pick(level, from: [16, 234, 237, 240, 243, 246, 249, 252, 231]))
  case .sinSpike: Appearance(166, .bold)
  case .lead: Appearance(214)
  case .lag: Appearance(32)
  case .annTarget: Appearance(36)
  case .threshold: Appearance(175)
  case .selection: Appearance(nil, .reverse)
  case .paused: Appearance(214, .bold)
  case .running: Appearance(36)
  case .replay: Appearance(74)
  case .error: Appearance(166, .bold)
  case .warning: Appearance(227)
  }
}

/// Bright colours are numbers of their own, 8 to 15.
private func sixteenColorAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .spike(let intensity): Appearance(pick(intensity - 1, from: [6, 14, 3, 11]))
  case .heat(let level): Appearance(pick(level, from: [4, 4, 12, 6, 6, 2, 10, 3, 11]))
  case .grey: Appearance()
  case .sinSpike: Appearance(9, .bold)
  case .lead: Appearance(11)
  case .lag: Appearance(12)
  case .annTarget, .running: Appearance(2)
  case .threshold: Appearance(5)
  case .selection: Appearance(nil, .reverse)
  case .paused: Appearance(3, .bold)
  case .replay: Appearance(6)
  case .error: Appearance(9, .bold)
  case .warning: Appearance(11)
  }
}

/// Bold makes the bright colours.
private func eightColorAppearance(of role: Role) -> Appearance {
  let bright = sixteenColorAppearance(of: role)
  guard let color = bright.color, color >= 8 else { return bright }
  return Appearance(color - 8, bright.attributes.union(.bold))
}

private func monochromeAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .heat, .grey: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .spike(let intensity): Appearance(nil, intensity > 2 ? .bold : [])
  case .sinSpike, .selection: Appearance(nil, .reverse)
  case .lead, .threshold: Appearance(nil, .bold)
  case .lag: Appearance(nil, .underline)
  case .annTarget: Appearance(nil, .dim)
  case .running, .paused, .replay: Appearance(nil, .reverse)
  case .error, .warning: Appearance(nil, .bold)
  }
}

/// The element at the nearest index.
private func pick(_ index: Int, from colors: [Int]) -> Int {
  colors[min(max(index, 0), colors.count - 1)]
}

/// The colour of an index of the xterm palette as 0xRRGGBB.
///
/// Terminals with direct colours take numbers below 8 for palette entries, so the darkest blues
/// become 8.
package func directColor(paletteIndex index: Int) -> Int {
  if index >= 232 {
    let grey = 8 + (index - 232) * 10
    return grey << 16 | grey << 8 | grey
  }
  guard index >= 16 else { return index }
  let levels = [0, 95, 135, 175, 215, 255]
  let cube = index - 16
  let color = levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6]
  return max(color, 8)
}
