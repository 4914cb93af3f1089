/// The colours of a screen, by the ground that they stand on.
///
/// In every theme, positive, negative and the first accent differ for people who see fewer colours
/// too.
package enum Theme: String, CaseIterable, Hashable, Sendable {
  /// For terminals with a dark ground.
  case dark
  /// For terminals with a light ground.
  case light
  /// No colours at all: words, glyphs and attributes tell everything.
  case mono
}

/// The colour and attributes of a role at one colour depth.
package struct Appearance: Hashable, Sendable {
  /// `nil` is the terminal's own colour.
  package var color: TerminalColor?
  package var attributes: Style.Attributes = []

  init(_ color: TerminalColor? = nil, _ attributes: Style.Attributes = []) {
    self.color = color
    self.attributes = attributes
  }

  /// - Parameter index: Of the xterm palette.
  init(_ index: Int, _ attributes: Style.Attributes = []) {
    self.init(.indexed(index), attributes)
  }
}

/// How a role looks.
///
/// No role depends on its colour alone: where attributes do not tell it, its glyph or its word
/// does. The palette is that of Okabe and Ito at the nearest xterm indices, darker for a light
/// ground; scales are those of `ColorScale`, and what is mixed begins where it can be seen on the
/// ground.
package func appearance(
  of role: Role, depth: ColorDepth, theme: Theme = .dark
) -> Appearance {
  switch (theme, depth) {
  case (.mono, _), (_, .monochrome): monochromeAppearance(of: role)
  case (_, .palette), (_, .trueColor):
    if let color = scaleColor(of: role, depth: depth, theme: theme) {
      Appearance(color)
    } else if theme == .dark {
      darkPaletteAppearance(of: role)
    } else {
      lightPaletteAppearance(of: role)
    }
  case (.dark, .sixteen): darkSixteenAppearance(of: role)
  case (.light, .sixteen): lightSixteenAppearance(of: role)
  case (.dark, .eight): eightColorAppearance(darkSixteenAppearance(of: role))
  case (.light, .eight): eightColorAppearance(lightSixteenAppearance(of: role))
  }
}

/// The colour of a role that is a place on a scale, or of a picture; `nil` for others.
private func scaleColor(of role: Role, depth: ColorDepth, theme: Theme) -> TerminalColor? {
  switch role {
  case .heat(let level): ColorScale.color(ColorScale.heat, level: level, depth: depth)
  case .grey(let level): ColorScale.color(ColorScale.grey, level: level, depth: depth)
  case .signed(let level):
    ColorScale.color(
      theme == .light ? ColorScale.signedOnLight : ColorScale.signed, level: level, depth: depth)
  case .mixed(let level, let accent): mixedColor(level, accent: accent, depth: depth, theme: theme)
  case .ground: groundColor(depth: depth, theme: theme)
  case .color(let color):
    depth == .trueColor ? .direct(color) : .indexed(nearestPaletteIndex(to: color))
  case .plain, .title, .label, .intensity, .positive, .negative, .accent1, .accent2, .accent3,
    .firstOfTwo, .secondOfTwo, .selection, .good, .held, .info, .error, .warning, .hint, .key,
    .border:
    nil
  }
}

/// The part of viridis that can be seen on the ground, mixed with the first accent.
private func mixedColor(
  _ level: Int, accent: Int, depth: ColorDepth, theme: Theme
) -> TerminalColor {
  // A palette shows half of the levels.
  let shown = depth == .trueColor ? level : level / 2 * 2
  let fraction = Double(shown) / Double(ColorScale.levels - 1)
  let place = theme == .light ? 0.5 * (1 - fraction) : 0.4 + 0.6 * fraction
  let share = 0.35 + 0.65 * Double(accent) / Double(accentSteps)
  let accentColor = theme == .light ? 0xC03000 : 0xFF5F1F
  let base = ColorScale.color(ColorScale.heat, at: place)
  let color = accent > 0 ? mixed(base, accentColor, share) : base
  return depth == .trueColor ? .direct(color) : .indexed(nearestPaletteIndex(to: color))
}

/// The middle of the scale that has both signs.
private func groundColor(depth: ColorDepth, theme: Theme) -> TerminalColor {
  let color = ColorScale.color(
    theme == .light ? ColorScale.signedOnLight : ColorScale.signed, at: 0.5)
  return depth == .trueColor ? .direct(color) : .indexed(nearestPaletteIndex(to: color))
}

