import Charts
import Datasets
import Foundation
import TerminalUI
import Testing

/// Canvases as pictures and as coloured text.
@Suite struct ScreenPictureTests {
  /// Every role, every kind of glyph, and colours behind.
  private func example(_ capabilities: Capabilities = .standard) -> Canvas {
    var canvas = Canvas(size: Size(rows: 12, columns: 60), capabilities: capabilities)
    canvas.drawBox(canvas.bounds, title: " <a & b> ")
    for (index, role) in Role.all.enumerated() {
      canvas.write(
        "x\(index)", row: 1 + index / 12, column: 2 + index % 12 * 4, style: Style(role))
    }
    canvas.write("⣿⡇⠁⢀▀▄▌▐░▒▓█▏▎▚▟─│┄▸◂▼⇅θ×…·", row: 6, column: 2, style: .positive)
    canvas.drawImage(
      PixelImage(width: 8, height: 8, values: (0..<64).map { Float($0) / 63 }),
      in: Rect(row: 7, column: 2, rows: 4, columns: 8), palette: .amount)
    canvas.write(
      "selected", row: 8, column: 20, style: Style(.selection, attributes: .underline))
    return canvas
  }

  @Test(arguments: Theme.allCases)
  func textWithoutItsCodesIsTheText(theme: Theme) throws {
    let canvas = example(Capabilities.standard.with(theme))

    let plain = canvas.ansi().replacing(/\u{1b}\[[0-9;]*m/, with: "")
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      String($0.reversed().trimmingPrefix { $0 == " " }.reversed())
    }

    #expect(lines.joined(separator: "\n") == canvas.text)
    #expect(canvas.ansi().contains("38;5;") == (theme != .mono))
  }

  @Test func everyLineOfColoredTextEndsPlain() {
    for line in example().ansi().split(separator: "\n") {
      let last = line.matches(of: /\u{1b}\[[0-9;]*m/).last
      #expect(last.map { $0.output == "\u{1b}[0m" } ?? true)
    }
  }

  @Test(arguments: Theme.allCases)
  func svgIsWellFormedAndHasTheWords(theme: Theme) throws {
    let svg = try example(Capabilities.standard.with(theme)).drawing().svg()

    let words = try parsed(svg).texts
    #expect(svg.contains("width=\"480\" height=\"192\""))
    #expect(words.contains { $0.contains("<a & b>") })
    #expect(words.contains("selected"))
    // Dots and blocks are shapes, because fonts differ; the description has them for readers.
    #expect(!words.dropFirst(2).contains { $0.contains("⣿") || $0.contains("▀") })
  }

  @Test func pngHasSixteenPixelsPerCellAndTheColorsOfTheTheme() throws {
    for (theme, ground) in [(Theme.dark, UInt8(18)), (.light, 255)] {
      var canvas = Canvas(
        size: Size(rows: 2, columns: 3), capabilities: Capabilities.standard.with(theme))
      canvas[0, 1] = Cell("█", style: .positive)

      let picture = try decodePNG(canvas.drawing().png(), path: "screen.png")

      #expect(picture.width == 48 && picture.height == 64 && picture.channels == 3)
      let lead = paletteColor(theme == .dark ? 214 : 136)
      let expected = [16, 8, 0].map { UInt8(lead >> $0 & 255) }
      for (x, y, color) in [(0, 0, [ground, ground, ground]), (24, 16, expected)] {
        let first = (y * 48 + x) * 3
        #expect(Array(picture.bytes[first..<first + 3]) == color)
      }
    }
  }

  /// Every set of dots fills its eighths of the cell, and nothing else.
  @Test func octantsAreDrawnDotByDot() throws {
    let capabilities = Capabilities(glyphs: .braille, colorCount: 256, dots: .octant)
    var canvas = Canvas(size: Size(rows: 1, columns: 256), capabilities: capabilities)
    for dots in 0..<256 {
      var grid = DotGrid(Size(rows: 1, columns: 1))
      for bit in 0..<8 where dots >> bit & 1 == 1 {
        grid.set(x: bit % 2, y: bit / 2, style: .positive)
      }
      canvas.draw(grid, row: 0, column: dots)
    }

    let picture = try decodePNG(canvas.drawing().png(), path: "octants.png")

    for dots in 0..<256 {
      for bit in 0..<8 {
        let (x, y) = (dots * 16 + bit % 2 * 8 + 4, bit / 2 * 8 + 4)
        let isGround = picture.bytes[(y * picture.width + x) * 3] == 18
        #expect(isGround == (dots >> bit & 1 == 0), "dots \(dots), bit \(bit)")
      }
    }
  }

  /// A picture at every size, from nothing on.
  @Test(arguments: [(0, 0), (1, 1), (1, 200), (60, 1)])
  func everySizeHasText(rows: Int, columns: Int) throws {
    let canvas = Canvas(size: Size(rows: rows, columns: columns))

    #expect(try parsed(canvas.drawing().svg()).elementCounts["svg"] == 1)
    #expect(canvas.ansi().count { $0 == "\n" } == rows)
  }
}
