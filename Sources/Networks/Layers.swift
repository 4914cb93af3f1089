import Tensors

/// All-to-all weights: `z = W a + b`.
package struct AffineLayer: Equatable, Sendable {
  /// Shape `[outputs, inputs]`; the inputs are in the order of unit numbers.
  package var weight: Tensor
  /// Shape `[outputs]`.
  package var bias: Tensor

  package init(weight: Tensor, bias: Tensor) {
    precondition(weight.shape.count == 2 && bias.shape == [weight.shape[0]], "affine shapes")
    self.weight = weight
    self.bias = bias
  }

  package var outputCount: Int { weight.shape[0] }
  package var inputCount: Int { weight.shape[1] }
}

/// A convolution over rows and columns.
package struct Conv2dLayer: Equatable, Sendable {
  /// Shape `[outputs, inputs / groups, rows, columns]`.
  package var weight: Tensor
  /// Shape `[outputs]`.
  package var bias: Tensor
  package var stride: Grid
  package var dilation: Grid
  /// Zeros around the input.
  package var padding: Margins
  package var groups: Int

  package init(
    weight: Tensor, bias: Tensor, stride: Grid = Grid(1, 1), dilation: Grid = Grid(1, 1),
    padding: Margins = Margins(), groups: Int = 1
  ) {
    precondition(weight.shape.count == 4 && bias.shape == [weight.shape[0]], "convolution shapes")
    precondition(groups > 0 && weight.shape[0] % groups == 0, "\(groups) groups")
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
  }

  package var outputChannels: Int { weight.shape[0] }
  package var inputChannels: Int { weight.shape[1] * groups }
  package var kernel: Grid { Grid(weight.shape[2], weight.shape[3]) }
}

/// One factor and one offset per channel: `y = factor[c] · x + offset[c]`.
package struct ChannelAffine: Equatable, Sendable {
  package var factor: [Float]
  package var offset: [Float]

  package init(factor: [Float], offset: [Float]) {
    precondition(factor.count == offset.count, "one factor and one offset per channel")
    self.factor = factor
    self.offset = offset
  }
}

/// A window that moves over the map; `AnalogNode.shape` says how far.
package struct Pooling: Codable, Equatable, Sendable {
  package var kernel: Grid
  package var stride: Grid
  package var dilation: Grid
  package var padding: Margins
  /// Whether an average divides by the whole window, zeros of the padding included.
  package var countsPadding: Bool

  private enum CodingKeys: String, CodingKey {
    case kernel, stride, dilation, padding, countsPadding
  }

  package init(
    kernel: Grid, stride: Grid, dilation: Grid = Grid(1, 1), padding: Margins = Margins(),
    countsPadding: Bool = false
  ) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.countsPadding = countsPadding
  }
}

/// A number of rows and a number of columns.
package struct Grid: Codable, Hashable, Sendable {
  package var rows: Int
  package var columns: Int

  private enum CodingKeys: String, CodingKey { case rows, columns }

  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Rows and columns around a map.
package struct Margins: Codable, Hashable, Sendable {
  package var top: Int
  package var left: Int
  package var bottom: Int
  package var right: Int

  private enum CodingKeys: String, CodingKey { case top, left, bottom, right }

  package init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }
}
