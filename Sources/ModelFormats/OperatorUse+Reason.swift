extension OperatorUse: CustomStringConvertible {
  /// Which operator, where, and why it has no spiking form if that can be said.
  package var description: String {
    "\(name) (node '\(node)')" + (reason.map { ", which \($0)" } ?? "")
  }

  private var reason: String? {
    switch name {
    case "Sigmoid", "HardSigmoid", "Tanh", "Erf", "Gelu", "HardSwish", "Swish", "Mish", "Elu",
      "Selu", "Celu", "Softplus", "Softsign", "LeakyRelu", "PRelu", "ThresholdedRelu", "Shrink",
      "LogSoftmax", "Hardmax":
      "no firing rate follows (ReLU and clips from 0 do)"
    case "LayerNormalization", "InstanceNormalization", "GroupNormalization", "LRN",
      "LpNormalization", "MeanVarianceNormalization", "RMSNormalization",
      "SimplifiedLayerNormalization", "SkipLayerNormalization":
      "divides by what each image has, so that no weights can take it in (batch normalization can)"
    case "LSTM", "GRU", "RNN", "Loop", "Scan", "If":
      "runs over a sequence, while one image is shown here"
    default: nil
    }
  }
}
