/// The interval in which a share lies with a confidence of 95 %, from how often something happened.
///
/// The score interval, which holds for small numbers and for shares near 0 and 1, too:
///
///     center = (p + z^2 / 2n) / (1 + z^2 / n)
///     half   = z / (1 + z^2 / n) * sqrt(p (1 - p) / n + z^2 / 4n^2)
///
/// with p = count / n and z = 1.96. Source: Wilson, 1927, doi:10.1080/01621459.1927.10502953.
///
/// - Returns: Within `0...1`; `nil` of nothing.
package func wilsonInterval(_ count: Int, of total: Int) -> ClosedRange<Double>? {
  guard total > 0, (0...total).contains(count) else { return nil }
  let (n, z) = (Double(total), 1.959_963_984_540_054)
  let share = Double(count) / n
  let scale = 1 + z * z / n
  let center = (share + z * z / (2 * n)) / scale
  let half = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  return max(center - half, 0)...min(center + half, 1)
}
