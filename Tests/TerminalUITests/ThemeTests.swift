import Foundation
import TerminalUI
import Testing

/// That the colours can be seen, and told apart by all.
@Suite struct ThemeTests {
  /// What is to be read stands out from the ground by 3 to 1 or more.
  ///
  /// So WCAG 2 wants it of large text and of parts of pictures; the faintest spikes may be fainter.
  @Test(arguments: [Theme.dark, .light])
  func whatIsReadStandsOut(theme: Theme) throws {
    let ground: Double = theme == .dark ? 0 : 1
    let exempt: [Role] = [.border, .intensity(1), .intensity(2)]
    for role in Role.all where !exempt.contains(role) {
      if isOfPicture(role) { continue }
      guard let color = appearance(of: role, depth: .palette, theme: theme).color else { continue }
      let luminance = LinearColor(color.rgb).luminance
      let contrast = (max(luminance, ground) + 0.05) / (min(luminance, ground) + 0.05)
      #expect(contrast >= 3, "\(role) in \(theme): \(contrast)")
    }
  }

  /// Pictures bring their own ground.
  private func isOfPicture(_ role: Role) -> Bool {
    switch role {
    case .heat, .ground, .grey, .signed, .color: true
    default: false
    }
  }

  /// A terminal with direct colours shows 24 levels, one with 256 colours 12, each of them another
  /// colour, and of quantities without a sign each brighter than the one before.
  @Test(arguments: [(ColorDepth.trueColor, 24), (.palette, 12)])
  func scalesHaveTheirLevels(depth: ColorDepth, count: Int) throws {
    for scale in [Role.heat, Role.grey] {
      let colors = try (0..<24).map {
        try #require(appearance(of: scale($0), depth: depth).color).rgb
      }
      #expect(Set(colors).count == count, "\(scale(0)) \(depth)")
      let luminances = colors.map { LinearColor($0).luminance }
      #expect(luminances == luminances.sorted(), "\(scale(0)) \(depth)")
    }
    let signed = try (0..<24).map {
      try #require(appearance(of: .signed($0), depth: depth).color).rgb
    }
    #expect(Set(signed).count >= count - 2, "the middle is ground")
  }

  /// The share that stands out can be seen at every level, and changes the colour step by step.
  @Test(arguments: [Theme.dark, .light])
  func whatStandsOutChangesTheColor(theme: Theme) throws {
    for level in 0..<24 {
      let colors = try (0...accentSteps).map {
        try #require(
          appearance(of: .mixed(level, accent: $0), depth: .trueColor, theme: theme).color)
      }
      #expect(Set(colors).count == accentSteps + 1, "\(level)")
    }
  }

  @Test func everyColorHasANearestIndex() {
    for index in 16..<256 {
      #expect(paletteColor(nearestPaletteIndex(to: paletteColor(index))) == paletteColor(index))
    }
    #expect(nearestPaletteIndex(to: 0xFE0101) == 196)
  }

  /// Lead, lag, SIN and the analog target differ by a difference that one sees (more than 20 in
  /// CIE L*a*b*) for those who lack one kind of cones, too.
  @Test(arguments: [Theme.dark, .light], Deficiency.allCases)
  func meaningsDifferForAll(theme: Theme, deficiency: Deficiency) throws {
    let roles: [Role] = [.positive, .negative, .accent1]
    let colors = try roles.map { role in
      let color = try #require(appearance(of: role, depth: .palette, theme: theme).color)
      return LinearColor(color.rgb).seen(with: deficiency).lab
    }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
      let distance = zip(colors[first], colors[second]).reduce(0.0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }.squareRoot()
      #expect(distance > 20, "\(roles[first]) and \(roles[second]), \(deficiency), \(theme)")
    }
  }

  /// Two networks differ as much, at every depth that has colours for them.
  @Test(arguments: [Theme.dark, .light], Deficiency.allCases)
  func twoThingsDifferForAll(theme: Theme, deficiency: Deficiency) throws {
    let colors = try [Role.firstOfTwo, .secondOfTwo].map { role in
      let color = try #require(appearance(of: role, depth: .palette, theme: theme).color)
      return LinearColor(color.rgb).seen(with: deficiency).lab
    }
    let distance = zip(colors[0], colors[1]).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }.squareRoot()
    #expect(distance > 20, "\(deficiency), \(theme)")
  }

  /// Of intensities, one is always easier to see than the one below.
  @Test(arguments: [Theme.dark, .light])
  func intensitiesAreInOrder(theme: Theme) throws {
    let luminances = try (1...4).map { intensity in
      let color = appearance(of: .intensity(intensity), depth: .palette, theme: theme).color
      return LinearColor(try #require(color).rgb).luminance
    }
    let order = theme == .dark ? luminances : luminances.reversed()
    #expect(order == order.sorted())
  }

  @Test func monoHasNoColorsAtAnyDepth() {
    for depth in ColorDepth.allCases {
      for role in Role.all {
        #expect(appearance(of: role, depth: depth, theme: .mono).color == nil)
      }
    }
  }
}

enum Deficiency: CaseIterable {
  case none, protanopia, deuteranopia, tritanopia

  /// What remains of linear red, green and blue; Machado, Oliveira and Fernandes 2009
  /// (doi:10.1109/TVCG.2009.113), severity 1.
  var matrix: [[Double]] {
    switch self {
    case .none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}

/// Linear red, green and blue of sRGB.
private struct LinearColor {
  var parts: [Double]

  /// - Parameter color: 0xRRGGBB.
  init(_ color: Int) {
    parts = [16, 8, 0].map { shift in
      let value = Double(color >> shift & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  var luminance: Double { 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] }

  func seen(with deficiency: Deficiency) -> LinearColor {
    var other = self
    other.parts = deficiency.matrix.map { row in
      min(max(zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
    }
    return other
  }

  /// L*, a*, b* before the white of D65.
  var lab: [Double] {
    let x = (0.4124 * parts[0] + 0.3576 * parts[1] + 0.1805 * parts[2]) / 0.9505
    let z = (0.0193 * parts[0] + 0.1192 * parts[1] + 0.9505 * parts[2]) / 1.089
    let scaled = [x, luminance, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [
      116 * scaled[1] - 16, 500 * (scaled[0] - scaled[1]), 200 * (scaled[1] - scaled[2]),
    ]
  }
}
