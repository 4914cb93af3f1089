import DenseMath
import Networks
import Tensors

/// Scratch memory for the patches of a convolution: the columns of its matrix product.
struct Patches: Sendable {
  /// At most about this many numbers at a time, so that they stay in the cache.
  static let capacity = 1 << 18

  var numbers: [Float] = []

  /// Makes room; allocates only until the largest layer was there.
  mutating func reserve(_ count: Int) {
    if numbers.count < count { numbers = Array(repeating: 0, count: count) }
  }
}

/// `y = W · x + b`.
func multiply(_ layer: AffineLayer, _ x: [Float], into y: inout [Float]) {
  copy(layer.bias.elements, to: &y)
  layer.weight.elements.withUnsafeBufferPointer { weight in
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let weight = weight.baseAddress, let x = x.baseAddress, let y = y.baseAddress else {
          return
        }
        DenseMath.addProduct(
          weight, x, to: y, rows: layer.outputCount, columns: layer.inputCount)
      }
    }
  }
}

/// A convolution as a matrix product of the weights and the patches under the kernel.
///
/// Works on strips of output rows, so that the patches stay in the cache whatever the size of the
/// map. A kernel of one pixel needs no patches, and one input channel per group no product.
///
/// - Parameters:
///   - x: Shape `[channels, rows, columns]`, as `input` says.
///   - y: Likewise, as `output` says.
func convolve(
  _ x: [Float], _ input: MapShape, _ layer: Conv2dLayer, into y: inout [Float], _ output: MapShape,
  with patches: inout Patches
) {
  let geometry = ConvolutionGeometry(layer, input: input, output: output)
  patches.reserve(geometry.patchCount)
  x.withUnsafeBufferPointer { x in
    y.withUnsafeMutableBufferPointer { y in
      layer.weight.elements.withUnsafeBufferPointer { weight in
        patches.numbers.withUnsafeMutableBufferPointer { patches in
          guard let x = x.baseAddress, let y = y.baseAddress, let weight = weight.baseAddress
          else { return }
          fill(y, with: layer.bias.elements, pixels: output.pixels)
          for group in 0..<layer.groups {
            let source = x + group * geometry.groupInputs * input.pixels
            let target = y + group * geometry.groupOutputs * output.pixels
            let factors = weight + group * geometry.groupOutputs * geometry.taps
            if geometry.groupInputs == 1 {
              geometry.addDepthwise(source, factors, to: target)
            } else {
              geometry.addProduct(source, factors, to: target, patches.baseAddress)
            }
          }
        }
      }
    }
  }
}

private func fill(_ y: UnsafeMutablePointer<Float>, with bias: [Float], pixels: Int) {
  for (channel, number) in bias.enumerated() {
    (y + channel * pixels).update(repeating: number, count: pixels)
  }
}

/// The sizes of one convolution, and its loops.
private struct ConvolutionGeometry {
  let input: MapShape
  let output: MapShape
  let kernel: Grid
  let stride: Grid
  let dilation: Grid
  let padding: Margins
  /// Channels of one group.
  let groupInputs: Int
  let groupOutputs: Int
  /// Weights of one output.
  let taps: Int

  init(_ layer: Conv2dLayer, input: MapShape, output: MapShape) {
    self.input = input
    self.output = output
    kernel = layer.kernel
    stride = layer.stride
    dilation = layer.dilation
    padding = layer.padding
    groupInputs = layer.weight.shape[1]
    groupOutputs = layer.outputChannels / layer.groups
    taps = groupInputs * kernel.rows * kernel.columns
  }

  /// Whether the input is its own matrix of patches.
  private var isPointwise: Bool {
    kernel == Grid(1, 1) && stride == Grid(1, 1) && padding == Margins()
  }

  /// How many output rows are computed at once.
  private var rowsAtOnce: Int {
    min(max(Patches.capacity / (taps * output.width), 1), output.height)
  }

