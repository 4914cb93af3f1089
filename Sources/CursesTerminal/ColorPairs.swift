import CNCurses
import TerminalUI

/// The attributes and the colour pair of a cell, as ncurses wants them.
struct Ink: Equatable {
  var attributes: attr_t = 0
  var pair: Int32 = 0
  /// Whether a blank in this ink looks different from an empty cell.
  var isVisibleOnBlanks = false
}

/// Turns styles into colour pairs, which it defines when they are first needed.
struct ColorPairs {
  let depth: ColorDepth
  let theme: Theme
  private let hasDefaultColors: Bool
  private let maximum: Int
  private var pairs: [Colors: Int32] = [:]
  private var inks: [Style: Ink] = [:]
  private var last: (style: Style, ink: Ink) = (.plain, Ink())

  /// `nil` is the terminal's own colour.
  private struct Colors: Hashable {
    var foreground: TerminalColor?
    var background: TerminalColor?
  }

  /// - Precondition: ncurses runs, and its colours are started.
  init(depth: ColorDepth, theme: Theme) {
    self.depth = depth
    self.theme = theme
    hasDefaultColors = depth != .monochrome && use_default_colors() == OK
    maximum = depth == .monochrome ? 0 : Int(curses_color_pairs())
  }

  mutating func ink(for style: Style) -> Ink {
    if style == last.style { return last.ink }
    let ink = inks[style] ?? newInk(for: style)
    inks[style] = ink
    last = (style, ink)
    return ink
  }

  private mutating func newInk(for style: Style) -> Ink {
    let look = appearance(of: style.role, depth: depth, theme: theme)
    let background = style.background.flatMap {
      appearance(of: $0, depth: depth, theme: theme).color
    }
    let colors = Colors(foreground: look.color, background: background)
    let attributes = look.attributes.union(style.attributes)
    return Ink(
      attributes: attributeBits(attributes), pair: pair(for: colors),
      isVisibleOnBlanks: background != nil
        || !attributes.isDisjoint(with: [.reverse, .underline]))
  }

  /// 0, the terminal's own colours, if there are none or no pair is left.
  private mutating func pair(for colors: Colors) -> Int32 {
    guard colors.foreground != nil || colors.background != nil else { return 0 }
    if let pair = pairs[colors] { return pair }
    guard pairs.count + 1 < maximum else { return 0 }
    let pair = Int32(pairs.count + 1)
    let foreground = number(colors.foreground, orDefault: 7)
    guard init_extended_pair(pair, foreground, number(colors.background, orDefault: 0)) == OK
    else { return 0 }
    pairs[colors] = pair
    return pair
  }

  private func number(_ color: TerminalColor?, orDefault fallback: Int32) -> Int32 {
    guard let color else { return hasDefaultColors ? -1 : fallback }
    return Int32(depth == .trueColor ? directColor(color) : color.paletteIndex)
  }

  /// Whether a frame may find no pair left: pictures take many.
  var isNearlyFull: Bool {
    maximum > Self.pairsPerFrame && pairs.count > maximum - Self.pairsPerFrame
  }

  /// More than the cells of most pictures.
  private static let pairsPerFrame = 4096
}

private func attributeBits(_ attributes: Style.Attributes) -> attr_t {
  var bits: attr_t = 0
  if attributes.contains(.bold) { bits |= curses_bold() }
  if attributes.contains(.dim) { bits |= curses_dim() }
  if attributes.contains(.reverse) { bits |= curses_reverse() }
  if attributes.contains(.underline) { bits |= curses_underline() }
  return bits
}
