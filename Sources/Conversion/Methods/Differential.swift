import AnalogPass
import Networks

/// The thresholds of `Robust` and differential coding: spikes say by how much a rate changes (Huang
/// et al., ICML 2025, PMLR 267:25235-25264, arXiv 2503.00301; equations as in the authors' public
/// code).
///
/// Neurons and decoding are those of `DifferentialNeuron`; with A the mean of what has arrived, as
/// a rate code would have brought it, and E of what a neuron stands for,
///
///     m[t] = v[t-1] + A[t-1] + d[t] - E[t-1]      A[t] = A[t-1] + d[t] / t
///     v[t] = m[t] - s[t]                          E[t] = E[t-1] + s[t] / t
///
/// The image and the biases are changes of the first step, the readout adds up `A[t-1] + d[t]`.
/// There are spikes of θ, θ/2 … θ/2^(n-1), and `v(0) = 0`; with one level (`--spike-levels 1`) they
/// are ±θ and neurons start half charged, `v(0) = θ/2`.
///
/// This project's own: behind a clipped activation a neuron stands for no more than the clip; a
/// max pool passes on the largest of the means that arrive. The paper's thresholds by iteration
/// over the distribution of the activations, and its forms of other operators than ReLU, are not
/// part of it.
package struct Differential: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "differential", summary: "as robust, but spikes say by how much a rate changes",
    aliases: ["differential-coding"], options: Percentile.options + [sizes],
    menuForms: ["differential", "differential1"]
  ) { values, _ in
    Differential(percentile: Percentile(values), levels: values.integer(of: sizes))
  }

  /// n.
  private static let sizes = ConversionOption(
    "spike-levels", .integer(standard: 4, 1...DifferentialNeuron.mostLevels),
    help: "How many sizes the spikes of 'differential' have, from theta on, each half of the next.",
    shortForm: .number(example: 1, unit: "sizes of spikes"))

  package let percentile: Percentile

  /// n, from 1 to `DifferentialNeuron.mostLevels`.
  package let levels: Int

  package init(percentile: Percentile = Percentile(99.9), levels: Int = 4) {
    precondition((1...DifferentialNeuron.mostLevels).contains(levels), "\(levels) levels")
    self.percentile = percentile
    self.levels = levels
  }

  package var title: String {
    "differential coding, \(levels == 1 ? "1 level" : "\(levels) levels") \(percentile.title)"
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    let maxima = network.activations.map { network.nodes[$0].operation.trainedThreshold }
    var spiking = try network.spiking(coding: .differential) { index in
      .differential(threshold: thresholds[index], levels: levels, maximum: maxima[index])
    }
    if levels == 1 { spiking.chargeHalf() }
    return spiking
  }
}
