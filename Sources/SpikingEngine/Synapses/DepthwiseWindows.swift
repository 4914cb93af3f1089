import Networks
import SpikeKernels

/// How the windows of a depthwise convolution lie on the map of plain spikes below them.
///
/// Sixteen channels are looked up at a time, which takes the same time whatever fires.
struct DepthwiseWindows: Sendable {
  private let convolution: sk_depthwise

  /// `nil` for convolutions in which channels meet, or which the kernels do not take.
  init?(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    let kernel = layer.kernel
    guard layer.groups == source.channels, target.channels == source.channels,
      source.channels % 16 == 0, kernel.rows * kernel.columns <= Int(sk_most_taps)
    else { return nil }
    convolution = sk_depthwise(
      channels: Int32(source.channels), source_rows: Int32(source.height),
      source_columns: Int32(source.width), target_rows: Int32(target.height),
      target_columns: Int32(target.width), kernel_rows: Int32(kernel.rows),
      kernel_columns: Int32(kernel.columns), row_stride: Int32(layer.stride.rows),
      column_stride: Int32(layer.stride.columns), row_dilation: Int32(layer.dilation.rows),
      column_dilation: Int32(layer.dilation.columns), top_padding: Int32(layer.padding.top),
      left_padding: Int32(layer.padding.left))
  }

  /// Sets all currents to where they start, plus what the spikes of a step deliver.
  ///
  /// - Parameters:
  ///   - weight: Shape `[kernel rows, kernel columns, channels]`.
  ///   - start: Shape `[target.count]`; may be `currents`.
  func deliver(
    _ events: sk_events, _ weight: [Float], from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    var convolution = convolution
    sk_deliver_depthwise(
      &convolution, weight, events, 0, convolution.target_rows, start, currents)
  }

  /// Into how many bands of rows the work of firing falls.
  fileprivate var bands: Int { min(8, Int(convolution.target_rows)) }

  fileprivate var neurons: Int {
    Int(convolution.target_rows * convolution.target_columns * convolution.channels)
  }

  /// Delivers the spikes of some steps to the neurons of a band, and fires these.
  fileprivate func integrate(
    _ events: UnsafePointer<sk_events>, steps: Int, band: Int, _ weight: [Float],
    _ neurons: sk_neurons, threshold: Float, spikes: UnsafeMutablePointer<UInt64>
  ) {
    var convolution = convolution
    let rows = Int(convolution.target_rows)
    let (first, last) = (band * rows / bands, (band + 1) * rows / bands)
    sk_integrate_depthwise(
      &convolution, weight, events, Int32(steps), Int32(first), Int32(last - first), neurons,
      threshold, spikes)
  }
}

/// Plain spikes before a depthwise convolution, window by window.
struct DepthwiseFiring: FiringSynapses {
  let windows: DepthwiseWindows

  /// Shape `[kernel rows, kernel columns, channels]`.
  let weight: [Float]

  let events: EventChunk

  func integrate(
    _ steps: Range<Int>, _ neurons: sk_neurons, threshold: Float, on engine: Engine
  ) {
    engine.clearLastWords(steps: steps.count, neurons: windows.neurons)
    engine.workers.forEach(windows.bands) { band, _ in
      windows.integrate(
        events.steps(from: steps.lowerBound), steps: steps.count, band: band, weight, neurons,
        threshold: threshold, spikes: engine.bits.base)
    }
  }
}

// For tests: plain spikes, window by window.
extension GroupedConvolutionSynapses {
  /// What flows in during a step.
  ///
  /// - Parameters:
  ///   - isFired: One per source unit.
  ///   - start: Shape `[target.count]`.
  package func currents(of isFired: [Bool], value: Float, from start: [Float]) -> [Float] {
    let chunk = EventChunk(spikes: [(isFired, value)], shape: source)
    var currents = Array(repeating: Float.nan, count: target.count)
    delivering(by: .gather).deliver(chunk[0], part: 0, from: start, to: &currents)
    return currents
  }

  /// What neurons do in some steps; `nil` if nothing gathers and fires in one kernel.
  ///
  /// - Parameters:
  ///   - spikes: Of each step; where the value is +∞ nothing fires.
  ///   - start: What flows in without a spike, shape `[target.count]`, as the potentials.
  ///   - released: What resets have removed before, of that shape; empty where nobody asks for it.
  package func fired(
    by spikes: [(isFired: [Bool], value: Float)], from start: [Float], potentials: [Float],
    released: [Float], threshold: Float, reset: Reset
  ) -> (potentials: [Float], integrated: [Float], released: [Float], words: [UInt64])? {
    let (chunk, engine) = (EventChunk(spikes: spikes, shape: source), Engine(threads: 2))
    guard let firing = firing(chunk, spikes.indices) else { return nil }
    let words = spikes.count * ((target.count + 63) / 64)
    engine.bits.reserve(words)
    var (v, m, released) = (potentials, potentials, released)
    start.withUnsafeBufferPointer { start in
      v.withUnsafeMutableBufferPointer { v in
        m.withUnsafeMutableBufferPointer { m in
          released.withUnsafeMutableBufferPointer { released in
            let neurons = sk_neurons(
              start: start.baseAddress, start_step: 0, resets_to_zero: reset == .toZero,
              potentials: v.baseAddress, integrated: m.baseAddress,
              released: released.isEmpty ? nil : released.baseAddress)
            firing.integrate(spikes.indices, neurons, threshold: threshold, on: engine)
          }
        }
      }
    }
    return (v, m, released, Array(UnsafeBufferPointer(start: engine.bits.base, count: words)))
  }
}

extension EventChunk {
  /// Some steps of plain spikes; where the value is +∞ nothing fires.
  fileprivate convenience init(spikes: [(isFired: [Bool], value: Float)], shape: MapShape) {
    self.init()
    clear(shape: shape, steps: spikes.count)
    for (step, spikes) in spikes.enumerated() {
      guard spikes.value < .infinity else {
        silence(step: step)
        continue
      }
      var words = [UInt64](repeating: 0, count: (shape.count + 63) / 64)
      for (unit, isFired) in spikes.isFired.enumerated() where isFired {
        words[unit / 64] |= 1 << UInt64(unit % 64)
      }
      list(words, value: spikes.value, step: step)
    }
  }
}
