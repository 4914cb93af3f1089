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
/// No role depends on its colour alone: where attributes do not tell it, its glyph or its word
/// does. The palette is that of Okabe and Ito at the nearest xterm indices, darker for a light
/// ground; intensities are viridis, from what is hard to what is easy to see on the ground.
package func appearance(
  of role: Role, depth: ColorDepth, theme: Theme = .dark
) -> Appearance {
  switch (theme, depth) {
  case (.mono, _), (_, .monochrome): monochromeAppearance(of: role)
  case (.dark, .palette), (.dark, .trueColor): darkPaletteAppearance(of: role)
  case (.light, .palette), (.light, .trueColor): lightPaletteAppearance(of: role)
  case (.dark, .sixteen): darkSixteenAppearance(of: role)
  case (.light, .sixteen): lightSixteenAppearance(of: role)
  case (.dark, .eight): eightColorAppearance(darkSixteenAppearance(of: role))
  case (.light, .eight): eightColorAppearance(lightSixteenAppearance(of: role))
  }
}

private func darkPaletteAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint: Appearance(245)
  case .border: Appearance(240)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [61, 30, 113, 220]))
  case .heat(let level): Appearance(pick(level, from: heatColors))
  case .grey(let level): Appearance(pick(level, from: greyColors))
  case .accent1: Appearance(166, .bold)
  case .positive: Appearance(214)
  case .negative: Appearance(32)
  case .accent2: Appearance(36)
  case .accent3: Appearance(175)
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
  case .heat(let level): Appearance(pick(level, from: heatColors))
  case .grey(let level): Appearance(pick(level, from: greyColors))
  case .accent1: Appearance(124, .bold)
  case .positive: Appearance(136)
  case .negative: Appearance(25)
  case .accent2: Appearance(29)
  case .accent3: Appearance(132)
  case .selection: Appearance(nil, .reverse)
  case .held: Appearance(130, .bold)
  case .good: Appearance(29)
  case .info: Appearance(31)
  case .error: Appearance(124, .bold)
  case .warning: Appearance(94)
  }
}

/// The colours of pictures, which bring their own ground.
private let heatColors = [53, 61, 24, 30, 36, 35, 113, 148, 220]
private let greyColors = [16, 234, 237, 240, 243, 246, 249, 252, 231]

/// Bright colours are numbers of their own, 8 to 15.
private func darkSixteenAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .grey: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [6, 14, 3, 11]))
  case .heat(let level): Appearance(pick(level, from: [4, 4, 12, 6, 6, 2, 10, 3, 11]))
  case .accent1, .error: Appearance(9, .bold)
  case .positive, .warning: Appearance(11)
  case .negative: Appearance(12)
  case .accent2, .good: Appearance(2)
  case .accent3: Appearance(5)
  case .selection: Appearance(nil, .reverse)
  case .held: Appearance(3, .bold)
  case .info: Appearance(6)
  }
}

/// Without the bright colours and yellow for what must be read.
private func lightSixteenAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .grey: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(pick(intensity - 1, from: [6, 2, 4, 5]))
  case .heat(let level): Appearance(pick(level, from: [3, 3, 2, 2, 6, 6, 4, 4, 5]))
  case .accent1, .error: Appearance(1, .bold)
  case .positive: Appearance(3)
  case .negative: Appearance(4)
  case .accent2, .good: Appearance(2)
  case .accent3: Appearance(5)
  case .selection: Appearance(nil, .reverse)
  case .held, .warning: Appearance(5, .bold)
  case .info: Appearance(6)
  }
}

/// Bold makes the bright colours.
private func eightColorAppearance(_ sixteen: Appearance) -> Appearance {
  guard let color = sixteen.color, color >= 8 else { return sixteen }
  return Appearance(color - 8, sixteen.attributes.union(.bold))
}

private func monochromeAppearance(of role: Role) -> Appearance {
  switch role {
  case .plain, .heat, .grey: Appearance()
  case .title, .key: Appearance(nil, .bold)
  case .label, .hint, .border: Appearance(nil, .dim)
  case .intensity(let intensity): Appearance(nil, intensity > 2 ? .bold : [])
  case .accent1, .selection: Appearance(nil, .reverse)
  case .positive, .accent3: Appearance(nil, .bold)
  case .negative: Appearance(nil, .underline)
  case .accent2: Appearance(nil, .dim)
  case .good, .held, .info: Appearance(nil, .reverse)
  case .error, .warning: Appearance(nil, .bold)
  }
}

/// The element at the nearest index.
private func pick(_ index: Int, from colors: [Int]) -> Int {
  colors[min(max(index, 0), colors.count - 1)]
}
