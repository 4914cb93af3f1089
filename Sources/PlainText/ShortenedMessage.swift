/// A message without the length of what it quotes: a long word is shown by its beginning and its
/// length, and what is still long by its beginning and its end.
///
/// The beginning of a message says where something happened, its end what helps, and a name of ten
/// thousand characters neither. Costs one pass.
package func shortened(_ message: String) -> String {
  guard message.utf8.count > longestWord else { return message }
  let words = message.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
  let text = words.map(shortenedWord).joined(separator: " ").unicodeScalars
  let count = text.count
  guard count > longestMessage else { return String(text) }
  return String(text.prefix(beginningOfMessage)) + "… (\(grouped(count)) characters) …"
    + String(text.suffix(endOfMessage))
}

/// All in characters; most paths are shorter.
private let longestWord = 256
private let beginningOfWord = 64
private let longestMessage = 1200
private let beginningOfMessage = 600
private let endOfMessage = 400

/// A word without its middle, but with the marks around it.
private func shortenedWord(_ word: Substring.UnicodeScalarView) -> String {
  let count = word.count
  guard count > longestWord else { return String(word) }
  let start = word.prefix(8).prefix(while: marks.contains)
  let end = word.suffix(8).reversed().prefix(while: marks.contains).count
  let name = word.dropFirst(start.count).dropLast(end)
  return String(start) + String(name.prefix(beginningOfWord))
    + "… (\(grouped(count - start.count - end)) characters)" + String(word.suffix(end))
}

/// What stands around names in sentences.
private let marks: Set<Unicode.Scalar> = ["'", "\"", "(", ")", ",", ";", ":", "."]
