/// In which order the layers of a graph with cycles take a step.
///
/// A layer comes after those that feed it. Where a cycle leaves none to begin with, its first Delay
/// begins, and without one its first spiking neuron, first by the distance from the input: what
/// feeds it from behind then reaches it in the next step. (NIR leaves open which edge of a cycle
/// takes the time; this is this project's own choice. A Delay in the cycle counts the step as one
/// of its own.)
struct NIRLayerOrder {
  /// How well a layer begins a cycle.
  enum Beginning: Int {
    case delay, neuron
  }

  /// By number of the layer, the layers that feed it.
  let feeders: [Set<Int>]

  /// By number of the layer; `nil` for one that cannot begin.
  let beginnings: [Beginning?]

  /// All layers in their order, or those of a cycle that nothing can begin.
  func order() -> Result<[Int], Cycle> {
    var order: [Int] = []
    var remaining = Array(feeders.indices)
    while !remaining.isEmpty {
      let open = Set(remaining)
      if let next = remaining.first(where: { feeders[$0].isDisjoint(with: open) }) {
        order.append(next)
      } else {
        let cycle = firstCycle(among: open)
        let beginning = cycle.filter { beginnings[$0] != nil }.min {
          (beginnings[$0]?.rawValue ?? 0, $0) < (beginnings[$1]?.rawValue ?? 0, $1)
        }
        guard let beginning else { return .failure(Cycle(layers: cycle)) }
        order.append(beginning)
      }
      remaining.removeAll { $0 == order[order.count - 1] }
    }
    return .success(order)
  }

  struct Cycle: Error, Equatable {
    let layers: [Int]
  }

  /// Layers that all feed each other, and that no other open layer feeds.
  private func firstCycle(among open: Set<Int>) -> [Int] {
    var ancestors: [Int: Set<Int>] = [:]
    for layer in open { ancestors[layer] = self.ancestors(of: layer, among: open) }
    let first = open.sorted().first { layer in
      guard let own = ancestors[layer], own.contains(layer) else { return false }
      return own.allSatisfy { ancestors[$0]?.contains(layer) == true }
    }
    return first.flatMap { ancestors[$0]?.sorted() } ?? []
  }

  private func ancestors(of layer: Int, among open: Set<Int>) -> Set<Int> {
    var found: Set<Int> = []
    var next = [layer]
    while let layer = next.popLast() {
      for feeder in feeders[layer] where open.contains(feeder) && found.insert(feeder).inserted {
        next.append(feeder)
      }
    }
    return found
  }
}
