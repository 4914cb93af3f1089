/// A projection that still grows, while a graph of operations is walked.
package struct ProjectionPath: Equatable, Sendable {
  package private(set) var projection: Projection

  /// Of what arrives at its end so far.
  package private(set) var shape: MapShape

  /// The channels that may have other values than 0.
  package private(set) var reach: Range<Int>

  package init(source: ProjectionSource, shape: MapShape) {
    projection = Projection(source: source, stages: [])
    self.shape = shape
    reach = 0..<shape.channels
  }

  private func extended(by operation: SynapticOperation, shape: MapShape) -> ProjectionPath {
    let traits = operation.traits
    if traits.keepsUnits, shape == self.shape { return self }
    var path = self
    if traits.takesUnits, projection.stages.last?.operation.traits.keepsUnits == true {
      path.projection.stages.removeLast()  // All-to-all weights read a map in any order.
    }
    path.reach = reach(behind: operation, shape: shape)
    path.shape = shape
    let stages = path.projection.stages
    if let last = stages.last, let joined = last.operation.joined(with: operation, shape: shape) {
      // One selection costs as much as any number of them in a row.
      path.projection.stages[stages.count - 1] = SynapticStage(joined, shape: shape)
    } else {
      path.projection.stages.append(SynapticStage(operation, shape: shape))
    }
    return path
  }

  /// The channels that may have other values than 0 behind an operation.
  private func reach(behind operation: SynapticOperation, shape: MapShape) -> Range<Int> {
    switch operation {
    case .place(let first): reach.lowerBound + first..<reach.upperBound + first
    case .averagePool, .sumPool, .maxPool, .pad, .scale: reach
    case .channelAffine(let layer) where layer.offset.allSatisfy { $0 == 0 }: reach
    case .sparse(let map) where reach.count < self.shape.channels:
      map.channels(
        readingUnits: reach.lowerBound * self.shape.pixels..<reach.upperBound * self.shape.pixels)
    case .convolution, .affine, .channelAffine, .unitAffine, .flatten, .sparse: 0..<shape.channels
    }
  }

  /// All paths through one more operation, whose bias only the first of them carries.
  ///
  /// A selection ends those of which it takes nothing; else each part of a map that is split and
  /// joined again would double them.
  package static func extended(
    _ paths: [ProjectionPath], by operation: SynapticOperation, shape: MapShape
  ) -> [ProjectionPath] {
    let extended = paths.enumerated().map { index, path in
      path.extended(by: index == 0 ? operation : operation.withoutBias, shape: shape)
    }
    guard case .sparse = operation else { return extended }
    let reaching = extended.filter { !$0.reach.isEmpty }
    // Where nothing is left, zeros still need somebody who sends them.
    return reaching.isEmpty ? Array(extended.prefix(1)) : reaching
  }
}

extension SynapticOperation {
  /// The selection that this and a further operation amount to; `nil` where they are none.
  ///
  /// - Parameter shape: Of what the further operation gives.
  fileprivate func joined(
    with next: SynapticOperation, shape: MapShape
  ) -> SynapticOperation? {
    guard case .sparse(let map) = self, map.isSelection else { return nil }
    switch next {
    case .sparse(let second): return .sparse(second.behind(map))
    case .place(let first): return .sparse(map.placed(firstChannel: first, of: shape))
    case .convolution, .affine, .channelAffine, .averagePool, .maxPool, .sumPool, .unitAffine,
      .scale, .pad, .flatten:
      return nil
    }
  }
}
