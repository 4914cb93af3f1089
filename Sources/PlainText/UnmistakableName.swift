import Foundation

/// A name of a file as a text that equals another only where both are the same characters.
///
/// To Swift `é` equals `e` and a combining accent (canonical equivalence; Unicode Standard Annex
/// 15), while files, and all who write them, mean two names. Of such names only the composed one
/// (NFC) stays as it is; in all others every character beyond ASCII is written as its number, as in
/// `e\u{301}`, which tells them apart on a screen, too. Every reader of names takes them in so;
/// what is compared, looked up or listed behind it is plain text.
///
/// Costs one pass for ASCII.
package func unmistakable(_ name: String) -> String {
  guard name.utf8.contains(where: { $0 >= 0x80 }),
    !name.precomposedStringWithCanonicalMapping.utf8.elementsEqual(name.utf8)
  else { return name }
  return withNumbers(name[...], for: { ($0.rest.first?.isASCII ?? true) }, number: number)
}
