/// The groups of a model's layers in files that name layers by their classes: `conv2d`, `conv2d_1`.
struct KerasGroups {
  private var counts: [String: Int] = [:]

  /// The group of the next layer of a class.
  mutating func next(of kind: String) -> String {
    let group = snakeCase(kind)
    let count = counts[group, default: 0]
    counts[group] = count + 1
    return count == 0 ? group : "\(group)_\(count)"
  }
}

/// The name of a class as Keras spells it in files: `Conv2D` as `conv2d`, `ReLU` as `re_lu`.
///
/// A capital letter begins a word where a small letter is before it or, but at the start, after it.
func snakeCase(_ name: String) -> String {
  let letters = name.filter { $0.isLetter || $0.isNumber || $0 == "_" }
  let capital: ClosedRange<Character> = "A"..."Z"
  let small: ClosedRange<Character> = "a"..."z"
  var words = ""
  var before: Character?
  for (index, letter) in zip(letters.indices, letters) {
    if let before, capital.contains(letter) {
      let after = letters[letters.index(after: index)...].first
      if small.contains(before) || after.map(small.contains) ?? false { words.append("_") }
    }
    words.append(letter)
    before = letter
  }
  return words.lowercased()
}
