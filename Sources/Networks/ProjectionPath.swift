/// A projection that still grows, while a graph of operations is walked.
package struct ProjectionPath: Equatable, Sendable {
  package private(set) var projection: Projection

  /// Of what arrives at its end so far.
  package private(set) var shape: MapShape

  package init(source: ProjectionSource, shape: MapShape) {
    projection = Projection(source: source, stages: [])
    self.shape = shape
  }

  private func extended(by operation: SynapticOperation, shape: MapShape) -> ProjectionPath {
    let traits = operation.traits
    if traits.keepsUnits, shape == self.shape { return self }
    var path = self
    if traits.takesUnits, projection.stages.last?.operation.traits.keepsUnits == true {
      path.projection.stages.removeLast()  // All-to-all weights read a map in any order.
    }
    path.projection.stages.append(SynapticStage(operation, shape: shape))
    path.shape = shape
    return path
  }

  /// All paths through one more operation, whose bias only the first of them carries.
  package static func extended(
    _ paths: [ProjectionPath], by operation: SynapticOperation, shape: MapShape
  ) -> [ProjectionPath] {
    paths.enumerated().map { index, path in
      path.extended(by: index == 0 ? operation : operation.withoutBias, shape: shape)
    }
  }
}
