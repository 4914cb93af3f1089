import DenseMath
import Networks

/// A convolution, or all-to-all weights, as a product of weights and patches of the input.
///
/// Values are in the order of unit numbers. All-to-all weights are one patch of the whole input.
struct PatchGeometry: Sendable {
  private let input: MapShape
  private let output: MapShape
  private let kernel: Grid
  private let stride: Grid
  private let dilation: Grid
  private let padding: Margins
  private let groups: Int

  /// - Parameter source: The shape of what the stage takes.
  /// - Returns: `nil` for a stage that is no product of weights and patches.
  init?(_ stage: SynapticStage, source: MapShape) {
    let traits = stage.operation.traits
    guard let window = traits.window else { return nil }
    input = traits.takesUnits ? MapShape(channels: source.count) : source
    kernel = window.kernel ?? Grid(1, 1)
    stride = window.stride ?? Grid(1, 1)
    dilation = window.dilation ?? Grid(1, 1)
    padding = window.padding ?? Margins()
    groups = window.groups ?? 1
    output = stage.shape
  }

  private var groupInputs: Int { input.channels / groups }
  private var groupOutputs: Int { output.channels / groups }
  private var taps: Int { groupInputs * kernel.rows * kernel.columns }

  /// `y ← y + W x`.
  func multiply(_ weight: [Float], _ x: [Float], into y: inout [Float]) {
    for group in 0..<groups {
      let patches = patches(of: x, group: group)
      let size = ProductSize(rows: groupOutputs, columns: output.pixels, inner: taps)
      weight.withUnsafeBufferPointer { weight in
        patches.withUnsafeBufferPointer { patches in
          y.withUnsafeMutableBufferPointer { y in
            guard let w = weight.baseAddress, let p = patches.baseAddress, let y = y.baseAddress
            else { return }
            BLAS.multiply(
              w + group * groupOutputs * taps, p, into: y + group * groupOutputs * output.pixels,
              size: size, stride: output.pixels, accumulates: true)
          }
        }
      }
    }
  }

  /// Adds `e xᵀ`, the gradient of `½‖W x - …‖²` with the error e.
  func addGradient(_ error: [Float], _ x: [Float], to gradient: inout [Float]) {
    for group in 0..<groups {
      let patches = patches(of: x, group: group)
      let size = ProductSize(rows: groupOutputs, columns: taps, inner: output.pixels)
      error.withUnsafeBufferPointer { error in
        patches.withUnsafeBufferPointer { patches in
          gradient.withUnsafeMutableBufferPointer { gradient in
            guard let e = error.baseAddress, let p = patches.baseAddress,
              let g = gradient.baseAddress
            else { return }
            BLAS.addProductWithTranspose(
              e + group * groupOutputs * output.pixels, p, to: g + group * groupOutputs * taps,
              size: size)
          }
        }
      }
    }
  }

  /// What each output pixel sees, shape `[taps, pixels]`; zeros beyond the border.
  private func patches(of x: [Float], group: Int) -> [Float] {
    var patches = Array(repeating: Float(0), count: taps * output.pixels)
    var tap = 0
    for channel in group * groupInputs..<(group + 1) * groupInputs {
      for kernelRow in 0..<kernel.rows {
        for kernelColumn in 0..<kernel.columns {
          copy(
            x, channel: channel, row: kernelRow, column: kernelColumn,
            to: &patches, at: tap * output.pixels)
          tap += 1
        }
      }
    }
    return patches
  }

  private func copy(
    _ x: [Float], channel: Int, row: Int, column: Int, to patches: inout [Float], at start: Int
  ) {
    for y in 0..<output.height {
      let sourceRow = y * stride.rows + row * dilation.rows - padding.top
      guard (0..<input.height).contains(sourceRow) else { continue }
      let line = (channel * input.height + sourceRow) * input.width
      for position in 0..<output.width {
        let sourceColumn = position * stride.columns + column * dilation.columns - padding.left
        guard (0..<input.width).contains(sourceColumn) else { continue }
        patches[start + y * output.width + position] = x[line + sourceColumn]
      }
    }
  }
}
