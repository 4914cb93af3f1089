import HDF5
import Networks
import Tensors

/// What a node of a NIR graph comes to here.
enum NIROperation: Equatable, Sendable {
  case input
  case output
  /// Linear operations on the way of a spike; none for a node that passes on what it gets.
  case linear([SynapticStage])
  case neurons(NeuronParameters)

  /// Whether it is a layer of its own, and no part of a projection.
  var isLayer: Bool {
    switch self {
    case .neurons, .output: true
    case .input, .linear: false
    }
  }
}

/// What reaches a node, in NIR's terms.
struct NIRSignal: Equatable, Sendable {
  /// `[units]`, `[channels, length]` or `[channels, rows, columns]`.
  let lengths: [Int]
  let shape: MapShape

  /// - Returns: `nil` for more axes, or lengths that no network has.
  init?(_ lengths: [Int]) {
    guard (1...3).contains(lengths.count), lengths.allSatisfy((1...(1 << 24)).contains),
      lengths.reduce(1.0, { $0 * Double($1) }) <= Double(1 << 28)
    else { return nil }
    self.lengths = lengths
    shape = MapShape(
      channels: lengths[0], height: lengths.count == 3 ? lengths[1] : 1,
      width: lengths.count > 1 ? lengths[lengths.count - 1] : 1)
  }
}

/// Turns nodes into operations, one at a time, once their input is known.
struct NIRNodeReader {
  let graph: NIRGraph
  let options: NIROptions
  /// What the parameters of all neurons tell of dt.
  let guess: NIRTimeStep

  init(graph: NIRGraph, options: NIROptions) {
    self.graph = graph
    self.options = options
    guess = NIRTimeStep(of: graph)
  }

  typealias Result = (operation: NIROperation, output: NIRSignal)

  /// The types that are read.
  static let types: Set<String> = [
    "Affine", "AvgPool2d", "Conv1d", "Conv2d", "CubaLI", "CubaLIF", "Delay", "Flatten", "I", "IF",
    "Input", "LI", "LIF", "Linear", "Output", "Scale", "SumPool2d", "Threshold", NIRGraph.identity,
  ]

  /// - Precondition: The type of the node is one of `types`.
  func read(_ node: Int, input: NIRSignal) throws(FormatError) -> Result {
    if let stranger = NIRParameters.stranger(in: graph.nodes[node]) {
      throw graph.malformed(
        node,
        "'\(stranger)' is no parameter of \(graph.nodes[node].type), only of "
          + NIRParameters.types(with: stranger).joined(separator: ", "))
    }
    return try readKnown(node, input: input)
  }

  private func readKnown(_ node: Int, input: NIRSignal) throws(FormatError) -> Result {
    switch graph.nodes[node].type {
    case "Affine", "Linear": try affine(node, input)
    case "Conv1d", "Conv2d": try convolution(node, input)
    case "AvgPool2d", "SumPool2d": try pool(node, input)
    case "Scale": try scale(node, input)
    case "Flatten": try flatten(node, input)
    case "Delay": try delay(node, input)
    case "Output": (.output, try end(node, input))
    case "Input": (.input, input)
    case NIRGraph.identity: (.linear([]), try end(node, input))
    default: (.neurons(.continuous(try neuron(node, input))), input)
    }
  }

  /// What reaches the end of a graph; how its units are laid out is left to what sends them.
  private func end(_ node: Int, _ input: NIRSignal) throws(FormatError) -> NIRSignal {
    guard graph.nodes[node].parameters["shape"] != nil else { return input }
    let stated = try graph.integers("shape", of: node)
    guard stated.reduce(1.0, { $0 * Double($1) }) == Double(input.shape.count) else {
      throw graph.malformed(
        node, "'shape' is \(list(stated)), but it gets \(list(input.lengths))")
    }
    return input
  }

  /// The signal that enters the graph at a node.
  func signal(ofInput node: Int) throws(FormatError) -> NIRSignal {
    try signal(try graph.integers("shape", of: node), node)
  }

  private func affine(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    let weight = try graph.floats("weight", of: node)
    guard weight.shape.count == 2 else {
      throw graph.unsupported(
        node, "'weight' is \(list(weight.shape)); only outputs x inputs can be read")
    }
    guard weight.shape[1] == input.shape.count else {
      throw graph.malformed(
        node, "'weight' takes \(weight.shape[1]) inputs, but gets \(list(input.lengths))")
    }
    let outputs = weight.shape[0]
    let isLinear = graph.nodes[node].type == "Linear"
    let bias = try isLinear ? nil : values("bias", of: node, over: [outputs])
    let layer = AffineLayer(
      weight: Tensor(shape: weight.shape, elements: weight.elements),
      bias: Tensor(
        shape: [outputs], elements: bias ?? Array(repeating: 0, count: outputs)))
    let output = try signal([outputs], node)
    return (.linear([SynapticStage(.affine(layer), shape: output.shape)]), output)
  }

