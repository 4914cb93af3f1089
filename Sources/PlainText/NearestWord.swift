/// The word that was probably meant, or `nil` if no known one is near.
///
/// It is the one that differs least, and by less than a third of its letters; case does not count.
/// Costs O(letters · letters) per known word (Levenshtein 1966).
package func nearestWord(to word: String, among known: [String]) -> String? {
  // No longer word can be near to any.
  guard word.count <= 64 else { return nil }
  let distances = known.map { ($0, distance(Array(word.lowercased()), Array($0.lowercased()))) }
  guard let best = distances.min(by: { $0.1 < $1.1 }), 3 * best.1 < best.0.count else { return nil }
  return best.0
}

/// How many letters have to be changed, added or taken away.
private func distance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var previous = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let kept = previous + (letter == other ? 0 : 1)
      previous = row[j + 1]
      row[j + 1] = min(kept, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
