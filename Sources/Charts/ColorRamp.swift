/// How numbers become colours; readers who see fewer colours see the same order.
package enum ColorRamp: Hashable, Sendable, CaseIterable {
  /// From nothing, dark, to much, bright: viridis (Smith and van der Walt, 2015).
  case amount
  /// From below, blue, over nothing, the ground, to above, orange.
  case difference

  /// The colour of a fraction of the scale; what is beyond its ends has theirs.
  package func color(_ fraction: Double, on theme: PlotStyle.Theme) -> Color {
    let stops = stops(on: theme)
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
    case .difference:
      [
        Color(5, 72, 145), Color(67, 147, 195), theme == .light ? Color(245, 245, 245) : theme.grid,
        Color(244, 165, 82), Color(179, 70, 0),
      ]
    }
  }
}
