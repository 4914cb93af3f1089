import Networks

extension DatasetReader {
  /// One array of images, without labels.
  package static let npy = DatasetReader(
    "npy", kinds: [.npy],
    file: { file throws(DatasetError) in
      guard file.start.starts(with: NPYHeader.magic) else { return nil }
      return try ArrayReader.dataset(npy: file.source, name: file.name)
    })

  /// An archive of arrays: images, and labels where there are some.
  package static let npz = DatasetReader(
    "npz", kinds: [.npz],
    file: { file throws(DatasetError) in
      guard isArchive(file) else { return nil }
      return try ArrayReader.dataset(npz: file.path, name: file.name)
    },
    ownTrainingPart: { file throws(DatasetError) in
      guard isArchive(file) else { return nil }
      return try ArrayReader.trainingPart(npz: file.path, name: file.name)
    })

  private static func isArchive(_ file: DatasetFile) -> Bool {
    let magics: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]
    return magics.contains(where: file.start.starts(with:))
  }
}

extension DatasetKind {
  package static let npy = DatasetKind("npy")
  package static let npz = DatasetKind("npz")
}

/// Images in npy and npz files.
///
/// Arrays of floating point numbers are preprocessed, arrays of bytes are raw pixels. The shape
/// decides what the axes are:
///
/// - `[N, C, H, W]`: channels first; bytes also `[N, H, W, C]` where only the last axis is 1 or 3.
/// - `[3, H, W]`: one image of three channels, unless there are three labels; bytes also `[H, W,
///   3]`.
/// - other `[N, H, W]`: images of one channel.
/// - `[N, F]`: floats, or with as many labels: vectors; other bytes: one image of one channel,
///   `[H, W]`.
///
/// What a network's input tells better, `ImageArray.readAs` takes otherwise.
enum ArrayReader {
  static func dataset(npy source: ByteSource, name: String) throws(DatasetError) -> ImageDataset {
    let images = try images(source, labelCount: nil)
    return try ImageDataset(
      name: name, path: source.path, kind: .npy, arrays: [images], labels: [])
  }

  /// Takes the images and labels that the names of the arrays tell, or the only array that may be
  /// one of images.
  static func dataset(npz path: String, name: String) throws(DatasetError) -> ImageDataset {
    let archive = try NPZFile(path)
    return try dataset(ArchiveParts(archive), in: archive, name: name)
  }

  /// Takes the training images of an archive that has test images too; `nil` where it has not both.
  static func trainingPart(
    npz path: String, name: String
  ) throws(DatasetError) -> ImageDataset? {
    let archive = try NPZFile(path)
    guard let parts = ArchiveParts(trainingPartOf: archive) else { return nil }
    return try dataset(parts, in: archive, name: name)
  }

  private static func dataset(
    _ parts: ArchiveParts, in archive: NPZFile, name: String
  ) throws(DatasetError) -> ImageDataset {
    let path = archive.path
    var labelCount: Int?
    if let labels = parts.labels {
      labelCount = try self.labelCount(
        archive.header(labels), path: "\(path)[\(labels)]", isRequired: parts.areNamed)
    }
    let images = try images(archive.source(parts.images), labelCount: labelCount)
    var labels: [Int] = []
    var labelName: String?
    if let name = parts.labels, labelCount == images.count {
      labels = try self.labels(archive.array(name), path: "\(path)[\(name)]")
      labelName = name
    } else if let name = parts.labels, labelCount == nil, parts.areNamed {
      // Classes of places: `LabelMaps`.
      labelName = name
    } else if let labelCount, parts.areNamed {
      throw .labelCountMismatch(path: path, labels: labelCount, images: images.count)
    }
    return try ImageDataset(
      name: name, path: path, kind: .npz, arrays: [images], labels: labels,
      notes: parts.note(labels: labelName, of: archive).map { [$0] } ?? [])
  }

