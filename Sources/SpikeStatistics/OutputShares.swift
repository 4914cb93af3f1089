import Foundation

/// The softmax of an output: the probabilities of classes that it stands for.
package func probabilities(_ output: [Float]) -> [Double] {
  let largest = Double(output.max() ?? 0)
  let powers = output.map { exp(Double($0) - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
