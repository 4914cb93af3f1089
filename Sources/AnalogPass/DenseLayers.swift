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
        BLAS.addProduct(
          weight, x, to: y, rows: layer.outputCount, columns: layer.inputCount)
      }
    }
  }
}

/// A convolution as a matrix product of the weights and the patches under the kernel.
///
/// Works on strips of output rows, so that the patches stay in the cache whatever the size of the
/// map; maps of a few pixels turn the product around, which takes the weights faster. A kernel of
/// one pixel needs no patches, and one input channel per group no product.
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
            geometry.add(source, factors, to: target, patches.baseAddress)
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
