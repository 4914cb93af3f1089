import TerminalUI

/// Names in so many letters each, so that no two that differ are the same: letters leave first, as
/// numbers are what names of layers differ by; where that does not help, each has its place among
/// all.
///
/// - Parameters:
///   - places: What stands for each name then; as `names` where no number can.
///   - width: At least 1.
package func shortNames(_ names: [String], places: [String], width: Int) -> [String] {
  let kinds: [(String) -> String] = [
    { $0.count <= width ? $0 : withoutLetters($0, width: width) },
    { String($0.suffix(width)) },
  ]
  for kind in kinds {
    let short = names.map(kind)
    if Set(short).count == Set(names).count { return short }
  }
  // A part of a number would be another one.
  return places.map { $0.count <= width ? $0 : "" }
}

/// A name in at most so many letters; one that is cut ends in an ellipsis.
func shortened(_ name: String, to width: Int, _ glyphs: Glyphs) -> String {
  name.count <= width ? name : name.prefix(max(width - 1, 0)) + String(glyphs.ellipsis)
}

/// The first letters of a name and all of the number that it ends with.
private func withoutLetters(_ name: String, width: Int) -> String {
  let number = String(name.reversed().prefix { $0.isNumber }.reversed())
  guard number.count <= width else { return String(name.suffix(width)) }
  return String(name.dropLast(number.count).prefix(width - number.count)) + number
}
