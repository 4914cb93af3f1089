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

  /// A file or folder that says which objects are where; `nil` for what lies beside the images.
  package var annotations: String?

  /// The options in use that say what a conversion is calibrated with.
  package var calibrationFlags: [String] {
    [
      ("--calibration", calibration != nil),
      ("--calibration-count", calibrationCount != OptionDefaults.calibrationCount),
      ("--calibration-indices", calibrationIndices != nil),
    ].filter(\.1).map(\.0)
  }

  package init(
    images: String? = nil, calibration: String? = nil,
    calibrationCount: Int = OptionDefaults.calibrationCount, calibrationIndices: String? = nil,
    annotations: String? = nil
  ) {
    self.images = images
    self.calibration = calibration
    self.calibrationCount = calibrationCount
    self.calibrationIndices = calibrationIndices
    self.annotations = annotations
  }
}

extension DataRequest: Codable {
  private enum CodingKeys: String, CodingKey {
    case images
    case calibration
    case calibrationCount
    case calibrationIndices
    case annotations
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      images: try values.decodeIfPresent(String.self, forKey: .images),
      calibration: try values.decodeIfPresent(String.self, forKey: .calibration),
      calibrationCount: try values.decodeIfPresent(Int.self, forKey: .calibrationCount)
        ?? OptionDefaults.calibrationCount,
      calibrationIndices: try values.decodeIfPresent(String.self, forKey: .calibrationIndices),
      annotations: try values.decodeIfPresent(String.self, forKey: .annotations))
  }
}
