import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Transposed convolutions against the sum that defines them, for all small windows.
@Suite struct TransposedWindowTests {
  typealias Models = ONNXModels

  /// `y[i · stride + k - left] += x[i] · w[k]`, cropped on both sides.
  @Test(arguments: 1...3, 1...3)
  func everyCropIsThatOfTheDefinition(kernel: Int, stride: Int) throws {
    let (x, weights) = ([Float(1), 2, 4, 8], (0..<kernel).map { Float($0 == 1 ? 100 : 10) })
    for left in 0...4 {
      for right in 0...4 {
        let whole = (x.count - 1) * stride + kernel
        guard whole - left - right > 0 else { continue }
        var stretched = Array(repeating: Float(0), count: whole)
        for (place, value) in x.enumerated() {
          for (tap, weight) in weights.enumerated() {
            stretched[place * stride + tap] += value * weight
          }
        }
        let right = Array(stretched[left..<whole - right])
        let found = try output(
          x, weights, stride: stride, pads: [0, left, 0, whole - left - right.count])
        #expect(found == right, "kernel \(kernel), stride \(stride), \(left) cropped on the left")
      }
    }
  }

  private func output(
    _ x: [Float], _ weights: [Float], stride: Int, pads: [Int]
  ) throws -> [Float] {
    let node = Models.node(
      "ConvTranspose", ["x", "w"], "y", name: "up",
      [Models.attribute("strides", [1, stride]), Models.attribute("pads", pads)])
    let model = Models.model(
      [node], [Models.floats("w", [1, 1, 1, weights.count], weights)],
      input: [1, 1, 1, x.count])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx", tail: .never))
    pass.run(Tensor(shape: [1, 1, x.count], elements: x))
    return pass.output
  }
}