  /// One factor for all, or one per unit.
  private func scale(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    let factors = try values("scale", of: node, over: input.lengths)
    let stage = SynapticStage(
      .scale(input.shape.populationOrder(factors)), shape: input.shape)
    return (.linear([stage]), input)
  }

  private func flatten(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    let rank = input.lengths.count
    if graph.nodes[node].parameters["input_type"] != nil {
      let stated = try graph.integers("input_type", of: node)
      guard stated == input.lengths else {
        throw graph.malformed(
          node, "'input_type' is \(list(stated)), but it gets \(list(input.lengths))")
      }
    }
    let (start, end) = (
      try graph.integers("start_dim", of: node)[0], try graph.integers("end_dim", of: node)[0]
    )
    let (first, last) = (start < 0 ? start + rank : start, end < 0 ? end + rank : end)
    guard (0..<rank).contains(first), (first..<rank).contains(last) else {
      throw graph.malformed(
        node, "flattens the axes \(start) to \(end) of \(list(input.lengths)); there are \(rank)")
    }
    let merged = input.lengths[first...last].reduce(1, *)
    let output = try signal(input.lengths[..<first] + [merged] + input.lengths[(last + 1)...], node)
    // The path drops it where the shape stays.
    return (.linear([SynapticStage(.flatten, shape: output.shape)]), output)
  }

  private func delay(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    let delays = try values("delay", of: node, over: input.lengths)
    let dt = try timeStep(for: node)
    let most = Float((1 << 28) / input.shape.count)
    guard delays.allSatisfy({ $0 >= 0 && $0 / dt <= most }) else {
      throw graph.unsupported(
        node, "a delay is negative, or too many steps of \(dt) s to be kept; check --dt")
    }
    let steps = delays.map { Int(($0 / dt).rounded()) }
    return (
      .neurons(.delayLine(steps: NeuronValues(input.shape.populationOrder(steps)))), input
    )
  }

  /// What the steps of a network make of a node that the file says otherwise; `nil` for nothing.
  ///
  /// - Precondition: The node has been read.
  func rounding(of node: Int, _ input: NIRSignal) throws(FormatError) -> String? {
    guard graph.nodes[node].type == "Delay" else { return nil }
    let dt = try timeStep(for: node)
    let rounded = try values("delay", of: node, over: input.lengths).filter { delay in
      let steps = delay / dt
      // What division leaves in single precision is no rounding.
      return abs(steps - steps.rounded()) > max(1e-3, steps * 1e-6)
    }
    guard let first = rounded.first else { return nil }
    let others = rounded.count > 1 ? " (and \(rounded.count - 1) more)" : ""
    return "node '\(graph.nodes[node].name)': a delay of \(first) s\(others) is rounded to "
      + "\(Int((first / dt).rounded())) steps of \(dt) s; choose a --dt that divides it"
  }

  /// One value per unit, in NIR's order.
  ///
  /// - Parameter lengths: Those of the axes of the units, which the parameter must fit.
  func values(
    _ key: String, of node: Int, over lengths: [Int], missing: Float? = nil
  ) throws(FormatError) -> [Float] {
    let array = try graph.floats(key, of: node, missing: missing)
    guard let values = array.spread(over: lengths) else {
      throw graph.malformed(
        node, "'\(key)' is \(list(array.shape)), but there are \(list(lengths)) units")
    }
    return values
  }

  func signal(_ lengths: some Sequence<Int>, _ node: Int) throws(FormatError) -> NIRSignal {
    guard let signal = NIRSignal(Array(lengths)) else {
      throw graph.unsupported(
        node,
        "its shape \(list(Array(lengths))) is neither units nor channels x length nor "
          + "channels x rows x columns")
    }
    return signal
  }

  /// dt, in seconds.
  func timeStep(for node: Int) throws(FormatError) -> Float {
    if let stated = statedTimeStep ?? guess.recognised { return stated }
    throw .undetermined(
      file: graph.file, node: graph.nodes[node].name,
      what: "NIR is continuous in time, so say how long a step is, in seconds, as --dt 0.001"
        + guess.words)
  }

  /// dt as the user, the file or the card says, in seconds.
  private var statedTimeStep: Float? {
    if let timeStep = options.timeStep { return timeStep }
    if case .floats(let array) = graph.metadata[NIRMetadata.timeStep],
      let stated = array.elements.first, stated > 0, stated.isFinite
    {
      return stated
    }
    return options.usualTimeStep
  }

  /// How dt was found where nobody says it; `nil` where somebody does.
  var timeStepNote: String? {
    guard statedTimeStep == nil, let dt = guess.recognised else { return nil }
    return "dt = \(dt) s, as nothing else says and \(guess.words); --dt says otherwise"
  }
}
