import AnalogPass
import Networks

/// Bistable neurons, and synchronous neurons on shortcuts: a reconstruction of BSNN.
///
/// The idea, two stable states against spikes of inactivated neurons, is that of Li, Zhao and Zeng
/// (Front. Neurosci. 16:991851, 2022). The paper's equations were not at hand, so these are a
/// reconstruction from its abstract and from secondary sources. With windows of P steps, window
/// number `w(t) = floor((t-1)/P)`, phase `k(t) = 1 + (t-1) mod P` and delay d, the number of
/// spiking layers up to this one:
///
///     FIRE   if w ≥ d and (w - d) even:  Θ[t] = θ · 2^(-k)
///     REST   otherwise:                  Θ[t] = ∞
///     m[t] = v[t-1] + I[t];   s[t] = 1 if m[t] ≥ Θ[t];   v[t] = m[t] - Θ[t] · s[t]
///
/// A layer accumulates exactly while the one before it fires, so that it decides on the whole sum
/// and neither lead nor lag can make an inactivated neuron fire. Biases and the input flow in once
/// per cycle of two windows.
///
/// Where branches of different delay meet, the shorter one passes through *synchronous neurons*:
/// bistable neurons with identity weights, one per spiking layer skipped. They stand before a
/// projection shortcut, because its output may be negative.
package struct Bistable: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "bistable", summary: "neurons that collect, then fire binary digits: no spike too early",
    options: Percentile.options + [phases, noSynchronousNeurons],
    menuForms: ["bistable8", "bistable10", "bistable10-noSN"]
  ) { values, _ in
    Bistable(
      percentile: Percentile(values), phases: values.integer(of: phases),
      usesSynchronousNeurons: !values.isSet(noSynchronousNeurons))
  }

  private static let phases = ConversionOption(
    "phases", .integer(standard: 10, 1...16),
    help: "The number of phases of bistable neurons, 1 to 16.",
    shortForm: .number(example: 8, unit: "phases"))

  private static let noSynchronousNeurons = ConversionOption(
    "no-synchronous-neurons", .flag,
    help: "Leave out the synchronous neurons on the shortcuts of bistable networks.",
    shortForm: .suffix("-noSN"))

  package let percentile: Percentile

  /// P, the number of binary digits of a spike train, 1 to 24.
  package let phases: Int

  /// Whether shorter branches are held back, without which branches meet in different cycles.
  package let usesSynchronousNeurons: Bool

  package init(
    percentile: Percentile = Percentile(99.9), phases: Int = 10, usesSynchronousNeurons: Bool = true
  ) {
    precondition((1...24).contains(phases), "\(phases) phases")
    self.percentile = percentile
    self.phases = phases
    self.usesSynchronousNeurons = usesSynchronousNeurons
  }

  package var title: String {
    "bistable (reconstruction) P=\(phases)"
      + (usesSynchronousNeurons ? "" : " without synchronous neurons")
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    let thresholds = thresholds.map(roundedToEightBits)
    let rateCoded = try network.spiking(coding: .cycles(phases: phases)) { index in
      .bistable(threshold: thresholds[index], phases: phases, delay: 0)
    }
    var synchronizer = Synchronizer(phases: phases, insertsNeurons: usesSynchronousNeurons)
    return synchronizer.delayed(rateCoded)
  }
}

/// The nearest number with eight significant bits.
///
/// Sums of `θ · 2^(-k)` are then exact in single precision, so that ties fall the same way in
/// every summation order and synchronous neurons relay without loss.
func roundedToEightBits(_ value: Float) -> Float {
  let unit = Float(sign: .plus, exponent: value.exponent - 7, significand: 1)
  return (value / unit).rounded(.toNearestOrEven) * unit
}

/// Gives every layer its delay, and shortcuts their synchronous neurons.
private struct Synchronizer {
  let phases: Int
  let insertsNeurons: Bool

  private var layers: [SpikingLayer] = []

  /// Where each layer of the original network ended up.
  private var positions: [Int] = []

  /// The synchronous neurons that relay a layer, by how far they hold it back.
  private var relays: [Int: [Int]] = [:]
  private var relayCount = 0

  init(phases: Int, insertsNeurons: Bool) {
    self.phases = phases
    self.insertsNeurons = insertsNeurons
  }

  mutating func delayed(_ network: SpikingNetwork) -> SpikingNetwork {
    let readouts = network.readouts
    // Behind all that the others relay, because no neuron comes after a readout.
    var answering: [SpikingLayer] = []
    for (index, layer) in network.layers.enumerated() {
      let layer = synchronized(layer)
      if readouts.contains(index) {
        answering.append(layer)
      } else {
        positions.append(layers.count)
        layers.append(layer)
      }
    }
    var network = network
    network.layers = layers + answering
    return network
  }

  private mutating func synchronized(_ original: SpikingLayer) -> SpikingLayer {
    var layer = original
    for index in layer.projections.indices {
      if case .layer(let source) = layer.projections[index].source {
        layer.projections[index].source = .layer(positions[source])
      }
    }
    let latest = layer.projections.map { self.delay(of: $0.source) }.max() ?? 0
    if insertsNeurons {
      for index in layer.projections.indices {
        guard case .layer(let source) = layer.projections[index].source else { continue }
        let lead = latest - layers[source].delay
        layer.projections[index].source = .layer(relayed(source, by: lead))
      }
    }
    if case .bistable(var neuron) = layer.neuron {
      neuron.delay = latest + 1
      layer.neuron = .bistable(neuron)
    } else if var pool = layer.neuron.pool {
      pool.delay = latest
      layer.neuron = .maximum(pool)
    }
    return layer
  }

  private func delay(of source: ProjectionSource) -> Int {
    switch source {
    case .input: 0
    case .layer(let index): layers[index].delay
    }
  }

  /// The largest threshold among the neurons that a layer passes on.
  private func largestThreshold(of layer: Int) -> Float {
    if let threshold = layers[layer].neuron.threshold { return threshold }
    return layers[layer].projections.reduce(0) { largest, projection in
      guard case .layer(let source) = projection.source else { return largest }
      return max(largest, largestThreshold(of: source))
    }
  }

  /// The layer that repeats `source` this many windows later.
  private mutating func relayed(_ source: Int, by windows: Int) -> Int {
    guard windows > 0 else { return source }
    var chain = relays[source, default: []]
    while chain.count < windows {
      relayCount += 1
      let previous = layers[chain.last ?? source]
      layers.append(
        SpikingLayer(
          name: "sync\(relayCount)", shape: previous.shape,
          neuron: .bistable(
            threshold: largestThreshold(of: chain.last ?? source), phases: phases,
            delay: previous.delay + 1),
          projections: [Projection(source: .layer(chain.last ?? source), stages: [])]))
      chain.append(layers.count - 1)
    }
    relays[source] = chain
    return chain[windows - 1]
  }
}
