import Datasets

/// A way in which images may have been prepared for a training.
package struct PreprocessingCandidate: Equatable, Sendable {
  /// What people call it.
  package let name: String
  package let scale: Float
  /// One number per channel, or one for all.
  package let mean: [Float]
  /// As many numbers as there are means.
  package let std: [Float]

  /// - Parameter std: One number per mean, or one for all.
  init(_ name: String, scale: Float, mean: [Float] = [0], std: [Float] = [1]) {
    self.name = name
    self.scale = scale
    self.mean = mean
    self.std = mean.indices.map { std[std.count == 1 ? 0 : $0] }
  }

  /// The numbers of the candidate as what prepares images.
  package func preprocessing() throws(DatasetError) -> Preprocessing {
    try Preprocessing(scale: scale, mean: mean, standardDeviation: std)
  }

  /// 0 to 255 as 0 to 1.
  private static let unit: Float = 1 / 255

  /// The usual ones, for pictures of so many channels.
  ///
  /// Means and deviations are those that the data sets' users state, of pixels from 0 to 1.
  ///
  /// - Parameters:
  ///   - mean: Of the pixels at hand from 0 to 1, one number per channel.
  ///   - deviation: So too.
  package static func usual(
    channels: Int, mean: [Float], deviation: [Float]
  ) -> [PreprocessingCandidate] {
    let general = [
      PreprocessingCandidate("pixels from 0 to 1", scale: unit),
      PreprocessingCandidate("pixels from 0 to 255", scale: 1),
      PreprocessingCandidate("pixels from -1 to 1", scale: unit, mean: [0.5], std: [0.5]),
      PreprocessingCandidate(
        "mean 0, deviation 1 of these images", scale: unit, mean: mean, std: deviation),
      PreprocessingCandidate("mean 0 of these images, 0 to 1", scale: unit, mean: mean),
    ]
    switch channels {
    case 1:
      return general + [
        PreprocessingCandidate("MNIST's", scale: unit, mean: [0.1307], std: [0.3081]),
        PreprocessingCandidate("Fashion-MNIST's", scale: unit, mean: [0.286], std: [0.353]),
      ]
    case 3:
      return general + [
        PreprocessingCandidate(
          "ImageNet's", scale: unit, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]),
        PreprocessingCandidate(
          "CIFAR-10's", scale: unit, mean: [0.4914, 0.4822, 0.4465],
          std: [0.247, 0.2435, 0.2616]),
        PreprocessingCandidate(
          "CIFAR-100's", scale: unit, mean: [0.5071, 0.4865, 0.4409],
          std: [0.2673, 0.2564, 0.2762]),
        PreprocessingCandidate(
          "ImageNet's means, 0 to 255", scale: 1, mean: [123.68, 116.779, 103.939]),
        PreprocessingCandidate(
          "(pixels - 127) / 128", scale: 1, mean: [127], std: [128]),
      ]
    case _: return general
    }
  }
}
