/// A number as people write it: in digits, or as one number by another, such as `1/255`.
///
/// - Returns: `nil` for anything else, and for what is not finite.
package func number(written text: some StringProtocol) -> Double? {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  let numbers = parts.compactMap { part in
    Double(String(part.filter { $0 != " " }))
  }
  guard numbers.count == parts.count, (1...2).contains(numbers.count) else { return nil }
  let number = numbers.count == 1 ? numbers[0] : numbers[0] / numbers[1]
  return number.isFinite ? number : nil
}
