import Tensors

/// How raw pixels become the numbers that a network was trained on.
///
///     y[c] = (x[c] · scale - mean[c]) / std[c]
///
/// `x` is a pixel in `0...255`. Model cards state the three; ONNX files do not carry them.
package struct Preprocessing: Equatable, Sendable {
  /// What raw pixels are multiplied by, before mean and standard deviation apply.
  package let scale: Float
  /// One number per channel, or one for all.
  package let mean: [Float]
  /// One number per channel, or one for all.
  package let standardDeviation: [Float]

  /// Leaves pixels as they are.
  package static let none = Preprocessing()

  private init() {
    scale = 1
    mean = [0]
    standardDeviation = [1]
  }

  /// - Throws: `DatasetError.invalidPreprocessing` if a number is not finite, a standard deviation
  ///   not positive, or there are not as many means as standard deviations.
  package init(scale: Float, mean: [Float], standardDeviation: [Float]) throws(DatasetError) {
    guard scale.isFinite && scale != 0 else {
      throw .invalidPreprocessing(problem: "the scale is \(scale)")
    }
    guard !mean.isEmpty && mean.count == standardDeviation.count else {
      throw .invalidPreprocessing(
        problem: "\(mean.count) means for \(standardDeviation.count) standard deviations")
    }
    guard mean.allSatisfy(\.isFinite) else {
      throw .invalidPreprocessing(problem: "the mean is \(mean)")
    }
    guard standardDeviation.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw .invalidPreprocessing(problem: "the standard deviation is \(standardDeviation)")
    }
    self.scale = scale
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Applies the equation to an image of raw pixels, shape `[channels, height, width]`.
  ///
  /// - Throws: `DatasetError.invalidPreprocessing` if the means are neither one nor one per
  ///   channel.
  package func callAsFunction(_ image: Tensor) throws(DatasetError) -> Tensor {
    let channels = image.shape.first ?? 0
    guard mean.count == 1 || mean.count == channels else {
      throw .invalidPreprocessing(problem: "\(mean.count) means for \(channels) channels")
    }
    let pixels = image.count / max(channels, 1)
    var result = image
    for channel in 0..<channels {
      let mean = mean[mean.count == 1 ? 0 : channel]
      let deviation = standardDeviation[standardDeviation.count == 1 ? 0 : channel]
      for i in channel * pixels..<(channel + 1) * pixels {
        result.elements[i] = (image.elements[i] * scale - mean) / deviation
      }
    }
    return result
  }

  /// The pixels times the scale that an input was made from, shape `[channels · pixels]`: the
  /// inverse but for the scale.
  ///
  /// - Precondition: The means are one or one per channel.
  package func scaledPixels(of input: [Float], channels: Int) -> [Float] {
    let pixels = input.count / max(channels, 1)
    return input.indices.map { index in
      let channel = mean.count == 1 ? 0 : index / max(pixels, 1)
      return input[index] * standardDeviation[channel] + mean[channel]
    }
  }
}
