import Datasets
import Evaluation
import Networks
import Runs
import Tasks

extension DataRequest {
  /// What is told of the objects in some images: by what was named, or by what lies beside them.
  ///
  /// - Throws: `DatasetError`, and `UsageError` where the network is no detector.
  func annotations(
    of images: ImageDataset, for model: LoadedModel
  ) throws -> ObjectAnnotations? {
    guard case .detection = model.task else {
      if annotations != nil {
        try NetworkKind.detectorOrSegmenter.check(["--annotations"], before: model)
      }
      return nil
    }
    let found =
      try annotations.map { path in try AnnotationReaders.open(path) }
      ?? AnnotationReaders.beside(pictures: images.path)
    return try found?.numbered(byNamesOf: model.classNames, classCount: model.classCount)
      .matched(toPictures: (0..<images.count).compactMap(images.file))
  }
}

extension DataRequest {
  /// What is told of the places of some images: by what was named, or by what lies with them.
  func labelMaps(of images: ImageDataset, for model: LoadedModel) throws -> LabelMaps? {
    guard model.task == .segmentation else { return nil }
    let maps =
      try annotations.map { path throws(DatasetError) in try LabelMaps(path) }
      ?? LabelMaps(beside: images)
    return maps?.matched(toPictures: (0..<images.count).compactMap(images.file))
  }
}

/// What is said where nobody knows what is in the images of a segmenter.
func missingMaps(
  _ maps: LabelMaps?, of images: ImageDataset, for model: LoadedModel
) -> [String] {
  guard model.task == .segmentation else { return [] }
  guard let maps else {
    return [
      "no label maps beside '\(images.name)', so there is no mIoU; name \(LabelMaps.names) "
        + "with --annotations"
    ]
  }
  return maps.remarks(on: images)
}

/// What is said where nobody knows what is in the images of a detector.
func missingAnnotations(
  _ annotations: ObjectAnnotations?, of images: ImageDataset, for model: LoadedModel
) -> [String] {
  guard case .detection = model.task else { return [] }
  guard let annotations else {
    return [
      "no annotations beside '\(images.name)', so there is no mAP; name "
        + "\(AnnotationReaders.names) with --annotations"
    ]
  }
  return annotations.remarks(onPictures: (0..<images.count).compactMap(images.file))
}

extension LoadedData {
  /// How many objects are told of how many of the images, as `12 in 2 of 3 images`.
  var annotationCoverage: String {
    let known = (0..<images.count).compactMap { objects(at: $0)?.count }
    let extent = "\(known.reduce(0, +)) in \(known.count) of \(images.count) images"
    return known.count == images.count ? extent : extent + "; the others are not scored"
  }

  /// What the image shows, as far as it is known.
  func objects(at index: Int) -> [AnnotatedObject]? {
    annotations.flatMap { annotations in
      images.file(at: index).flatMap(annotations.objects)
    }
  }

  /// Where an image stands in the order of the annotations, if they have one.
  func rank(of index: Int) -> Int? {
    annotations.flatMap { annotations in
      images.file(at: index).flatMap(annotations.rank(ofPicture:))
    }
  }

  /// The class of each place of the output, as far as it is known.
  ///
  /// - Parameters:
  ///   - frame: Where the input lies in the image.
  ///   - image: The image's channels, height and width.
  /// - Throws: `DatasetError.unsupported` for a map of another size.
  private func places(
    at index: Int, for model: LoadedModel, through frame: InputFrame, of image: [Int]
  ) throws -> ClassMap? {
    guard let labelMaps, let map = try labelMaps.map(at: index, file: images.file(at: index))
    else { return nil }
    let shape = model.outputShapes[0]
    if (map.rows, map.columns) == (image[1], image[2]) {
      return map.seen(
        through: frame, input: model.inputShape, rows: shape.height, columns: shape.width)
    }
    // Made for this network, in its resolution.
    if (map.rows, map.columns) == (shape.height, shape.width) { return map }
    throw DatasetError.unsupported(
      path: labelMaps.path,
      what: "has a map of \(map.rows)x\(map.columns) places for image \(index), whose picture has "
        + "\(image[1])x\(image[2]) pixels",
      hint: "save maps in the size of the pictures")
  }

  /// An image with all that is known of it.
  func evaluationImage(at index: Int, for model: LoadedModel) throws -> EvaluationImage {
    let (input, frame, image) = try images.framedInput(at: index, for: model)
    if let annotations, let file = images.file(at: index) {
      try annotations.checkSize(ofPicture: file, is: image)
    }
    return EvaluationImage(
      input, label: model.task.isClassification ? images.label(at: index) : nil,
      objects: objects(at: index), rank: rank(of: index), frame: frame,
      places: try places(at: index, for: model, through: frame, of: image))
  }
}