  /// How many numbers of patches are needed at once.
  var patchCount: Int {
    isPointwise || groupInputs == 1 ? 0 : taps * rowsAtOnce * output.width
  }

  /// Adds the products of one group.
  func addProduct(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>?
  ) {
    if isPointwise {
      let size = ProductSize(rows: groupOutputs, columns: output.pixels, inner: taps)
      DenseMath.multiply(weight, x, into: y, size: size, stride: output.pixels, accumulates: true)
      return
    }
    guard let patches else { return }
    var row = 0
    while row < output.height {
      let rows = row..<min(row + rowsAtOnce, output.height)
      gather(x, rows, into: patches)
      let size = ProductSize(
        rows: groupOutputs, columns: rows.count * output.width, inner: taps)
      DenseMath.multiply(
        weight, patches, into: y + row * output.width, size: size, stride: output.pixels,
        accumulates: true)
      row = rows.upperBound
    }
  }

  /// Writes the inputs under the kernel, shape `[taps, rows · output columns]`.
  private func gather(
    _ x: UnsafePointer<Float>, _ rows: Range<Int>, into patches: UnsafeMutablePointer<Float>
  ) {
    var target = patches
    for channel in 0..<groupInputs {
      let map = x + channel * input.pixels
      for kernelRow in 0..<kernel.rows {
        for kernelColumn in 0..<kernel.columns {
          let offset = kernelColumn * dilation.columns - padding.left
          let inside = columnsInside(offset)
          for row in rows {
            let inputRow = row * stride.rows + kernelRow * dilation.rows - padding.top
            gatherRow(map, inputRow, offset, inside, into: target)
            target += output.width
          }
        }
      }
    }
  }

  private func gatherRow(
    _ map: UnsafePointer<Float>, _ inputRow: Int, _ offset: Int, _ inside: Range<Int>,
    into target: UnsafeMutablePointer<Float>
  ) {
    guard inputRow >= 0, inputRow < input.height else {
      target.update(repeating: 0, count: output.width)
      return
    }
    let source = map + inputRow * input.width
    for column in 0..<inside.lowerBound { target[column] = 0 }
    if stride.columns == 1 {
      (target + inside.lowerBound).update(
        from: source + (inside.lowerBound + offset), count: inside.count)
    } else {
      for column in inside { target[column] = source[column * stride.columns + offset] }
    }
    for column in inside.upperBound..<output.width { target[column] = 0 }
  }

  /// The output columns whose input column, `column · stride + offset`, is on the map.
  private func columnsInside(_ offset: Int) -> Range<Int> {
    let lower = offset >= 0 ? 0 : (stride.columns - 1 - offset) / stride.columns
    let room = input.width - 1 - offset
    let upper = room < 0 ? 0 : room / stride.columns + 1
    let end = min(upper, output.width)
    return min(lower, end)..<end
  }

  /// Adds a group with one input channel, tap by tap.
  func addDepthwise(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<groupOutputs {
      for kernelRow in 0..<kernel.rows {
        for kernelColumn in 0..<kernel.columns {
          let factor = weight[(channel * kernel.rows + kernelRow) * kernel.columns + kernelColumn]
          let offset = kernelColumn * dilation.columns - padding.left
          let inside = columnsInside(offset)
          for row in 0..<output.height {
            let inputRow = row * stride.rows + kernelRow * dilation.rows - padding.top
            guard inputRow >= 0, inputRow < input.height else { continue }
            let target = y + (channel * output.height + row) * output.width
            addRow(x + inputRow * input.width, offset, inside, factor, to: target)
          }
        }
      }
    }
  }

  @inline(__always)
  private func addRow(
    _ source: UnsafePointer<Float>, _ offset: Int, _ inside: Range<Int>, _ factor: Float,
    to target: UnsafeMutablePointer<Float>
  ) {
    if stride.columns == 1 {
      for column in inside { target[column] += factor * source[column + offset] }
    } else {
      for column in inside {
        target[column] += factor * source[column * stride.columns + offset]
      }
    }
  }
}
