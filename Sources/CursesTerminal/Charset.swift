import Glibc
import TerminalUI

/// Which characters the terminal gets.
struct Charset: Equatable {
  /// What widgets draw with.
  let glyphs: Glyphs
  /// Whether characters beyond ASCII can be sent at all; else they appear as `?`.
  let isUnicode: Bool

  /// Sets the locale of the process, which ncurses encodes characters by; call it before `newterm`.
  static func prepare(forced: Glyphs?) -> Charset {
    setlocale(LC_CTYPE, "")
    if !encodesUTF8, forced == .braille || wantsUTF8(localeName) {
      setlocale(LC_CTYPE, "C.UTF-8")
    }
    // The Linux console has the locale, but neither braille nor blocks in its font.
    let terminal = environmentValue("TERM") ?? ""
    let automatic: Glyphs = encodesUTF8 && terminal != "linux" ? .braille : .ascii
    return Charset(glyphs: forced ?? automatic, isUnicode: encodesUTF8)
  }

  private static var encodesUTF8: Bool {
    nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8"
  }

  /// The locale that the environment asks for; it may not exist here.
  private static var localeName: String {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environmentValue)
    return names.first { !$0.isEmpty } ?? ""
  }
}

/// What a terminal with the present locale can show.
package func terminalGlyphs() -> Glyphs { Charset.prepare(forced: nil).glyphs }

/// Whether a locale's name promises a UTF-8 terminal, even where the locale is not installed.
package func wantsUTF8(_ localeName: String) -> Bool {
  let codeset = localeName.split(separator: ".").dropFirst().first?.lowercased() ?? ""
  return codeset.hasPrefix("utf-8") || codeset.hasPrefix("utf8")
}

func environmentValue(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
