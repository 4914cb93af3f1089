import Foundation

/// The softmax of an output: the class probabilities that it stands for, in the same order.
///
///     p[i] = exp(z[i] - max z) / sum over j of exp(z[j] - max z)
///
/// `nan` everywhere where the largest output is not finite.
package func probabilities(_ output: [Float]) -> [Double] {
  let largest = Double(output.max() ?? 0)
  let powers = output.map { exp(Double($0) - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
