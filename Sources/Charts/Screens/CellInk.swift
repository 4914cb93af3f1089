import TerminalUI

/// The colours of a cell, as a terminal of its theme would show it.
struct CellInk: Hashable {
  var foreground: Color
  var background: Color
  var isBold: Bool
  var isUnderlined: Bool

  /// - Parameter capabilities: Those of the canvas; pictures have all colours, unless there are
  ///   none by choice.
  init(_ style: Style, capabilities: Capabilities) {
    let depth: ColorDepth = capabilities.colorCount == 0 ? .monochrome : .trueColor
    let theme = capabilities.theme
    let look = appearance(of: style.role, depth: depth, theme: theme)
    let attributes = look.attributes.union(style.attributes)
    let ground = style.background.flatMap {
      appearance(of: $0, depth: depth, theme: theme).color
    }
    var foreground = look.color.map(Color.init(_:)) ?? theme.ink
    var background = ground.map(Color.init(_:)) ?? theme.ground
    if attributes.contains(.reverse) { swap(&foreground, &background) }
    if attributes.contains(.dim) { foreground = foreground.mixed(with: background, share: 0.4) }
    self.foreground = foreground
    self.background = background
    isBold = attributes.contains(.bold)
    isUnderlined = attributes.contains(.underline)
  }
}

extension Theme {
  /// What lies behind all cells.
  var ground: Color {
    switch self {
    case .dark: Color(18, 18, 18)
    case .light, .mono: .white
    }
  }

  /// The colour of plain text.
  var ink: Color {
    switch self {
    case .dark: Color(218, 218, 218)
    case .light, .mono: Color(18, 18, 18)
    }
  }
}

extension Color {
  init(_ terminal: TerminalColor) {
    let color = terminal.rgb
    self.init(UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255))
  }
}
