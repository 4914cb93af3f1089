import Foundation
import TerminalUI

/// A format that a screen or a plot is written in.
package struct PictureWriter<Drawing>: Sendable {
  /// How names of such files end, in lower case: `svg`.
  package let suffix: String

  /// The content of the file.
  ///
  /// - Throws: What says in one line why the drawing cannot be written so.
  package let content: @Sendable (Drawing) throws -> Data

  package init(_ suffix: String, content: @escaping @Sendable (Drawing) throws -> Data) {
    self.suffix = suffix
    self.content = content
  }
}

/// The formats that a screen or a plot can be written in.
package struct PictureWriters<Drawing>: Sendable {
  /// In the order in which people meet them.
  package let all: [PictureWriter<Drawing>]

  /// - Precondition: No two have the same suffix.
  package init(_ all: [PictureWriter<Drawing>]) {
    precondition(Set(all.map(\.suffix)).count == all.count, "two writers have one suffix")
    self.all = all
  }

  package subscript(suffix: String) -> PictureWriter<Drawing>? {
    all.first { $0.suffix == suffix.lowercased() }
  }
}

extension PictureWriters<Canvas> {
  package static var standard: PictureWriters { PictureWriters([.svg, .png, .ansi, .txt]) }
}

extension PictureWriter<Canvas> {
  package static var svg: PictureWriter { PictureWriter("svg") { Data($0.svg().utf8) } }
  package static var png: PictureWriter { PictureWriter("png") { Data(try $0.png()) } }

  /// Text with the escape sequences of colours.
  package static var ansi: PictureWriter { PictureWriter("ansi") { Data($0.ansi().utf8) } }

  /// Text without colours.
  package static var txt: PictureWriter { PictureWriter("txt") { Data(($0.text + "\n").utf8) } }
}

extension PictureWriters<Plot> {
  package static var standard: PictureWriters { PictureWriters([.svg, .png]) }
}

extension PictureWriter<Plot> {
  package static var svg: PictureWriter { PictureWriter("svg") { Data($0.svg().utf8) } }

  /// Two pixels per point.
  package static var png: PictureWriter { PictureWriter("png") { Data(try $0.png(scale: 2)) } }
}
