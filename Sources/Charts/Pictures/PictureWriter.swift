import Foundation
import TerminalUI

/// A format that a screen or a drawing is written in.
package struct PictureWriter<Picture>: Sendable {
  /// How names of such files end, in lower case: `svg`.
  package let suffix: String

  /// The content of the file.
  ///
  /// - Throws: What says in one line why the picture cannot be written so.
  package let content: @Sendable (Picture) throws -> Data

  package init(_ suffix: String, content: @escaping @Sendable (Picture) throws -> Data) {
    self.suffix = suffix
    self.content = content
  }
}

/// The formats that a screen or a drawing can be written in.
package struct PictureWriters<Picture>: Sendable {
  /// In the order in which people meet them.
  package let all: [PictureWriter<Picture>]

  /// - Precondition: No two have the same suffix.
  package init(_ all: [PictureWriter<Picture>]) {
    precondition(Set(all.map(\.suffix)).count == all.count, "two writers have one suffix")
    self.all = all
  }

  package subscript(suffix: String) -> PictureWriter<Picture>? {
    all.first { $0.suffix == suffix.lowercased() }
  }

  /// The ends of names, as `.svg, .pdf or .png`.
  package var endings: String {
    let endings = all.map { ".\($0.suffix)" }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }
}

extension PictureWriters<Drawing> {
  package static var standard: PictureWriters { PictureWriters([.svg, .pdf, .png]) }
}

extension PictureWriter<Drawing> {
  package static var svg: PictureWriter { PictureWriter("svg") { Data(try $0.svg().utf8) } }
  package static var pdf: PictureWriter { PictureWriter("pdf") { Data(try $0.pdf()) } }
  package static var png: PictureWriter { PictureWriter("png") { Data(try $0.png()) } }
}

extension PictureWriters<Canvas> {
  /// What drawings can be written in, and text.
  package static var standard: PictureWriters {
    let pictures = PictureWriters<Drawing>.standard.all.map { writer in
      PictureWriter<Canvas>(writer.suffix) { try writer.content($0.drawing()) }
    }
    return PictureWriters(pictures + [.ansi, .txt])
  }
}

extension PictureWriter<Canvas> {
  /// Text with the escape sequences of colours.
  package static var ansi: PictureWriter { PictureWriter("ansi") { Data($0.ansi().utf8) } }

  /// Text without colours.
  package static var txt: PictureWriter { PictureWriter("txt") { Data(($0.text + "\n").utf8) } }
}
