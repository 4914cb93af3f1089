/// A quotient, or `nil` of nothing.
func ratio(_ part: Int, of whole: Int) -> Double? {
  whole == 0 ? nil : Double(part) / Double(whole)
}
