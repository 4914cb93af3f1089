import Charts
import Foundation
import TerminalUI
import Testing

/// Formats of pictures are told apart by the end of a file's name.
@Suite struct PictureWriterTests {
  private let screen: Canvas = {
    var canvas = Canvas(size: Size(rows: 1, columns: 6))
    canvas.write("spikes", row: 0)
    return canvas
  }()

  @Test func everyFormatOfAScreenHasItsOwnStart() throws {
    let starts = [
      "svg": "<?xml", "pdf": "%PDF-1.", "png": "\u{FFFD}PNG", "ansi": "spikes", "txt": "spikes\n",
    ]

    for writer in PictureWriters<Canvas>.standard.all {
      let text = String(decoding: try writer.content(screen), as: UTF8.self)
      #expect(text.hasPrefix(starts[writer.suffix] ?? "none"), "\(writer.suffix)")
    }
    #expect(PictureWriters<Canvas>.standard.all.count == starts.count)
  }

  @Test func oneMoreFormatIsFoundByItsSuffix() throws {
    let reversed = PictureWriter<Canvas>("rev") { Data(String($0.text.reversed()).utf8) }
    let writers = PictureWriters(PictureWriters<Canvas>.standard.all + [reversed])

    let content = try #require(writers["REV"]).content(screen)

    #expect(String(decoding: content, as: UTF8.self) == "sekips")
    #expect(PictureWriters<Canvas>.standard["rev"] == nil)
    #expect(PictureWriters<Drawing>.standard.all.map(\.suffix) == ["svg", "pdf", "png"])
    #expect(PictureWriters<Drawing>.standard.endings == ".svg, .pdf or .png")
  }
}
