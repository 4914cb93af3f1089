/// A function with a body: where it begins, and how many lines it has.
struct FunctionLength: Equatable {
  var name: String
  /// From 1 on.
  var firstLine: Int
  var lines: Int
}

extension SourceMask {
  /// The functions, initializers, subscripts and computed properties of a Swift file.
  ///
  /// A function inside of another counts for itself and in the one around it.
  var swiftFunctions: [FunctionLength] {
    let lines = lines
    return lines.indices.compactMap { index in
      guard let name = declaredName(in: lines[index]),
        let last = lastLine(ofBodyAfter: index, in: lines)
      else { return nil }
      return FunctionLength(name: name, firstLine: index + 1, lines: last - index + 1)
    }
  }

  /// The functions of a C file: what stands in braces behind a parenthesis at the outermost level,
  /// from the line on that closes the parameters.
  var cFunctions: [FunctionLength] {
    var functions: [FunctionLength] = []
    var (depth, first, isFunction) = (0, 0, false)
    var before: Character = " "
    for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
      for character in line where character != " " {
        if character == "{" {
          if depth == 0 { (first, isFunction) = (index, before == ")") }
          depth += 1
        } else if character == "}" {
          depth -= 1
          if depth == 0, isFunction {
            functions.append(
              FunctionLength(
                name: "line \(first + 1)", firstLine: first + 1, lines: index - first + 1))
          }
        }
        before = character
      }
    }
    return functions
  }
}

/// The name of what a line declares, if that may have a body of its own.
private func declaredName(in line: String) -> String? {
  let words = line.split { " (<?:".contains($0) }
  guard let index = words.firstIndex(where: { declaring.contains($0) }),
    words[..<index].allSatisfy({
      modifiers.contains($0) || $0.hasPrefix("@") || $0.hasSuffix(")")
    })
  else { return nil }
  guard words[index] == "func" || words[index] == "var" else { return String(words[index]) }
  return index + 1 < words.count ? String(words[index + 1]) : nil
}

private let declaring: Set<Substring> = ["func", "init", "deinit", "subscript", "var"]

private let modifiers: Set<Substring> = [
  "package", "public", "private", "fileprivate", "internal", "static", "mutating", "nonmutating",
  "override", "final", "lazy", "convenience", "required", "borrowing", "consuming", "nonisolated",
  "weak", "unowned", "class",
]

/// The line of the brace that closes the body of a declaration; `nil` for what has none.
private func lastLine(ofBodyAfter first: Int, in lines: [String]) -> Int? {
  var (parentheses, braces) = (0, 0)
  for index in first..<lines.count {
    for character in lines[index] {
      switch character {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      // A default argument may be a closure, an initial value is no body.
      case "{" where braces > 0 || parentheses == 0: braces += 1
      case "=" where braces == 0 && parentheses == 0 && !lines[index].contains("func "): return nil
      case "}" where braces > 0:
        braces -= 1
        if braces == 0 { return index }
      case "}" where parentheses == 0: return nil
      default: break
      }
    }
    let isOpen = braces > 0 || parentheses > 0
    guard isOpen || index + 1 < lines.count && continuesDeclaration(lines[index + 1]) else {
      return nil
    }
  }
  return nil
}

/// Whether a line goes on with a declaration that the line before began.
private func continuesDeclaration(_ line: String) -> Bool {
  let text = line.drop { $0 == " " }
  return ["{", "->", ")", "where ", "throws", "async"].contains { text.hasPrefix($0) }
}
