/// A role as a number of 29 bits: which one, and above that its level or its colour.
///
/// A frame compares and looks up the style of every cell, so a style keeps its roles in this form,
/// in which that costs as much as for one integer.
struct RoleCode: Hashable, Sendable {
  /// How many bits it has.
  static let bits: UInt64 = 29
  private static let kindBits: UInt64 = 5

  let bits: UInt64

  /// - Parameter bits: Further ones are dropped.
  init(bits: UInt64) {
    self.bits = bits & (1 << Self.bits - 1)
  }

  init(_ role: Role) {
    self =
      switch role {
      case .intensity(let level): Self(kind: .intensity, level)
      case .heat(let level): Self(kind: .heat, level)
      case .grey(let level): Self(kind: .grey, level)
      case .signed(let level): Self(kind: .signed, level)
      case .mixed(let level, let accent): Self(kind: .mixed, Self.bounded(level, 16) << 8, accent)
      case .color(let color): Self(kind: .color, color)
      case .plain: Self(kind: .plain)
      case .title: Self(kind: .title)
      case .label: Self(kind: .label)
      case .ground: Self(kind: .ground)
      case .positive: Self(kind: .positive)
      case .negative: Self(kind: .negative)
      case .accent1: Self(kind: .accent1)
      case .accent2: Self(kind: .accent2)
      case .accent3: Self(kind: .accent3)
      case .firstOfTwo: Self(kind: .firstOfTwo)
      case .secondOfTwo: Self(kind: .secondOfTwo)
      case .selection: Self(kind: .selection)
      case .good: Self(kind: .good)
      case .held: Self(kind: .held)
      case .info: Self(kind: .info)
      case .error: Self(kind: .error)
      case .warning: Self(kind: .warning)
      case .hint: Self(kind: .hint)
      case .key: Self(kind: .key)
      case .border: Self(kind: .border)
      }
  }

  /// The role with its level; a level outside of 0 to 2²⁴ - 1 has become the nearest one inside.
  var role: Role {
    let level = Int(bits >> Self.kindBits)
    return switch Kind(rawValue: UInt8(bits & (1 << Self.kindBits - 1))) ?? .plain {
    case .intensity: .intensity(level)
    case .heat: .heat(level)
    case .grey: .grey(level)
    case .signed: .signed(level)
    case .mixed: .mixed(level >> 8, accent: level & 0xFF)
    case .color: .color(level)
    case .plain: .plain
    case .title: .title
    case .label: .label
    case .ground: .ground
    case .positive: .positive
    case .negative: .negative
    case .accent1: .accent1
    case .accent2: .accent2
    case .accent3: .accent3
    case .firstOfTwo: .firstOfTwo
    case .secondOfTwo: .secondOfTwo
    case .selection: .selection
    case .good: .good
    case .held: .held
    case .info: .info
    case .error: .error
    case .warning: .warning
    case .hint: .hint
    case .key: .key
    case .border: .border
    }
  }

  private enum Kind: UInt8 {
    case plain, title, label, intensity, heat, ground, grey, signed, mixed, color
    case positive, negative, accent1, accent2, accent3, firstOfTwo, secondOfTwo, selection
    case good, held, info, error, warning, hint, key, border
  }

  private init(kind: Kind, _ level: Int = 0, _ lower: Int = 0) {
    let payload = Self.bounded(level, 24) | Self.bounded(lower, 8)
    bits = UInt64(kind.rawValue) | UInt64(payload) << Self.kindBits
  }

  private static func bounded(_ value: Int, _ bits: Int) -> Int {
    min(max(value, 0), 1 << bits - 1)
  }
}
