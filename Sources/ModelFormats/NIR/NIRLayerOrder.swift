/// In which order the layers of a graph with cycles take a step.
///
/// A layer comes after those that feed it. Where a cycle leaves none to begin with, its first Delay
/// begins, and without one its first spiking neuron, first by the distance from the input: what
/// feeds it from behind then reaches it in the next step. (NIR leaves open which edge of a cycle
/// takes the time; this is this project's own choice. NIR's Delay is y(t) = x(t - delay), so that
/// one in the cycle counts the step as one of its own, unit by unit: a cycle takes max(d, 1) steps
/// for d steps of delay, whichever layer begins it.)
struct NIRLayerOrder {
  /// How well a layer begins a cycle.
  enum Beginning: Int {
    case delay
    /// A Delay with units that wait for none; a cycle of such units needs a neuron besides.
    case partialDelay
    case neuron
  }

  /// By number of the layer, the layers that feed it.
  let feeders: [Set<Int>]

  /// By number of the layer; `nil` for one that cannot begin.
  let beginnings: [Beginning?]

  /// All layers in their order, or those of a cycle that nothing can begin.
  ///
  /// Costs the square of the number of layers, and their connections once per cycle.
  func order() -> Result<[Int], Cycle> {
    let fed = targets
    var waiting = feeders.map(\.count)
    var isOpen = Array(repeating: true, count: feeders.count)
    var order: [Int] = []
    while order.count < feeders.count {
      let next: Int
      if let ready = feeders.indices.first(where: { isOpen[$0] && waiting[$0] == 0 }) {
        next = ready
      } else {
        let cycle = firstCycle(among: isOpen)
        guard let beginning = beginning(of: cycle) else {
          return .failure(Cycle(layers: cycle))
        }
        next = beginning
      }
      order.append(next)
      isOpen[next] = false
      for target in fed[next] { waiting[target] -= 1 }
    }
    return .success(order)
  }

  /// - Returns: `nil` where some units would feed each other without time.
  private func beginning(of cycle: [Int]) -> Int? {
    let able = cycle.filter { beginnings[$0] != nil }
    guard able.contains(where: { beginnings[$0] != .partialDelay }) else { return nil }
    return able.min {
      (beginnings[$0]?.rawValue ?? 0, $0) < (beginnings[$1]?.rawValue ?? 0, $1)
    }
  }

  struct Cycle: Error, Equatable {
    let layers: [Int]
  }

  /// By number of the layer, the layers that it feeds.
  private var targets: [[Int]] {
    var targets = feeders.map { _ in [Int]() }
    for (layer, feeders) in feeders.enumerated() {
      for feeder in feeders { targets[feeder].append(layer) }
    }
    return targets
  }

  /// Layers that all feed each other, and that no other open layer feeds; the first ones.
  private func firstCycle(among isOpen: [Bool]) -> [Int] {
    var search = CycleSearch(feeders: feeders, isOpen: isOpen)
    for layer in feeders.indices where isOpen[layer] { search.visit(layer) }
    return search.sources.min { ($0.first ?? 0) < ($1.first ?? 0) } ?? []
  }
}

/// Finds groups of layers that all feed each other (Tarjan 1972, doi:10.1137/0201010).
private struct CycleSearch {
  let feeders: [Set<Int>]
  let isOpen: [Bool]

  /// The groups that no other open layer feeds, each ascending.
  private(set) var sources: [[Int]] = []

  private var number: [Int?]
  private var lowest: [Int]
  private var stack: [Int] = []
  private var isOnStack: [Bool]
  private var count = 0

  init(feeders: [Set<Int>], isOpen: [Bool]) {
    (self.feeders, self.isOpen) = (feeders, isOpen)
    number = Array(repeating: nil, count: feeders.count)
    lowest = Array(repeating: 0, count: feeders.count)
    isOnStack = Array(repeating: false, count: feeders.count)
  }

  mutating func visit(_ layer: Int) {
    guard number[layer] == nil else { return }
    (number[layer], lowest[layer]) = (count, count)
    count += 1
    stack.append(layer)
    isOnStack[layer] = true
    for feeder in feeders[layer] where isOpen[feeder] {
      if let known = number[feeder] {
        if isOnStack[feeder] { lowest[layer] = min(lowest[layer], known) }
      } else {
        visit(feeder)
        lowest[layer] = min(lowest[layer], lowest[feeder])
      }
    }
    guard lowest[layer] == number[layer] else { return }
    close(layer)
  }

  /// Takes the group of a layer, which was met first of it, from the stack.
  private mutating func close(_ first: Int) {
    let group = stack[(stack.lastIndex(of: first) ?? 0)...].sorted()
    stack.removeLast(group.count)
    for layer in group { isOnStack[layer] = false }
    let members = Set(group)
    let isSource = group.allSatisfy { layer in
      feeders[layer].allSatisfy { !isOpen[$0] || members.contains($0) }
    }
    let isCycle = group.count > 1 || feeders[first].contains(first)
    if isSource && isCycle { sources.append(group) }
  }
}
