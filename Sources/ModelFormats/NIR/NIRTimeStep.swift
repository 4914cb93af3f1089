import PlainText

/// dt as the parameters of a NIR graph tell it.
///
/// Programs whose neurons take one step at a time add a current as it is, where NIR weighs it with
/// dt · r (IF) or dt/τ · r (LIF). snnTorch and SpikingJelly write the r that makes these 1: 1/dt or
/// τ/dt. Time constants that are counted in steps, as sinabs writes them, have dt = 1.
struct NIRTimeStep: Equatable {
  /// In seconds; `nil` where the parameters leave it open.
  let recognised: Float?

  /// How it was recognised, or what is offered where it was not; may be empty.
  let words: String

  private static let neurons: Set<String> = ["IF", "I", "LIF", "LI", "CubaLIF", "CubaLI"]

  /// τ that are shorter, in seconds, are no time constants of neurons.
  private static let shortestPlausible: Float = 1e-4

  init(of graph: NIRGraph) {
    let nodes = graph.nodes.filter { Self.neurons.contains($0.type) }
    let timeConstants = nodes.flatMap(\.membraneTimeConstants)
    let shortest = timeConstants.min() ?? .infinity
    let isScaled = nodes.contains { $0.numbers("r").contains { $0 != 1 } }
    // A neuron that keeps nothing has τ = dt, which the rounding of dt may have passed.
    if isScaled, let dt = Self.common(nodes.flatMap(\.timeStepsOfFullCurrents)),
      dt <= shortest * 1.0001
    {
      recognised = min(dt, shortest)
      words =
        "r is \(timeConstants.isEmpty ? "1/dt" : "tau/dt") in all neurons, as snnTorch and "
        + "SpikingJelly write it"
    } else if !nodes.isEmpty, !isScaled, shortest >= 1 {
      recognised = 1
      words = "r is 1 and no tau is below 1, so that they count steps, as in sinabs"
    } else {
      recognised = nil
      words =
        (0..<Self.shortestPlausible).contains(shortest)
        ? "; a tau of \(shortest) looks like Norse, which writes tau times its dt: "
          + "for its usual dt of 0.001 that is --dt 0.000001 --reset hard"
        : ""
    }
  }

  /// The number that all are, but for what single precision loses; `nil` where they differ.
  private static func common(_ numbers: [Float]) -> Float? {
    guard let first = numbers.first, first > 0, first.isFinite,
      numbers.allSatisfy({ abs($0 - first) <= 1e-4 * first })
    else { return nil }
    return Float(printedSignificant(Double(first), digits: 5))
  }
}

extension NIRGraph.Node {
  /// A parameter of numbers; empty where there is none.
  fileprivate func numbers(_ key: String) -> [Float] {
    switch parameters[key] {
    case .floats(let array): array.elements
    case .integers(let array): array.elements.map { Float($0) }
    case .texts, nil: []
    }
  }

  fileprivate var membraneTimeConstants: [Float] { numbers("tau") + numbers("tau_mem") }

  /// The dt for which each current counts fully.
  fileprivate var timeStepsOfFullCurrents: [Float] {
    let resistances = numbers("r")
    let membranes = membraneTimeConstants
    guard !membranes.isEmpty else { return resistances.map { 1 / $0 } }
    let count = max(membranes.count, resistances.count)
    let isBroadcast = [membranes.count, resistances.count].allSatisfy([1, count].contains)
    guard !resistances.isEmpty, isBroadcast else { return [.nan] }
    return (0..<count).map {
      membranes[membranes.count == 1 ? 0 : $0] / resistances[resistances.count == 1 ? 0 : $0]
    }
  }
}
