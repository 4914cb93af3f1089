import DenseMath
import Networks

/// The sizes of one convolution, and its loops.
struct ConvolutionGeometry {
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

  /// Whether there are so few pixels that the product is faster the other way around.
  private var isTiny: Bool { output.pixels <= 16 }

  /// How many output rows are computed at once.
  private var rowsAtOnce: Int {
    min(max(Patches.capacity / (taps * output.width), 1), output.height)
  }

  /// How many numbers of patches are needed at once.
  var patchCount: Int {
    if groupInputs == 1 { return 0 }
    if isTiny { return (taps + groupOutputs) * output.pixels }
    return isPointwise ? 0 : taps * rowsAtOnce * output.width
  }

  /// Adds what one group gives.
  ///
  /// - Parameter patches: Room for `patchCount` numbers.
  func add(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>?
  ) {
    if groupInputs == 1 {
      addDepthwise(x, weight, to: y)
    } else if isTiny, let patches {
      addTransposedProduct(x, weight, to: y, patches)
    } else {
      addProduct(x, weight, to: y, patches)
    }
  }

  private func addProduct(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>?
  ) {
    if isPointwise {
      let size = ProductSize(rows: groupOutputs, columns: output.pixels, inner: taps)
      BLAS.multiply(weight, x, into: y, size: size, stride: output.pixels, accumulates: true)
      return
    }
    guard let patches else { return }
    var row = 0
    while row < output.height {
      let rows = row..<min(row + rowsAtOnce, output.height)
      gather(x, rows, into: patches)
      let size = ProductSize(
        rows: groupOutputs, columns: rows.count * output.width, inner: taps)
      BLAS.multiply(
        weight, patches, into: y + row * output.width, size: size, stride: output.pixels,
        accumulates: true)
      row = rows.upperBound
    }
  }

  /// The same product with a patch per row, shape `[pixels, taps]`, and a result per row.
  private func addTransposedProduct(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>
  ) {
    for pixel in 0..<output.pixels {
      gatherPatch(
        x, row: pixel / output.width, column: pixel % output.width, into: patches + pixel * taps)
    }
    let result = patches + taps * output.pixels
    result.update(repeating: 0, count: groupOutputs * output.pixels)
    let size = ProductSize(rows: output.pixels, columns: groupOutputs, inner: taps)
    BLAS.addProductWithTranspose(patches, weight, to: result, size: size)
    for pixel in 0..<output.pixels {
      for channel in 0..<groupOutputs {
        y[channel * output.pixels + pixel] += result[pixel * groupOutputs + channel]
      }
    }
  }

  /// Writes the inputs under the kernel at one output, shape `[taps]`.
  private func gatherPatch(
    _ x: UnsafePointer<Float>, row: Int, column: Int, into patch: UnsafeMutablePointer<Float>
  ) {
    var target = patch
    for channel in 0..<groupInputs {
      for kernelRow in 0..<kernel.rows {
        let inputRow = row * stride.rows + kernelRow * dilation.rows - padding.top
        let isInside = inputRow >= 0 && inputRow < input.height
        let source = x + (channel * input.pixels + (isInside ? inputRow : 0) * input.width)
        for kernelColumn in 0..<kernel.columns {
          let place = column * stride.columns + kernelColumn * dilation.columns - padding.left
          let isOnMap = isInside && place >= 0 && place < input.width
          target.pointee = isOnMap ? source[place] : 0
          target += 1
        }
      }
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
  private func addDepthwise(
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
