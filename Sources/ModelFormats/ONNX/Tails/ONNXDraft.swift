import Networks

/// A model on its way to a network, whose outputs may be computed behind its layers.
struct ONNXDraft {
  let model: Onnx_ModelProto
  let graph: ONNXGraph
  let operators: ONNXOperators
  let byteCount: Int
  let lengths: [Int]?

  /// The network; it still has batch normalizations and no layer names.
  func network(_ tail: TailReading) throws(FormatError) -> AnalogNetwork {
    let plan = ONNXTailPlan(graph, operators: operators)
    if tail == .always, let plan, plan.obstacle == nil, !plan.hasTrainedLayers {
      return try network(plan)
    }
    do throws(FormatError) {
      return try networkWithoutTail()
    } catch {
      if let refusal = plan?.refusalOfChoices { throw refusal }
      guard let plan, !plan.hasTrainedLayers else { throw error }
      guard tail != .never, tail != .whereOfPlaces else {
        if let network = networkOfLogits(before: plan) { return network }
        if tail == .whereOfPlaces, let network = segmenter(plan) { return network }
        throw error
      }
      if let obstacle = plan.obstacle {
        throw plan.refusal(of: obstacle, "cannot be computed behind all layers")
      }
      return try network(plan)
    }
  }

  /// The network up to logits whose order all that follows keeps; `nil` where there are none.
  private func networkOfLogits(before plan: ONNXTailPlan) -> AnalogNetwork? {
    for name in plan.logits.prefix(Self.mostCandidates) {
      guard let layers = try? ONNXGraph(model, file: graph.file, outputs: [name]),
        var reading = try? importer(for: layers), let network = try? reading.network(),
        var order = ONNXClassOrder(reading, logits: name)
      else { continue }
      // In the order of the file, of whose outputs the first is the answer.
      var names: [String] = []
      for output in graph.outputs {
        let kept = order.keeps(output, of: graph) ? name : output
        if !names.contains(kept) { names.append(kept) }
      }
      guard names.contains(name) else { continue }
      var result = network
      if names.count > 1 {
        guard let all = try? ONNXGraph(model, file: graph.file, outputs: names),
          var whole = try? importer(for: all), let network = try? whole.network()
        else { continue }
        result = network
      }
      result.notes.append(
        "what follows '\(name)' (\(listed(plan.operatorNames))) keeps the "
          + (order.isOfOne ? "sign of its number" : "order of its numbers")
          + (order.hasTies ? ", but for ties at the ends of their range," : "")
          + " and is left out: outputs are these numbers")
      return result
    }
    return nil
  }

  /// The network with all that the file has, if it tells classes of places apart; else `nil`.
  private func segmenter(_ plan: ONNXTailPlan) -> AnalogNetwork? {
    guard plan.obstacle == nil, var network = try? network(plan),
      network.task == .segmentation, let tail = network.tail
    else { return nil }
    network.notes.append(
      "'\(tail.outputs[0].name)' has shares of \(tail.outputs[0].shape.channels) classes at every "
        + "place, so this is read as a segmenter; \"task\" in the model card says otherwise")
    return network
  }

  /// How many values are tried; each costs as much as the reading of the file.
  private static let mostCandidates = 4

  private func networkWithoutTail() throws(FormatError) -> AnalogNetwork {
    var importer = try importer(for: graph)
    return try importer.network()
  }

  private func network(_ plan: ONNXTailPlan) throws(FormatError) -> AnalogNetwork {
    let layers = try ONNXGraph(model, file: graph.file, outputs: plan.heads)
    var importer = try importer(for: layers)
    var network = try importer.network()
    var reader = try ONNXTailReader(importer, heads: plan.heads)
    network.tail = try reader.tail(of: graph, plan)
    network.notes += reader.notes
    if reader.tellsPlacesApart { network.task = .segmentation }
    return network
  }

  private func importer(for graph: ONNXGraph) throws(FormatError) -> ONNXImporter {
    try ONNXImporter(graph, operators: operators, byteCount: byteCount, lengths: lengths)
  }
}
