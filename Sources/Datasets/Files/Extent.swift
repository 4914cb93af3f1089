/// The product of the factors, or `nil` if one is negative or the product does not fit.
///
/// Headers state sizes that nobody has checked: multiply them with this. Zeros count as ones for
/// what fits, so that no part of the factors has a product that does not.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: max(factor, 1))
    guard factor >= 0 && !overflow else { return nil }
    product = next
  }
  return factors.contains(0) ? 0 : product
}
