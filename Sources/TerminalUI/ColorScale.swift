/// Colours for how much there is: perceptual, in as many levels as a terminal can show.
package enum ColorScale {
  /// viridis, from dark to bright (van der Walt and Smith, matplotlib): nine of its colours, and
  /// straight lines between them.
  static let heat = [
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
  ]
  static let grey = [0x000000, 0xFFFFFF]

  /// viridis in a palette: chosen by hand, as several of its colours have one nearest index.
  private static let heatIndices = [53, 54, 24, 60, 30, 36, 71, 77, 113, 149, 184, 220]

  /// Below zero blue, above it orange, and the ground between them (Okabe and Ito's colours).
  static let signed = [0x56B4E9, 0x1F5A80, 0x1C1C1C, 0x8A5A00, 0xFFB000]
  static let signedOnLight = [0x0072B2, 0x8CC0E0, 0xF2F2F2, 0xE8BE80, 0xC06000]

  /// How many levels direct colours show, and a palette of 256.
  package static let levels = 24
  private static let paletteLevels = 12

  /// The colour of a level, on a scale from 0 to `levels - 1`.
  ///
  /// A palette shows every other level, so that neighbours differ.
  static func color(_ anchors: [Int], level: Int, depth: ColorDepth) -> TerminalColor {
    let level = min(max(level, 0), levels - 1)
    guard depth != .trueColor else {
      return .direct(color(anchors, at: Double(level) / Double(levels - 1)))
    }
    let coarse = level * paletteLevels / levels
    if anchors == heat { return .indexed(heatIndices[coarse]) }
    let color = color(anchors, at: Double(coarse) / Double(paletteLevels - 1))
    return .indexed(nearestPaletteIndex(to: color))
  }

  /// - Parameter fraction: 0...1
  static func color(_ anchors: [Int], at fraction: Double) -> Int {
    let place = min(max(fraction, 0), 1) * Double(anchors.count - 1)
    let first = min(Int(place), anchors.count - 2)
    return mixed(anchors[first], anchors[first + 1], place - Double(first))
  }
}
