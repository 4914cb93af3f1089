/// A count with its word: `1 layer`, `2 layers`, `12,288 neurons`.
///
/// - Parameters:
///   - word: Of one.
///   - plural: Of none or several; by default the word with an s.
package func counted(_ count: Int, _ word: String, _ plural: String? = nil) -> String {
  count == 1 ? "1 \(word)" : "\(grouped(count)) \(plural ?? word + "s")"
}
