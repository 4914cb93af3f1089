import SpikingEngine

/// The potentials that a sender has sent of the latest steps, bounded in steps and in memory.
struct LatestPotentials: Sendable {
  /// What is kept of one step.
  private struct Step: Sendable {
    let number: Int
    /// By layer, in channels-last order.
    private(set) var ofLayer: [Int: [Float]] = [:]
    private var potentialBytes = 0

    init(number: Int) { self.number = number }

    var byteCount: Int { ofLayer.heldByteCount + potentialBytes }

    mutating func keep(_ potentials: [Float], of layer: Int) {
      let before = ofLayer.updateValue(potentials, forKey: layer)
      potentialBytes += potentials.heldByteCount - (before?.heldByteCount ?? 0)
    }
  }

  /// Ascending.
  private var steps: [Step] = []
  private var stepBytes = 0
  private let byteBudget: Int

  /// Of so many of the latest steps potentials are kept at most.
  private static let stepsKept = 256

  /// - Parameter byteBudget: How much memory they may take; the last step is kept in any case.
  init(byteBudget: Int) {
    self.byteBudget = byteBudget
  }

  /// How much memory they take, in bytes.
  var byteCount: Int { stepBytes + steps.heldByteCount }

  /// How much memory they may take, in bytes: as much as was given, or what the last step takes.
  var byteLimit: Int { steps.count > 1 ? byteBudget : max(byteBudget, byteCount) }

  /// The potentials of a layer after a step; `nil` where they were not sent, or are not kept.
  func of(_ layer: Int, at step: Int) -> [Float]? {
    steps.last { $0.number == step }?.ofLayer[layer]
  }

  /// Forgets steps that are too long ago.
  mutating func begin(_ step: Int) {
    while let first = steps.first, first.number <= step - Self.stepsKept { dropFirst() }
  }

  /// Takes in what was sent of the last step, or of one after it.
  mutating func keep(_ potentials: [Float], of layer: Int, at step: Int) {
    if steps.last?.number != step { steps.append(Step(number: step)) }
    let last = steps.count - 1
    stepBytes -= steps[last].byteCount
    steps[last].keep(potentials, of: layer)
    stepBytes += steps[last].byteCount
    while byteCount > byteBudget, steps.count > 1 { dropFirst() }
  }

  private mutating func dropFirst() { stepBytes -= steps.removeFirst().byteCount }
}
