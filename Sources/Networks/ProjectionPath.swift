import Tensors

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
    if case .flatten = operation, shape == self.shape { return self }
    var path = self
    if case .affine = operation, case .flatten = projection.stages.last?.operation {
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

  /// All paths with their maps as others in the order of unit numbers, where that is a change.
  package static func reshaped(_ paths: [ProjectionPath], to shape: MapShape) -> [ProjectionPath] {
    paths.map { $0.extended(by: .flatten, shape: shape) }
  }
}

extension SynapticOperation {
  /// The same operation, whose result for no input is zero.
  fileprivate var withoutBias: SynapticOperation {
    switch self {
    case .convolution(var layer):
      layer.bias = Tensor(zeros: layer.bias.shape)
      return .convolution(layer)
    case .affine(var layer):
      layer.bias = Tensor(zeros: layer.bias.shape)
      return .affine(layer)
    case .channelAffine(var affine):
      affine.offset = affine.offset.map { _ in 0 }
      return .channelAffine(affine)
    case .averagePool, .sumPool, .scale, .pad, .flatten, .place:
      return self
    }
  }
}
