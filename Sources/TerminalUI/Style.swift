/// What a cell means; the back end turns it into a colour.
///
/// Intensities outside of their range count as the nearest one inside.
package enum Role: Hashable, Sendable {
  case plain, title
  /// What names a value, quieter than the value.
  case label
  /// How much there is, from 1 to 4.
  case intensity(Int)
  /// A level of 0 to 23 on the viridis scale.
  case heat(Int)
  /// Where a picture shows nothing: told apart from the terminal's ground by a little.
  case ground
  /// A level of 0, black, to 23, white.
  case grey(Int)
  /// A level of 0, most below zero, to 23, most above it.
  case signed(Int)
  /// A dot of which there is much or little, a level of 0 to 23, and of which some part stands out,
  /// in sixths.
  case mixed(Int, accent: Int)
  /// A colour of a picture, 0xRRGGBB.
  case color(Int)
  /// Above and below zero on a scale that has both.
  case positive, negative
  /// What stands out, the first most.
  case accent1, accent2, accent3
  /// Two things beside each other, each in its colour wherever it is shown.
  case firstOfTwo, secondOfTwo
  /// The row or cell under the cursor.
  case selection
  /// How something goes: well, not at the moment, otherwise than usual.
  case good, held, info
  case error, warning
  /// What a key does, and the key itself, in the footer.
  case hint, key
  case border

  /// Every role at every intensity, for tables and tests.
  package static var all: [Role] {
    let levels = 0..<ColorScale.levels
    let scales: [[Role]] = levels.map { level in
      [.heat(level), .grey(level), .signed(level)]
        + (0...accentSteps).map { .mixed(level, accent: $0) }
    }
    let others: [Role] = [
      .plain, .title, .label, .accent1, .positive, .negative, .accent2, .accent3, .firstOfTwo,
      .secondOfTwo, .selection,
      .good, .held, .info, .error, .warning, .hint, .key, .border, .ground,
    ]
    return others + (1...4).map(Role.intensity) + scales.joined()
  }
}

/// How many steps there are from nothing that stands out to all of it.
package let accentSteps = 6

/// How a cell looks: a colour role, on the terminal's background or another role's colour.
package struct Style: Hashable, Sendable {
  /// What a terminal without colours can show too.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let reverse = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
  }

  /// From the lowest bit on: the role, the role of the background, whether there is one, and the
  /// attributes.
  private var bits: UInt64

  package init(_ role: Role, on background: Role? = nil, attributes: Attributes = []) {
    bits = RoleCode(role).bits | UInt64(attributes.rawValue) << Self.attributesPlace
    if let background {
      bits |= RoleCode(background).bits << RoleCode.bits | 1 << Self.backgroundPlace
    }
  }

  private static let backgroundPlace = 2 * RoleCode.bits
  private static let attributesPlace = backgroundPlace + 1

  package var role: Role { RoleCode(bits: bits).role }

  /// The role whose colour fills the cell, or `nil` for the terminal's background.
  package var background: Role? {
    bits >> Self.backgroundPlace & 1 == 1 ? RoleCode(bits: bits >> RoleCode.bits).role : nil
  }

  package var attributes: Attributes { Attributes(rawValue: UInt8(bits >> Self.attributesPlace)) }

  /// The same with further attributes.
  package func with(_ more: Attributes) -> Style {
    var style = self
    style.bits |= UInt64(more.rawValue) << Self.attributesPlace
    return style
  }
}

extension Style {
  package static var plain: Style { Style(.plain) }
  package static var title: Style { Style(.title) }
  package static var label: Style { Style(.label) }
  package static var accent1: Style { Style(.accent1) }
  package static var positive: Style { Style(.positive) }
  package static var negative: Style { Style(.negative) }
  package static var accent2: Style { Style(.accent2) }
  package static var accent3: Style { Style(.accent3) }
  package static var firstOfTwo: Style { Style(.firstOfTwo) }
  package static var secondOfTwo: Style { Style(.secondOfTwo) }
  package static var selection: Style { Style(.selection) }
  package static var good: Style { Style(.good) }
  package static var held: Style { Style(.held) }
  package static var info: Style { Style(.info) }
  package static var error: Style { Style(.error) }
  package static var warning: Style { Style(.warning) }
  package static var hint: Style { Style(.hint) }
  package static var key: Style { Style(.key) }
  package static var border: Style { Style(.border) }

  /// - Parameter intensity: 1 to 4.
  package static func intensity(_ intensity: Int) -> Style {
    Style(.intensity(min(max(intensity, 1), 4)))
  }

  /// - Parameter fraction: 0 to 1.
  package static func heat(_ fraction: Double) -> Style { Style(.heat(level(fraction))) }

  /// - Parameter fraction: -1 to 1; below zero, none, and above it.
  package static func signed(_ fraction: Double) -> Style {
    Style(.signed(level((fraction + 1) / 2)))
  }

  /// - Parameters:
  ///   - fraction: How much there is, 0 to 1.
  ///   - accent: The part of it that stands out, 0 to 1; whatever is above 0 can be seen.
  package static func mixed(_ fraction: Double, accent: Double) -> Style {
    let steps = accent > 0 ? max(Int((accent * Double(accentSteps)).rounded()), 1) : 0
    return Style(.mixed(level(fraction), accent: min(steps, accentSteps)))
  }
}

/// The level of a scale of colours for a fraction; the nearest one of what lies outside of 0 to 1.
func level(_ fraction: Double) -> Int {
  fraction > 0 ? Int((min(fraction, 1) * Double(ColorScale.levels - 1)).rounded()) : 0
}
