/// One call of a layer of a model, by the places of both.
struct KerasStep: Sendable {
  var layer: Int
  var call: Int
}

extension KerasModel {
  /// The calls of the layers, each behind those whose results it takes.
  ///
  /// As if the list of layers were gone through again and again, and whatever can be called were
  /// called: layers that are listed in an order of use stay in it. Inputs are there without a call.
  ///
  /// - Throws: `FormatError` where a layer takes its own result.
  func callOrder() throws(FormatError) -> [KerasStep] {
    let given = Set(inputs)
    var steps: [KerasStep] = []
    for (index, layer) in layers.enumerated() {
      for call in layer.calls.indices
      where !given.contains(KerasReference(layer: layer.name, call: call)) {
        steps.append(KerasStep(layer: index, call: call))
      }
    }
    let rounds = rounds(of: steps, given: given)
    if let blocked = rounds.firstIndex(of: nil) {
      throw layers[steps[blocked].layer].options.malformed("the layer depends on its own result")
    }
    return steps.indices
      .sorted { (rounds[$0] ?? 0, $0) < (rounds[$1] ?? 0, $1) }.map { steps[$0] }
  }

  /// In which round through the list each step can be made; `nil` where it never can.
  private func rounds(of steps: [KerasStep], given: Set<KerasReference>) -> [Int?] {
    var missing = Array(repeating: 0, count: steps.count)
    var waiting: [KerasReference: [Int]] = [:]
    for (index, step) in steps.enumerated() {
      for reference in Set(needed(by: step).map(\.first)).subtracting(given) {
        missing[index] += 1
        waiting[reference, default: []].append(index)
      }
    }
    var rounds: [Int?] = missing.map { $0 == 0 ? 0 : nil }
    var earliest = Array(repeating: 0, count: steps.count)
    var ready = steps.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < ready.count {
      let index = ready[next]
      next += 1
      let result = KerasReference(layer: layers[steps[index].layer].name, call: steps[index].call)
      for reader in waiting[result] ?? [] {
        // What stands before its argument in the list must wait for the next round.
        earliest[reader] = max(earliest[reader], (rounds[index] ?? 0) + (reader < index ? 1 : 0))
        missing[reader] -= 1
        guard missing[reader] == 0 else { continue }
        rounds[reader] = earliest[reader]
        ready.append(reader)
      }
    }
    return rounds
  }

  /// The values that a call takes.
  func needed(by step: KerasStep) -> [KerasReference] {
    layers[step.layer].calls[step.call].compactMap { argument in
      if case .value(let reference) = argument { reference } else { nil }
    }
  }
}
