/// Why a condition was refused, and where.
package struct ConditionError: Error, Equatable {
  /// What is wrong.
  package enum Reason: Equatable, Sendable {
    case missingCondition
    case expected(String, found: String)
    case unknownWord(String, suggestion: String?, words: [String])
    /// `sin(conv2`: which neuron or layer is not said, or not to its end.
    case unfinishedPlace(word: String)
    case needsPlace(word: String)
    case takesNoPlace(word: String)
    case notANeuronNumber(String)
    case singleSign(String, insteadOf: String)
    /// A class is a name, not an amount.
    case classIsNoAmount(word: String)
    case unknownLayer(String, suggestion: String?, layers: [String])
    case noSuchNeuron(layer: String, count: Int)
    case undefined(word: String, layer: String, because: String)
    case absent(String)
    case oneNetwork
  }

  package var reason: Reason

  /// In the condition as it was typed, from 1 on.
  package var column: Int
}

extension ConditionError: CustomStringConvertible {
  /// The column, what is wrong there, and what to type instead.
  package var description: String { "column \(column): \(text)" }

  /// The same without the column.
  package var text: String {
    switch reason {
    case .missingCondition: "a condition is missing, as in sin(conv2) > 0"
    case .expected(let what, let found): "\(what) instead of \(found)"
    case .unknownWord(let word, let suggestion, let words):
      "there is no '\(word)'; "
        + (suggestion.map { "did you mean \($0)?" } ?? "there are \(words.joined(separator: ", "))")
    case .unfinishedPlace(let word): "close the parenthesis, as in \(word)(conv2#412)"
    case .needsPlace(let word): "\(word) of what? as in \(word)(conv2) or \(word)(conv2#412)"
    case .takesNoPlace(let word): "\(word) is one for the whole network, without parentheses"
    case .notANeuronNumber(let text): "'\(text)' is not the number of a neuron, as in conv2#412"
    case .singleSign(let sign, let double): "type \(double) instead of \(sign)"
    case .classIsNoAmount(let word): "\(word) is a class: compare it by == or != with a class"
    case .unknownLayer(let name, let suggestion, let layers):
      "there is no layer '\(name)'; "
        + (suggestion.map { "did you mean \($0)?" }
          ?? "there are \(layers.joined(separator: ", "))")
    case .noSuchNeuron(let layer, let count): "\(layer) has the neurons 0 to \(count - 1)"
    case .undefined(let word, let layer, let reason): "\(layer) has no \(word): \(reason)"
    case .absent(let what): what
    case .oneNetwork: "diverge needs a second network: ':compare METHOD' runs one beside this"
    }
  }
}

/// The name that was probably meant: the nearest one, if few letters differ; `nil` for none.
func nearestName(to name: String, among names: [String]) -> String? {
  let allowed = max(name.count / 3, 1)
  let ranked = names.map { ($0, editDistance(Array(name.lowercased()), Array($0.lowercased()))) }
  return ranked.filter { $0.1 <= allowed }.min { $0.1 < $1.1 }?.0
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var row = [i + 1]
    for (j, b) in right.enumerated() {
      var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a == b ? 0 : 1))
      if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[right.count]
}
