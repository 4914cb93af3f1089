import Foundation

/// What puts texts on the clipboard of whoever sits before a terminal, near or far.
package enum Clipboard {
  /// So many bytes of text terminals take at least, of those that take any.
  package static let mostBytes = 74_994

  /// The sequence OSC 52, which a terminal may take or pass over without a word.
  ///
  /// - Parameter isInTmux: Then it stands there twice: for tmux itself, which takes it with
  ///   `set-clipboard on`, and passed through, which it does with `allow-passthrough on`.
  package static func sequence(for text: String, isInTmux: Bool) -> String {
    let content = Data(text.utf8).base64EncodedString()
    let plain = "\u{1B}]52;c;\(content)\u{7}"
    return isInTmux ? "\(plain)\u{1B}Ptmux;\u{1B}\(plain)\u{1B}\\" : plain
  }
}
