/// Where the spikes of a run come from if they are not computed: a recording, a stream, a file of
/// another simulator.
///
/// What was sent in a step never changes, and every step up to `lastStep` can be asked for at any
/// time and from any thread.
package protocol SpikeSource: Sendable {
  /// The last step that is there; grows while somebody else still writes.
  var lastStep: Int { get }

  /// Whether there may be more steps later.
  var isGrowing: Bool { get }

  /// What a layer sent in a step, and its potentials if they are known.
  ///
  /// - Parameters:
  ///   - layer: A position in `SpikingNetwork.layers`.
  ///   - step: From 1 to `lastStep`.
  func step(_ step: Int, of layer: Int) -> ReplayedStep

  /// The first step from this one on in which something may have been sent, which may lie behind
  /// `lastStep`; the step itself where nobody knows.
  func nextStep(from step: Int) -> Int

  /// What the source keeps in memory; `nil` where that is next to nothing.
  var memory: SourceMemory? { get }
}

extension SpikeSource {
  package func nextStep(from step: Int) -> Int { step }
  package var memory: SourceMemory? { nil }
}

/// What a source keeps in memory of what it can tell.
package struct SourceMemory: Equatable, Sendable {
  /// How much memory it takes, and how much it may, in bytes; `nil` where that follows from the
  /// size of a file.
  package var byteCount: Int
  package var limit: Int?

  /// How many steps are kept.
  package var stepCount: Int

  package init(byteCount: Int, limit: Int?, stepCount: Int) {
    self.byteCount = byteCount
    self.limit = limit
    self.stepCount = stepCount
  }
}

/// What one layer did in one step that was not computed here.
package struct ReplayedStep: Equatable, Sendable {
  /// Who fired: neuron i, in channels-last order, is bit `i mod 64` of word `i div 64`.
  package var words: [UInt64]

  /// What was delivered: one value for all events, or one for each in channels-last order; empty if
  /// nobody fired.
  package var values: [Float]

  /// v after the resets, in channels-last order; `nil` where nobody knows.
  package var potentials: [Float]?

  package init(words: [UInt64], values: [Float], potentials: [Float]? = nil) {
    self.words = words
    self.values = values
    self.potentials = potentials
  }
}