private func darkPaletteAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint: Appearance(245)
  case .border: Appearance(240)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [61, 30, 113, 220]))
  case .heat, .grey, .signed, .mixed, .ground, .color: Appearance()
  case .accent1: Appearance(166, .bold)
  case .positive: Appearance(214)
  case .negative: Appearance(32)
  case .accent2: Appearance(36)
  case .accent3: Appearance(175)
  case .firstOfTwo: Appearance(220)
  case .secondOfTwo: Appearance(141)
  case .selection: Appearance(nil, .reverse)
  case .held: Appearance(214, .bold)
  case .good: Appearance(36)
  case .info: Appearance(74)
  case .error: Appearance(166, .bold)
  case .warning: Appearance(227)
  }
}

private func lightPaletteAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint: Appearance(241)
  case .border: Appearance(248)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [36, 30, 61, 53]))
  case .heat, .grey, .signed, .mixed, .ground, .color: Appearance()
  case .accent1: Appearance(124, .bold)
  case .positive: Appearance(136)
  case .negative: Appearance(25)
  case .accent2: Appearance(29)
  case .accent3: Appearance(132)
  case .firstOfTwo: Appearance(130)
  case .secondOfTwo: Appearance(91)
  case .selection: Appearance(nil, .reverse)
  case .held: Appearance(130, .bold)
  case .good: Appearance(29)
  case .info: Appearance(31)
  case .error: Appearance(124, .bold)
  case .warning: Appearance(94)
  }
}

/// Bright colours are numbers of their own, 8 to 15.
private func darkSixteenAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .grey, .ground, .color: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [6, 14, 3, 11]))
  case .heat(let level):
    Appearance(pick(level * 9 / ColorScale.levels, from: [4, 4, 12, 6, 6, 2, 10, 3, 11]))
  case .mixed(let level, _): Appearance(pick(level * 4 / ColorScale.levels, from: [6, 14, 3, 11]))
  case .signed(let level): signedAppearance(level, below: 12, above: 11)
  case .accent1, .error: Appearance(9, .bold)
  case .positive, .warning: Appearance(11)
  case .negative: Appearance(12)
  case .accent2, .good: Appearance(2)
  case .accent3: Appearance(5)
  case .firstOfTwo: Appearance(11)
  case .secondOfTwo: Appearance(13)
  case .selection: Appearance(nil, .reverse)
  case .held: Appearance(3, .bold)
  case .info: Appearance(6)
  }
}

/// Without the bright colours and yellow for what must be read.
private func lightSixteenAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .grey, .ground, .color: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [6, 2, 4, 5]))
  case .heat(let level):
    Appearance(pick(level * 9 / ColorScale.levels, from: [3, 3, 2, 2, 6, 6, 4, 4, 5]))
  case .mixed(let level, _): Appearance(pick(level * 4 / ColorScale.levels, from: [6, 2, 4, 5]))
  case .signed(let level): signedAppearance(level, below: 4, above: 3)
  case .accent1, .error: Appearance(1, .bold)
  case .positive: Appearance(3)
  case .negative: Appearance(4)
  case .accent2, .good: Appearance(2)
  case .accent3: Appearance(5)
  case .firstOfTwo: Appearance(3)
  case .secondOfTwo: Appearance(5)
  case .selection: Appearance(nil, .reverse)
  case .held, .warning: Appearance(5, .bold)
  case .info: Appearance(6)
  }
}

/// Bold makes the bright colours.
private func eightColorAppearance(_ sixteen: Appearance) -> Appearance {
  guard case .indexed(let color) = sixteen.color, color >= 8 else { return sixteen }
  return Appearance(color - 8, sixteen.attributes.union(.bold))
}

private func monochromeAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .heat, .grey, .ground, .color, .secondOfTwo: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(nil, intensity > 2 ? .bold : [])
  case .mixed(let level, _): Appearance(nil, level * 2 > ColorScale.levels ? .bold : [])
  case .signed(let level): signedAppearance(level, below: nil, above: nil)
  case .accent1, .selection: Appearance(nil, .reverse)
  case .positive, .accent3, .firstOfTwo: Appearance(nil, .bold)
  case .negative: Appearance(nil, .underline)
  case .accent2: Appearance(nil, .dim)
  case .good, .held, .info: Appearance(nil, .reverse)
  case .error, .warning: Appearance(nil, .bold)
  }
}

/// Around zero nothing, else the colour of its sign.
private func signedAppearance(_ level: Int, below: Int?, above: Int?) -> Appearance {
  let distance = 2 * level - (ColorScale.levels - 1)
  guard abs(distance) > ColorScale.levels / 4, let color = distance < 0 ? below : above
  else { return Appearance() }
  return Appearance(color)
}

/// The element at the nearest index.
private func pick(_ index: Int, from colors: [Int]) -> Int {
  colors[min(max(index, 0), colors.count - 1)]
}
