import TerminalUI
import Testing

/// A style is one number; nothing that it is made of gets lost in it.
@Suite struct StyleTests {
  private static let colors = [0, 1, 0xFF, 0x10_2030, 0xFF_FFFF].map(Role.color)

  @Test func styleGivesBackWhatItIsMadeOf() {
    for role in Role.all + Self.colors {
      for background in [nil, .plain, .border, .heat(23), .mixed(23, accent: 6)] + Self.colors {
        for bits in UInt8(0)..<16 {
          let attributes = Style.Attributes(rawValue: bits)
          let style = Style(role, on: background, attributes: attributes)
          #expect(style.role == role && style.background == background)
          #expect(style.attributes == attributes)
          #expect(style == Style(role, on: background).with(attributes))
        }
      }
    }
  }

  /// Different styles are different numbers.
  @Test func stylesDiffer() {
    let roles = Role.all + Self.colors
    let styles = roles.flatMap { role in
      [Style(role), Style(role).with(.bold)] + roles.map { Style(role, on: $0) }
    }
    #expect(Set(styles).count == styles.count)
  }

  /// A level that there is none of counts as the nearest one.
  @Test func levelsStayWhereTheyAre() {
    for role in [Role.intensity, Role.heat, Role.grey, Role.signed] {
      #expect(Style(role(-1)).role == role(0))
      #expect(Style(role(23), on: role(-7)).role == role(23))
    }
    #expect(Style(.mixed(-3, accent: 900)).role == .mixed(0, accent: 255))
    #expect(Style(.color(1 << 24), on: .good) == Style(.color(0xFF_FFFF), on: .good))
  }

  @Test func cellsAreSmall() {
    #expect(MemoryLayout<Cell>.stride <= 16)
  }
}
