import TerminalUI
import Testing

/// The ladder of characters that stand for eight dots.
@Suite struct DotGlyphTests {
  /// Unicode names a block by its dots, counted row by row from 1.
  @Test func octantsAreThoseThatTheirNamesTell() throws {
    var named = 0
    for mask in 0..<256 {
      let scalar = glyph(mask, .octant)
      guard (0x1CD00...0x1CDE5).contains(scalar.value) else { continue }
      let dots = (0..<8).filter { mask >> $0 & 1 == 1 }.map { "\($0 + 1)" }.joined()
      #expect(scalar.properties.name == "BLOCK OCTANT-\(dots)")
      named += 1
    }
    #expect(named == 0xE6, "the whole range is used")
  }

  @Test(arguments: [
    (0b0000_0001, "LEFT HALF UPPER ONE QUARTER BLOCK"),
    (0b0000_0010, "RIGHT HALF UPPER ONE QUARTER BLOCK"),
    (0b0000_0011, "UPPER ONE QUARTER BLOCK"), (0b0000_0101, "QUADRANT UPPER LEFT"),
    (0b0000_1010, "QUADRANT UPPER RIGHT"), (0b0000_1111, "UPPER HALF BLOCK"),
    (0b0001_0100, "MIDDLE LEFT ONE QUARTER BLOCK"),
    (0b0010_1000, "MIDDLE RIGHT ONE QUARTER BLOCK"),
    (0b0011_1111, "UPPER THREE QUARTERS BLOCK"),
    (0b0100_0000, "LEFT HALF LOWER ONE QUARTER BLOCK"), (0b0101_0000, "QUADRANT LOWER LEFT"),
    (0b0101_0101, "LEFT HALF BLOCK"), (0b0101_1010, "QUADRANT UPPER RIGHT AND LOWER LEFT"),
    (0b0101_1111, "QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER LEFT"),
    (0b1000_0000, "RIGHT HALF LOWER ONE QUARTER BLOCK"), (0b1010_0000, "QUADRANT LOWER RIGHT"),
    (0b1010_0101, "QUADRANT UPPER LEFT AND LOWER RIGHT"), (0b1010_1010, "RIGHT HALF BLOCK"),
    (0b1010_1111, "QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER RIGHT"),
    (0b1100_0000, "LOWER ONE QUARTER BLOCK"), (0b1111_0000, "LOWER HALF BLOCK"),
    (0b1111_0101, "QUADRANT UPPER LEFT AND LOWER LEFT AND LOWER RIGHT"),
    (0b1111_1010, "QUADRANT UPPER RIGHT AND LOWER LEFT AND LOWER RIGHT"),
    (0b1111_1100, "LOWER THREE QUARTERS BLOCK"), (0b1111_1111, "FULL BLOCK"),
  ])
  func blocksThatAreOlderThanOctantsKeepTheirPlace(mask: Int, name: String) {
    #expect(glyph(mask, .octant).properties.name == name)
  }

  @Test func noTwoSetsOfDotsLookAlikeWithBrailleOrOctants() {
    for dots in [DotGlyphs.braille, .octant] {
      #expect(Set((0..<256).map { glyph($0, dots) }).count == 256)
    }
  }

  /// A half block shows where dots are, not how many.
  @Test func halfBlocksShowWhichHalvesHaveDots() {
    for mask in 0..<256 {
      let expected: Unicode.Scalar =
        switch (mask & 0x0F != 0, mask & 0xF0 != 0) {
        case (false, false): " "
        case (true, false): "▀"
        case (false, true): "▄"
        case (true, true): "█"
        }
      #expect(glyph(mask, .halfBlock) == expected)
    }
  }

  @Test(arguments: DotGlyphs.allCases)
  func asciiStaysASCII(dots: DotGlyphs) {
    for mask in 0..<256 { #expect(glyph(mask, dots, glyphs: .ascii).isASCII) }
  }

  /// What a cell shows whose dots are the bits of `mask`, row by row.
  private func glyph(
    _ mask: Int, _ dots: DotGlyphs, glyphs: Glyphs = .braille
  ) -> Unicode.Scalar {
    var grid = DotGrid(Size(rows: 1, columns: 1))
    for bit in 0..<8 where mask >> bit & 1 == 1 { grid.set(x: bit % 2, y: bit / 2) }
    let capabilities = Capabilities(glyphs: glyphs, colorCount: 256, dots: dots)
    var canvas = Canvas(size: Size(rows: 1, columns: 1), capabilities: capabilities)
    canvas.draw(grid)
    return canvas[0, 0].scalar
  }
}
