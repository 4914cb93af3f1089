extension Definition {
  /// Why the network answers so.
  static let why = [
    Definition(
      "why this answer",
      words: ["moves", "dw", "margin", "leads", "rate*theta", "a", "inputs of the readout"],
      "The margin of the SNN, its answer's mean output minus that of another class (the ANN's "
        + "answer or the label where they differ from it, else the second), minus the same margin "
        + "of the ANN = sum over the neurons j that feed the readout of dw_j (rate_j theta_j - "
        + "a_j), dw = w_answer - w_other, + v(0)/t and bias currents that the ANN does not have + "
        + "model term (rounding). moves: the share of one neuron, above 0 towards the answer. "
        + "Without an ANN a and its margin are 0: the sum is the margin itself.",
      unit: "output, before the softmax", source: .own)
  ]
}
