import Foundation

/// The softmax of an output: the class probabilities that it stands for, in the same order.
///
///     p[i] = exp(z[i] - max z) / sum over j of exp(z[j] - max z)
///
/// `nan` everywhere where the largest output is not finite. A single output z is the logit of the
/// second of two classes, the softmax of (0, z).
package func probabilities(_ output: [Float]) -> [Double] {
  if output.count == 1 { return probabilities([0] + output) }
  let largest = Double(output.max() ?? 0)
  let powers = output.map { exp(Double($0) - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// How many classes so many outputs tell apart: two of a single one.
package func classCount(ofOutputs count: Int) -> Int { count == 1 ? 2 : count }
