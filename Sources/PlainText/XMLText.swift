/// Text for an XML document, between tags or as an attribute: visible, and what XML has signs for
/// as entities.
///
/// Tabs and line breaks become blanks, as they would be in an attribute.
package func xmlText(_ text: String) -> String {
  let line = text.unicodeScalars.map { spaces.contains($0) ? " " : $0 }
  return visible(String(String.UnicodeScalarView(line))).unicodeScalars
    .map { entities[$0] ?? String($0) }.joined()
}

private let spaces: Set<Unicode.Scalar> = ["\t", "\n", "\r"]

private let entities: [Unicode.Scalar: String] = [
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&apos;",
]
