import SpikeKernels

/// Convolutions onto the same neurons, gathered one after the other and fired in one kernel.
struct GatheredConvolutions: FiringSynapses {
  /// In the order in which they are added; at least one.
  private let arrivals: [(synapses: ConvolutionSynapses, events: EventChunk)]

  /// As many of the last arrivals as one kernel gathers; `nil` if it cannot gather the last.
  init?(_ all: [Engine.Arrival]) {
    guard let last = all.last?.stage.gathering else { return nil }
    let gathered = all.suffix(Int(sk_most_arrivals)).reversed().prefix {
      $0.stage.gathering?.layout.hasTargets(of: last.layout) ?? false
    }
    arrivals = gathered.reversed().compactMap { arrival in
      arrival.stage.gathering.map { ($0, arrival.events) }
    }
  }

  /// How many there are.
  var count: Int { arrivals.count }

  func integrate(
    _ steps: Range<Int>, _ neurons: sk_neurons, threshold: Float, on engine: Engine
  ) {
    let layout = arrivals[0].synapses.layout
    let thresholds = Array(repeating: threshold, count: layout.outputs)
    engine.clearLastWords(steps: steps.count, neurons: arrivals[0].synapses.target.count)
    withKernelArrivals(from: steps.lowerBound) { kernelArrivals in
      engine.workers.forEach(layout.parts) { part, _ in
        if steps.count >= 8 {
          for arrival in arrivals { arrival.synapses.fetch(part: part) }
        }
        _ = sk_integrate(
          kernelArrivals, Int32(arrivals.count), Int32(steps.count), layout.part(part), neurons,
          thresholds, engine.bits.base)
      }
    }
  }

  /// Calls `body` with the arrivals as the kernel reads them, from a step on.
  private func withKernelArrivals(
    from step: Int, _ known: [sk_arrival] = [], _ body: ([sk_arrival]) -> Void
  ) {
    guard known.count < arrivals.count else { return body(known) }
    let (synapses, events) = arrivals[known.count]
    synapses.withArrival(of: events.steps(from: step)) {
      withKernelArrivals(from: step, known + [$0], body)
    }
  }
}
