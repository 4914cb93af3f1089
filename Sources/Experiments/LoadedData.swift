import Datasets
import Foundation
import Runs
import Tensors

/// Images to run, images to calibrate with, and what was decided about them.
package struct LoadedData: Sendable {
  package let images: ImageDataset
  let calibration: ImageDataset
  /// Which images of `calibration`, in the order of their use.
  let calibrationNumbers: [Int]
  let calibrationNote: String

  /// Finds the images for a network.
  ///
  /// - Throws: `DatasetError`, and `UsageError` where the request does not fit the images.
  package init(_ request: DataRequest, for model: LoadedModel) throws {
    let source = try request.images ?? installedSource(for: model)
    images = try ImageDataset.open(source)
    try images.checkFit(for: model.inputShape, preprocessing: model.preprocessing)
    let classes = model.outputs
    if let label = images.largestLabel, label >= classes {
      throw DatasetError.labelOutOfRange(dataset: images.name, label: label, classes: classes)
    }
    let note: String
    (calibration, note) = try request.calibrationImages(of: source, images: images)
    try calibration.checkFit(for: model.inputShape, preprocessing: model.preprocessing)
    calibrationNumbers = try request.calibrationNumbers(of: calibration)
    let count = calibrationNumbers.count
    let choice = request.calibrationIndices == nil ? "the first \(count)" : "\(count) chosen"
    calibrationNote = "calibrated on \(choice) of \(note)"
  }
}

private func installedSource(for model: LoadedModel) throws -> String {
  let name = model.card?.dataset?.lowercased().replacing(" ", with: "-")
  guard name == "fashion-mnist" else {
    throw UsageError(
      description: model.card?.dataset.map {
        "the model card's data set '\($0)' is not installed here; name images with --data"
      } ?? "name images with --data; the model has no card that names a data set")
  }
  return "fashion-mnist"
}

extension DataRequest {
  fileprivate func calibrationImages(
    of source: String, images: ImageDataset
  ) throws -> (ImageDataset, note: String) {
    if let calibration {
      let dataset = try ImageDataset.open(calibration)
      return (dataset, "\(dataset.count) images of \(dataset.fileName)")
    }
    if let training = try ImageDataset.trainingCounterpart(of: source) {
      return (training, "\(training.count) images of \(training.fileName)")
    }
    return (images, "\(images.count) given images themselves: no training part was found")
  }

  /// The numbers of the calibration images, in the order of their use.
  fileprivate func calibrationNumbers(of images: ImageDataset) throws -> [Int] {
    guard let calibrationIndices else { return Array(0..<min(calibrationCount, images.count)) }
    let refused = { (what: String, hint: String) in
      DatasetError.unsupported(path: calibrationIndices, what: what, hint: hint)
    }
    guard let all = try NPYFile.read(calibrationIndices).integers else {
      throw refused("holds fractions", "save whole numbers")
    }
    let numbers = Array(all.prefix(calibrationCount))
    if let stranger = numbers.first(where: { !(0..<images.count).contains($0) }) {
      throw refused(
        "has \(stranger), but the calibration images are numbered from 0 to \(images.count - 1)",
        "correct the numbers")
    }
    guard !numbers.isEmpty else {
      throw refused("names no image", "name at least one")
    }
    return numbers
  }
}

extension ImageDataset {
  /// The file or directory, without the directories before it.
  fileprivate var fileName: String { URL(filePath: path).lastPathComponent }

  /// A preprocessed image.
  package func input(at index: Int, for model: LoadedModel) throws(DatasetError) -> Tensor {
    try input(at: index, for: model.inputShape, preprocessing: model.preprocessing)
  }
}
