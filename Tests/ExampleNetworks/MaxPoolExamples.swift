import Networks

/// Windows of every kind: apart, overlapping, with gaps, over padding, spread, and as wide as the
/// map.
package enum ExampleWindow: String, CaseIterable, Sendable {
  case apart, overlapping, gapped, padded, dilated, whole

  package var pooling: Pooling {
    switch self {
    case .apart: Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))
    case .overlapping: Pooling(kernel: Grid(3, 2), stride: Grid(1, 1))
    case .gapped: Pooling(kernel: Grid(1, 2), stride: Grid(2, 3))
    case .padded:
      Pooling(
        kernel: Grid(3, 3), stride: Grid(2, 2),
        padding: Margins(top: 1, left: 1, bottom: 1, right: 1))
    case .dilated: Pooling(kernel: Grid(2, 2), stride: Grid(1, 2), dilation: Grid(2, 1))
    case .whole: Pooling(kernel: Grid(7, 6), stride: Grid(7, 6))
    }
  }

  /// The units under each window in the order of the window, straight from the definition.
  ///
  /// Both in channels-last order. What lies in the padding is not there.
  package func members(source: MapShape, target: MapShape) -> [[Int]] {
    let pooling = pooling
    return (0..<target.count).map { window in
      let (channel, row, column) = target.coordinates(ofIndex: window)
      var units: [Int] = []
      for y in 0..<pooling.kernel.rows {
        for x in 0..<pooling.kernel.columns {
          let y = row * pooling.stride.rows + y * pooling.dilation.rows - pooling.padding.top
          let x =
            column * pooling.stride.columns + x * pooling.dilation.columns - pooling.padding.left
          guard (0..<source.height).contains(y), (0..<source.width).contains(x) else { continue }
          units.append(source.populationIndex(channel: channel, row: y, column: x))
        }
      }
      return units
    }
  }
}

/// Small networks with max pools, one for each way of wiring.
package enum MaxPoolExample: String, CaseIterable, Sendable {
  /// Two convolutions, each pooled.
  case convolutional
  /// A pool in front of the readout, another behind it.
  case last
  /// A pool on one branch of a residual merge, a convolution with a stride on the other.
  case branch
  /// Pools of several sizes side by side, concatenated.
  case pyramid
  /// The sum of two populations is pooled.
  case sum

  package func network(seed: Int) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: seed)
    let stream = builder.activation(builder.convolution(0, channels: 4))
    switch self {
    case .convolutional: convolutional(&builder, stream)
    case .last: last(&builder, stream)
    case .branch: branch(&builder, stream)
    case .pyramid: pyramid(&builder, stream)
    case .sum: sum(&builder, stream)
    }
    return builder.network("maxpool-\(rawValue)")
  }

  private func convolutional(_ builder: inout NetworkBuilder, _ stream: Int) {
    let first = builder.maxPool(stream, ExampleWindow.padded.pooling)
    let second = builder.activation(builder.convolution(first, channels: 5), .clipped(maximum: 6))
    let pooled = builder.maxPool(second, ExampleWindow.apart.pooling)
    _ = builder.affine(builder.flatten(pooled), outputs: 4)
  }

  private func last(_ builder: inout NetworkBuilder, _ stream: Int) {
    let inner = builder.activation(builder.convolution(stream, channels: 4))
    let pooled = builder.maxPool(inner, ExampleWindow.overlapping.pooling)
    _ = builder.flatten(builder.maxPool(pooled, Pooling(kernel: Grid(5, 5), stride: Grid(5, 5))))
  }

  private func branch(_ builder: inout NetworkBuilder, _ stream: Int) {
    let inner = builder.activation(builder.convolution(stream, channels: 4))
    let deep = builder.convolution(inner, channels: 4, stride: Grid(2, 2))
    let pooled = builder.maxPool(stream, ExampleWindow.padded.pooling)
    let merged = builder.activation(builder.merge(deep, pooled))
    _ = builder.affine(builder.flatten(merged), outputs: 4)
  }

  private func pyramid(_ builder: inout NetworkBuilder, _ stream: Int) {
    let margins = Margins(top: 1, left: 1, bottom: 1, right: 1)
    let pooling = Pooling(kernel: Grid(3, 3), stride: Grid(1, 1), padding: margins)
    let once = builder.maxPool(stream, pooling)
    let twice = builder.maxPool(once, pooling)
    let all = builder.concatenate([stream, once, twice])
    let active = builder.activation(
      builder.convolution(all, channels: 3, kernel: Grid(1, 1), padding: Margins()))
    _ = builder.affine(builder.flatten(active), outputs: 4)
  }

  private func sum(_ builder: inout NetworkBuilder, _ stream: Int) {
    let inner = builder.activation(builder.convolution(stream, channels: 4))
    let pooled = builder.maxPool(builder.merge(stream, inner), ExampleWindow.dilated.pooling)
    _ = builder.affine(builder.flatten(pooled), outputs: 4)
  }
}
