extension OperatorUse: CustomStringConvertible {
  /// Which operator, where, and why it has no spiking form if that can be said.
  package var description: String {
    "\(name) (node '\(node)')" + (reason.map { ", which \($0)" } ?? "")
  }

  /// Whether onnxruntime has put it in the place of the standard's operators.
  var isFused: Bool { name.hasPrefix("com.microsoft.") || name.hasPrefix("com.ms.internal.") }

  /// Whether it is no operator of the standard; a file may define it by those of the standard, and
  /// then it is one of its functions.
  private var isForeign: Bool { !isLayer && name.contains(".") && !isFused }

  /// Whether onnxruntime's quantisation has written it.
  private var isQuantised: Bool {
    name.hasPrefix("com.microsoft.QLinear")
      || ["QuantizeLinear", "DequantizeLinear", "QAttention", "QEmbedLayerNormalization"].contains {
        name == "com.microsoft.\($0)"
      }
  }

  /// What can be done about some uses, as the end of a sentence.
  static func wayOut(of uses: [OperatorUse]) -> String {
    if uses.allSatisfy(\.isFused), uses.contains(where: \.isQuantised) {
      return "quantise the model to 8 bits in the QDQ format (quant_format=QuantFormat.QDQ)"
    }
    if uses.allSatisfy(\.isFused) {
      return "save the model with onnxruntime's graph_optimization_level ORT_ENABLE_BASIC"
    }
    if uses.allSatisfy({ $0.name == "If" }) {
      return "export it with fixed lengths, or simplify the file with onnxsim"
    }
    if uses.allSatisfy({ $0.isLayer && $0.reason == nil }) {
      return KerasOptions.exported + ", or build the network without"
    }
    return "build the network without and train it again"
  }

  private var reason: String? {
    if isQuantised { return "onnxruntime's quantisation has for itself" }
    if isFused { return "onnxruntime made of others when it optimised the model" }
    if isForeign { return "neither the standard nor a function of the file defines" }
    return switch name {
    case "Sigmoid", "Tanh", "Erf", "Gelu", "HardSwish", "Swish", "Mish", "Elu",
      "Selu", "Celu", "Softplus", "Softsign", "ThresholdedRelu", "Shrink", "LogSoftmax", "Hardmax",
      "Exp", "Log", "Sqrt", "Sign", "Round", "Ceil", "Pow", "Reciprocal", "Sin", "Cos",
      "Mod", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp", "LpPool",
      "GlobalLpPool":
      "no firing rate follows (ReLU, leaky ReLU and clips do)"
    case "LayerNormalization", "InstanceNormalization", "GroupNormalization", "LRN",
      "LpNormalization", "MeanVarianceNormalization", "RMSNormalization",
      "SimplifiedLayerNormalization", "SkipLayerNormalization":
      "divides by what each image has, so that no weights can take it in (batch normalization can)"
    case "Lambda", "TFOpLambda", "SlicingOpLambda":
      "runs Python code that is never run here (layers of Keras, or an export to ONNX, are read)"
    case "LSTM", "GRU", "RNN", "SimpleRNN", "Bidirectional", "Loop", "Scan":
      "runs over a sequence, while one image is shown here"
    case "If": "chooses between two graphs"
    default: nil
    }
  }
}
