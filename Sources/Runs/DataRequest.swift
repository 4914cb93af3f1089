/// Which images to run and which to calibrate with.
package struct DataRequest: Equatable, Sendable {
  /// A file, a folder or the name of a data set; `nil` for that of the model card.
  package var images: String?

  /// `nil` for the training part of the same data set.
  package var calibration: String?

  /// How many calibration images are used, from the first on.
  package var calibrationCount: Int

  /// An .npy file with the numbers of the calibration images, in the order of their use.
  package var calibrationIndices: String?

  package init(
    images: String? = nil, calibration: String? = nil,
    calibrationCount: Int = OptionDefaults.calibrationCount, calibrationIndices: String? = nil
  ) {
    self.images = images
    self.calibration = calibration
    self.calibrationCount = calibrationCount
    self.calibrationIndices = calibrationIndices
  }
}

extension DataRequest: Codable {
  private enum CodingKeys: String, CodingKey {
    case images
    case calibration
    case calibrationCount
    case calibrationIndices
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      images: try values.decodeIfPresent(String.self, forKey: .images),
      calibration: try values.decodeIfPresent(String.self, forKey: .calibration),
      calibrationCount: try values.decodeIfPresent(Int.self, forKey: .calibrationCount)
        ?? OptionDefaults.calibrationCount,
      calibrationIndices: try values.decodeIfPresent(String.self, forKey: .calibrationIndices))
  }
}
