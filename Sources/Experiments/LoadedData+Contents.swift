import Datasets
import InputFiles
import PlainText

/// What the images of an evaluation hold, and what is told of them, as hashes.
///
/// Names stay the same where files are overwritten.
package struct DataContents: Codable, Equatable, Sendable {
  /// The images that are evaluated.
  var images: String
  /// Their labels, objects or label maps.
  var labels: String
  /// The images that conversions are calibrated with; `nil` without a conversion.
  var calibration: String?

  private enum CodingKeys: String, CodingKey {
    case images
    case labels
    case calibration
  }

  /// What is not as it was; `nil` if everything is.
  func difference(from earlier: Self) -> String? {
    if images != earlier.images { return "its images have changed since" }
    if labels != earlier.labels { return "what is told of its images has changed since" }
    return calibration == earlier.calibration ? nil : "its calibration images are others"
  }
}

extension ImageDataset {
  /// Of the bytes of the files of some images, or of the pixels of those that share a file.
  ///
  /// - Parameter progress: Called after each image.
  func contentHash(
    of numbers: some Sequence<Int>, progress: () -> Void = {}
  ) throws -> ContentHash {
    var hash = ContentHash()
    for number in numbers {
      if let path = file(at: number) {
        hash.add(try InputFile.contents(of: path, limit: .max))
      } else {
        hash.add(try image(at: number).elements)
      }
      progress()
    }
    return hash
  }
}

extension LoadedData {
  /// What the first images hold, and those of the calibration.
  ///
  /// Costs reading them, but no preparation.
  ///
  /// - Parameter progress: Called after each of the first images.
  func contents(
    count: Int, for model: LoadedModel, progress: () -> Void
  ) throws -> DataContents {
    var labels = ContentHash()
    for index in 0..<count {
      labels.add("\(images.label(at: index) ?? -1) \(jsonText(objects(at: index)))")
      // Boxes of equal scores are counted in this order.
      if let rank = rank(of: index) { labels.add("\(rank)") }
      guard let map = try labelMaps?.map(at: index, file: images.file(at: index)) else { continue }
      labels.add("\(map.rows) \(map.columns)")
      map.labels.withUnsafeBytes { labels.add($0) }
    }
    return DataContents(
      images: try images.contentHash(of: 0..<count, progress: progress).text,
      labels: labels.text,
      calibration: model.analog == nil
        ? nil : try calibration.contentHash(of: calibrationNumbers).text)
  }
}