  /// Numbers of classes, from 0 on.
  private static func labels(_ array: NPYArray, path: String) throws(DatasetError) -> [Int] {
    let labels = array.integers ?? []
    if let stranger = labels.first(where: { !(0..<1 << 32).contains($0) }) {
      throw .unsupported(
        path: path, what: "holds the label \(stranger)", hint: "number the classes from 0 on")
    }
    return labels
  }

  /// How many labels an array of shape `[N]` or `[N, 1]` holds, if its numbers are whole.
  private static func labelCount(
    _ header: NPYHeader, path: String, isRequired: Bool
  ) throws(DatasetError) -> Int? {
    let shape = header.shape
    let isList = shape.count == 1 || shape.count == 2 && shape[1] == 1
    if isList, !header.type.isFloatingPoint { return shape[0] }
    // Classes of places, which are no labels of images.
    if shape.count >= 3, !header.type.isFloatingPoint { return nil }
    guard isRequired else { return nil }
    throw .unsupported(
      path: path, what: "labels of shape \(shape) and type \(header.type.descriptor)",
      hint: "save one whole number per image, with .astype('int64')")
  }

  /// Whether an array may be one of images, and not of one number per image.
  static func mayBeImages(_ header: NPYHeader) -> Bool {
    (header.type == .uint8 || header.type.isFloatingPoint) && !header.shape.contains(0)
      && !(header.shape.count == 2 && header.shape[1] == 1)
      && Axes(header, labelCount: nil) != nil
  }

  private static func images(
    _ stored: ByteSource, labelCount: Int?
  ) throws(DatasetError) -> ImageArray {
    let header = try NPYHeader(stored)
    guard header.type == .uint8 || header.type.isFloatingPoint else {
      throw .unsupported(
        path: stored.path, what: "holds \(header.type.descriptor), which images are not made of",
        hint: "save raw pixels as uint8 or preprocessed images as float32")
    }
    guard !header.shape.contains(0) else { throw .noImages(path: stored.path) }
    guard let axes = Axes(header, labelCount: labelCount) else {
      throw .unsupported(
        path: stored.path, what: "an array of shape \(header.shape) is not one of images",
        hint: "save it as [images, channels, height, width], raw pixels with 1 or 3 channels")
    }
    let isReordered = header.isBigEndian || header.isFortranOrder && header.shape.count > 1
    let source =
      isReordered ? ByteSource(try NPYArray(stored).bytes, path: stored.path) : stored
    return ImageArray(
      source: source, start: isReordered ? 0 : header.length,
      stride: axes.shape.count * header.type.size, count: axes.count, shape: axes.shape,
      type: header.type, order: axes.order, lengths: header.shape)
  }
}

/// What the axes of an array of images are.
private struct Axes {
  let count: Int
  let shape: MapShape
  let order: ImageArray.Order

  private init(_ count: Int, _ c: Int, _ h: Int, _ w: Int, _ order: ImageArray.Order) {
    self.count = count
    self.shape = MapShape(channels: c, height: h, width: w)
    self.order = order
  }

  /// `nil` if this is no shape of images.
  init?(_ header: NPYHeader, labelCount: Int?) {
    let n = header.shape
    let isRaw = header.type == .uint8
    let colors = [1, 3]
    switch n.count {
    case 4 where !isRaw || colors.contains(n[1]):
      self.init(n[0], n[1], n[2], n[3], .channelsFirst)
    case 4 where colors.contains(n[3]):
      self.init(n[0], n[3], n[1], n[2], .channelsLast)
    case 3 where n[0] == 3 && labelCount != 3:
      self.init(1, 3, n[1], n[2], .channelsFirst)
    case 3 where isRaw && n[2] == 3 && labelCount != n[0]:
      self.init(1, 3, n[0], n[1], .channelsLast)
    case 3:
      self.init(n[0], 1, n[1], n[2], .channelsFirst)
    case 2 where isRaw && labelCount != n[0]:
      self.init(1, 1, n[0], n[1], .channelsFirst)
    case 2:
      self.init(n[0], n[1], 1, 1, .channelsFirst)
    default:
      return nil
    }
  }
}
