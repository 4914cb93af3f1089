import Datasets
import Foundation
import ModelFormats
import Networks
import Runs
import Tensors

/// Images to run, images to calibrate with, and what was decided about them.
package struct LoadedData: Sendable {
  package let images: ImageDataset
  let calibration: ImageDataset
  /// Which images of `calibration`, in the order of their use.
  let calibrationNumbers: [Int]
  let calibrationNote: String
  /// Which objects the images show, for a detector; `nil` where nobody says.
  let annotations: ObjectAnnotations?
  /// Of which class the places of the images are, for a segmenter; `nil` where nobody says.
  let labelMaps: LabelMaps?
  /// What should be known of the images before results are trusted, one line each.
  let warnings: [String]

  /// Finds the images for a network.
  ///
  /// - Throws: `DatasetError`, and `UsageError` where the request does not fit the images.
  package init(_ request: DataRequest, for model: LoadedModel) throws {
    try NetworkKind.trained.check(request.calibrationFlags, before: model)
    let source = try request.images ?? installedSource(for: model)
    images = try ImageDataset.open(source).read(as: model.inputShape)
      .labelled(byNamesOf: model.classNames)
    try images.checkFit(for: model.inputShape, preprocessing: model.preprocessing)
    annotations = try request.annotations(of: images, for: model)
    labelMaps = try request.labelMaps(of: images, for: model)
    let classes = model.classCount
    if model.task.isClassification, let label = images.largestLabel, label >= classes {
      throw DatasetError.labelOutOfRange(dataset: images.name, label: label, classes: classes)
    }
    let (stored, note) = try request.calibrationImages(of: source, images: images)
    calibration = stored.read(as: model.inputShape)
    try calibration.checkFit(for: model.inputShape, preprocessing: model.preprocessing)
    calibrationNumbers = try request.calibrationNumbers(of: calibration)
    let count = calibrationNumbers.count
    let choice = request.calibrationIndices == nil ? "the first \(count)" : "\(count) chosen"
    calibrationNote = "calibrated on \(choice) of \(note)"
    warnings =
      ([
        rawPixels(of: images, before: model) ?? rawPixels(of: calibration, before: model),
        otherDataset(than: model.card?.dataset, images),
      ].compactMap(\.self)) + missingAnnotations(annotations, of: images, for: model)
      + missingMaps(labelMaps, of: images, for: model)
  }
}

/// What is said of pixels that reach a network as they are stored.
private func rawPixels(of images: ImageDataset, before model: LoadedModel) -> String? {
  guard images.pixels == .raw, model.leavesPixelsRaw else { return nil }
  return (model.card == nil ? "no model card" : "the model card says nothing of 'input'")
    + ": pixels go in as 0 to 255 (\(images.fileName)); set --scale, --mean and --std, or 'input' "
    + "in \(model.cardPath) (spiketop card writes it)"
}

/// What is said of images that are known to be of another data set than the card's.
private func otherDataset(than stated: String?, _ images: ImageDataset) -> String? {
  guard let stated, let known = images.knownName else { return nil }
  let letters = { (name: String) in name.lowercased().filter { $0.isLetter || $0.isNumber } }
  let (own, start) = (letters(stated), letters(known))
  // As in "CIFAR-10, test part"; CIFAR-100 is none of it.
  let rest = own.hasPrefix(start) ? own.dropFirst(start.count) : "0"
  guard rest.first?.isNumber == true else { return nil }
  return "\(images.name) is \(known), but the model card is for \(stated); labels and accuracy "
    + "mean something only where the classes are the same"
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
      let note = ["\(dataset.count) images of \(dataset.fileName)"] + dataset.notes
      return (dataset, note.joined(separator: ", "))
    }
    if let training = try ImageDataset.trainingCounterpart(of: source) {
      let name = training.path == images.path ? training.name : training.fileName
      return (training, "\(training.count) images of \(name)")
    }
    return (images, "\(images.count) given images themselves: no training part was found")
  }

  /// The numbers of the calibration images, in the order of their use.
  fileprivate func calibrationNumbers(of images: ImageDataset) throws -> [Int] {
    guard let calibrationIndices else { return Array(0..<min(calibrationCount, images.count)) }
    let refused = { (what: String, hint: String) in
      DatasetError.unsupported(path: calibrationIndices, what: what, hint: hint)
    }
    let array = try NPYFile.read(calibrationIndices)
    guard var all = array.integers else {
      throw refused("holds fractions", "save whole numbers, with .astype('int64')")
    }
    if array.type == .bool {
      guard array.shape == [images.count] else {
        throw refused(
          "is a mask of shape \(array.shape), but there are \(images.count) calibration images",
          "save one truth value for each, or the numbers of the images")
      }
      all = all.indices.filter { all[$0] == 1 }
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
  /// The lengths of the first image that a name leads to.
  static func firstShape(of source: String) throws(DatasetError) -> [Int] {
    let images = try open(source)
    if let shape = images.shape { return [shape.channels, shape.height, shape.width] }
    return try images.image(at: 0).shape
  }

  /// The file or directory, without the directories before it.
  fileprivate var fileName: String { URL(filePath: path).lastPathComponent }

  /// A preprocessed image.
  package func input(at index: Int, for model: LoadedModel) throws(DatasetError) -> Tensor {
    try framedInput(at: index, for: model).input
  }

  /// The same, where it lies in the picture, and the picture's channels, height and width.
  func framedInput(
    at index: Int, for model: LoadedModel
  ) throws(DatasetError) -> (input: Tensor, frame: InputFrame, image: [Int]) {
    try framedInput(
      at: index, for: model.inputShape, preprocessing: model.preprocessing, fit: model.fit)
  }
}
