/// How numbers become colours; readers who see fewer colours see the same order.
package enum ColorRamp: Hashable, Sendable, CaseIterable {
  /// From nothing, dark, to much, bright: viridis (Smith and van der Walt, 2015).
  case amount
  /// From none, the ground, over orange to dark: a part of something, such as SIN.
  case share
  /// From below, blue, over nothing, the ground, to above, orange.
  case difference

  /// The colour of a fraction of the scale; what is beyond its ends has theirs.
  package func color(_ fraction: Double, on theme: PlotStyle.Theme) -> Color {
    var stops = stops(on: theme)
    // More is further from the ground.
    if self == .share, theme == .dark { stops[1...].reverse() }
    let position = min(max(fraction, 0), 1) * Double(stops.count - 1)
    let index = min(Int(position), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], share: position - Double(index))
  }

  private func stops(on theme: PlotStyle.Theme) -> [Color] {
    switch self {
    case .amount:
      [
        Color(68, 1, 84), Color(71, 44, 122), Color(59, 81, 139), Color(44, 113, 142),
        Color(33, 144, 141), Color(39, 173, 129), Color(92, 200, 99), Color(170, 220, 50),
        Color(253, 231, 37),
      ]
    case .share:
      [
        theme.nothing, Color(252, 190, 130), Color(230, 115, 20), Color(166, 54, 3),
        Color(90, 25, 0),
      ]
    case .difference:
      [
        Color(5, 72, 145), Color(67, 147, 195), theme.nothing,
        Color(244, 165, 82), Color(179, 70, 0),
      ]
    }
  }
}

extension PlotStyle.Theme {
  /// Told apart from the ground by a little: there is a value, and it is 0.
  fileprivate var nothing: Color {
    switch self {
    case .light: Color(245, 245, 245)
    case .dark: grid
    }
  }
}
