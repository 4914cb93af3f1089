import ArgumentParser
import Datasets
import Foundation
import Networks
import Tensors

/// Which images to run and which to calibrate with.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      Images: \(DatasetReaders.standard.commonKinds), a folder of them, or fashion-mnist. \
      Default: the model card's data set, if it is installed.
      """)
  var data: String?

  @Option(help: "Images to calibrate with. Default: the training part of the same data set.")
  var calibration: String?

  @Option(help: "How many calibration images to use, from the first on.")
  var calibrationCount = 1000

  @Option(
    help: "An .npy file with the numbers of the calibration images, in the order of their use.",
    completion: .file(extensions: ["npy"]))
  var calibrationIndices: String?

  func validate() throws {
    guard calibrationCount > 0 else {
      throw ValidationError("'--calibration-count' is \(calibrationCount), but must be positive.")
    }
  }

  func load(for model: LoadedModel) throws -> LoadedData {
    let source = try data ?? installedSource(for: model)
    let images = try ImageDataset.open(source)
    try images.checkFit(for: model.inputShape, preprocessing: model.preprocessing)
    let classes = model.outputs
    if let label = images.largestLabel, label >= classes {
      throw DatasetError.labelOutOfRange(dataset: images.name, label: label, classes: classes)
    }
    let (calibrationImages, note) = try calibrationSource(of: source, images: images)
    try calibrationImages.checkFit(
      for: model.inputShape, preprocessing: model.preprocessing)
    let numbers = try chosenImages(of: calibrationImages)
    let choice =
      calibrationIndices == nil ? "the first \(numbers.count)" : "\(numbers.count) chosen"
    return LoadedData(
      images: images, calibration: calibrationImages, calibrationNumbers: numbers,
      calibrationNote: "calibrated on \(choice) of \(note)")
  }

  /// The numbers of the calibration images, in the order of their use.
  private func chosenImages(of images: ImageDataset) throws -> [Int] {
    guard let calibrationIndices else { return Array(0..<min(calibrationCount, images.count)) }
    guard let all = try NPYFile.read(calibrationIndices).integers else {
      throw UsageError(description: "'--calibration-indices' holds fractions; save whole numbers")
    }
    let numbers = Array(all.prefix(calibrationCount))
    if let stranger = numbers.first(where: { !(0..<images.count).contains($0) }) {
      throw UsageError(
        description: "'--calibration-indices' has \(stranger), but the calibration images are "
          + "numbered from 0 to \(images.count - 1)")
    }
    guard !numbers.isEmpty else {
      throw UsageError(description: "'--calibration-indices' names no image; name at least one")
    }
    return numbers
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

  private func calibrationSource(
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
}

extension ImageDataset {
  /// The file or directory, without the directories before it.
  fileprivate var fileName: String { URL(filePath: path).lastPathComponent }
}

/// Images to run, images to calibrate with, and what was decided about them.
struct LoadedData: Sendable {
  let images: ImageDataset
  let calibration: ImageDataset
  /// Which images of `calibration`, in the order of their use.
  let calibrationNumbers: [Int]
  let calibrationNote: String
}
