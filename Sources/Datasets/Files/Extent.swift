/// The product of the factors, or `nil` if one is negative or the product does not fit.
///
/// Headers state sizes that nobody has checked: multiply them with this.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    guard factor >= 0 && !overflow else { return nil }
    product = next
  }
  return product
}
