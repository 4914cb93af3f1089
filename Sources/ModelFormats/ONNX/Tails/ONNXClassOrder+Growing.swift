import Foundation
import Networks

extension ONNXClassOrder {
  /// A function of one number that grows wherever it has a value.
  struct Growing {
    let value: (Float) -> Float
    /// Where it has values.
    private var domain: ClosedRange<Float> = -.infinity...(.infinity)

    /// `nil` of a node that is no such function, whose numbers also decide.
    init?(_ node: Onnx_NodeProto, _ importer: ONNXImporter) {
      let attributes = importer.attributes(node)
      switch node.qualifiedName {
      case "Exp": value = { exp($0) }
      case "Sigmoid": value = { 1 / (1 + exp(-$0)) }
      case "Softplus": value = { max($0, 0) + log1p(exp(-abs($0))) }
      case "Tanh": value = { tanh($0) }
      case "Atan": value = { atan($0) }
      case "Softsign": value = { $0.isInfinite ? ($0 > 0 ? 1 : -1) : $0 / (1 + abs($0)) }
      case "Erf": value = { erf($0) }
      case "Sqrt": (value, domain) = ({ $0.squareRoot() }, 0...(.infinity))
      case "Log": (value, domain) = ({ log($0) }, 0...(.infinity))
      case "Elu":
        guard let alpha = try? attributes.float("alpha", default: 1), Self.slopes.contains(alpha)
        else { return nil }
        value = { $0 > 0 ? $0 : alpha * expm1($0) }
      case "Selu":
        guard let alpha = try? attributes.float("alpha", default: 1.673263),
          let gamma = try? attributes.float("gamma", default: 1.050701),
          Self.slopes.contains(alpha), Self.slopes.contains(gamma)
        else { return nil }
        value = { gamma * ($0 > 0 ? $0 : alpha * expm1($0)) }
      default: return nil
      }
    }

    /// So that no numbers but the outermost become equal.
    private static let slopes: ClosedRange<Float> = 0x1p-10...0x1p10

    /// Between which numbers its values lie, of all numbers of a range; `nil` where some have none.
    func range(of numbers: ClosedRange<Float>) -> ClosedRange<Float>? {
      guard numbers.clamped(to: domain) == numbers else { return nil }
      return value(numbers.lowerBound)...value(numbers.upperBound)
    }
  }
}
