import CursesTerminal
import TerminalUI
import Testing

@Suite struct ColorsTests {
  @Test(arguments: Theme.allCases, ColorDepth.allCases)
  func everyRoleFitsTheDepth(theme: Theme, depth: ColorDepth) {
    for role in Role.all {
      let color = appearance(of: role, depth: depth, theme: theme).color
      switch color {
      case nil: break
      case .indexed(let index): #expect(index < min(depth.colorCount, 256), "\(role)")
      case .direct: #expect(depth == .trueColor, "\(role)")
      }
    }
  }

  /// What has neither a glyph nor words of its own must be told by attributes; see the colour roles
  /// of the design for the glyphs of the others.
  @Test func noRoleDependsOnItsColorAlone() {
    let plain = appearance(of: .plain, depth: .monochrome)
    let replayed: [Role] = [
      .title, .label, .accent1, .positive, .negative, .accent2, .accent3, .selection, .good,
      .held, .info, .error, .warning, .hint, .key, .intensity(4),
    ]
    for role in replayed {
      let look = appearance(of: role, depth: .monochrome)
      #expect(look.color == nil, "\(role)")
      #expect(look != plain, "\(role)")
    }
    #expect(
      appearance(of: .positive, depth: .monochrome) != appearance(of: .negative, depth: .monochrome)
    )
  }

  @Test(arguments: ColorDepth.allCases.filter { $0 != .monochrome }, [Theme.dark, .light])
  func leadAndLagAndSINDiffer(depth: ColorDepth, theme: Theme) {
    let colors = [Role.positive, .negative, .accent1].map {
      appearance(of: $0, depth: depth, theme: theme).color
    }
    #expect(Set(colors).count == 3)
  }

  @Test(arguments: [(-5, 0x440154), (0, 0x440154), (23, 0xFDE725), (99, 0xFDE725)])
  func levelsOutsideOfTheirRangeCountAsTheNearest(level: Int, color: Int) {
    #expect(appearance(of: .heat(level), depth: .trueColor).color == .direct(color))
  }

  @Test(arguments: [
    (7, 7), (9, 0xFF0000), (196, 0xFF0000), (231, 0xFFFFFF), (16, 8), (232, 0x080808),
    (255, 0xEEEEEE),
  ])
  func paletteIndicesBecomeDirectColors(index: Int, color: Int) {
    #expect(directColor(.indexed(index)) == color)
  }

  @Test func directColorsAreNoNumbersOfThePalette() {
    #expect(directColor(.direct(0)) == 8)
    #expect(directColor(.direct(0x123456)) == 0x123456)
  }

  @Test(arguments: [
    (ColorDepth?.none, 256, String?.none, ColorDepth.palette), (nil, 256, "", .palette),
    (nil, 256, "1", .monochrome), (nil, 8, nil, .eight), (nil, 0, nil, .monochrome),
    (.sixteen, 256, nil, .sixteen), (.palette, 256, "1", .palette), (.palette, 8, nil, .eight),
    (.trueColor, 256, nil, .palette), (nil, 1 << 24, nil, .trueColor), (nil, 88, nil, .sixteen),
  ])
  func flagsWinOverNoColorAndTheTerminalOverFlags(
    forced: ColorDepth?, available: Int, noColor: String?, depth: ColorDepth
  ) {
    var options = TerminalOptions()
    options.colors = forced

    #expect(options.depth(terminalColors: available, noColor: noColor) == depth)
  }

  @Test(arguments: [
    ("C", false), ("", false), ("de_DE.UTF-8", true), ("xx_YY.utf8", true), ("de_DE@euro", false),
    ("de_DE.UTF-8@euro", true),
  ])
  func localesPromiseUTF8ByName(name: String, isUTF8: Bool) {
    #expect(wantsUTF8(name) == isUTF8)
  }
}
