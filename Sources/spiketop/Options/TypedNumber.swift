import ArgumentParser

/// A number as it is typed for an option that counts in a unit.
///
/// - Parameter unit: What is counted, and an example.
/// - Throws: What stands behind the words of ArgumentParser, which name value and option.
func typedNumber<Number: LosslessStringConvertible>(
  _ text: String, of unit: String
) throws(ValidationError) -> Number {
  guard let number = Number(text) else { throw ValidationError("give a number of \(unit)") }
  return number
}
