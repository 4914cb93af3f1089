import TOMLKit

/// The line, from 1 on, on which a table begins without a name, as `[=]`: the library takes for
/// granted that there is one, and ends the program.
///
/// A line within a value of several lines may begin likewise; what stands before it is no TOML by
/// itself then. Looks at `most` such lines, and takes the next one for a fault.
func lineOfNamelessTable(in text: String, most: Int = 64) -> Int? {
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  let suspects = lines.indices.filter { beginsNamelessTable(String(lines[$0])) }
  for number in suspects.prefix(most) {
    let before = lines[..<number].map(String.init).joined(separator: "\n")
    if (try? TOMLTable(string: before)) != nil { return number + 1 }
  }
  return suspects.count > most ? suspects[most] + 1 : nil
}

/// Whether behind one or two brackets there is nothing that a name may begin with.
private func beginsNamelessTable(_ line: String) -> Bool {
  var rest = line.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }[...]
  guard rest.first == "[" else { return false }
  rest = rest.dropFirst().drop { $0.properties.isWhitespace }
  if rest.first == "[" { rest = rest.dropFirst().drop { $0.properties.isWhitespace } }
  guard let first = rest.first else { return true }
  return
    !(first.isASCII && (first.properties.isAlphabetic || ("0"..."9").contains(first))
    || ["_", "-", "\"", "'", "]"].contains(first))
}
