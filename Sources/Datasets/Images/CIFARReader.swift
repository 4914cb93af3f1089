import Networks

extension DatasetReader {
  /// CIFAR-10 and CIFAR-100 as their authors publish them, in one or several batches.
  package static let cifar = DatasetReader(
    "CIFAR binary", kinds: [.cifar10, .cifar100],
    file: { file throws(DatasetError) in
      try CIFARReader(file.source)?.dataset(name: file.name, path: file.path)
    },
    testNames: ["test_batch.bin", "test.bin"], trainingNames: ["data_batch_1.bin", "train.bin"],
    trainingPart: { testName in
      switch testName {
      case "test_batch.bin": (1...5).map { "data_batch_\($0).bin" }
      case "test.bin": ["train.bin"]
      default: []
      }
    },
    fault: { file in CIFARReader.fault(of: file.source) },
    batches: { paths, name throws(DatasetError) in
      try CIFARReader.dataset(batches: paths, name: name)
    })
}

extension DatasetKind {
  package static let cifar10 = DatasetKind("CIFAR-10 binary", onlyDataset: "CIFAR-10")
  package static let cifar100 = DatasetKind(
    "CIFAR-100 binary", onlyDataset: "CIFAR-100")
}

/// The binary version of CIFAR-10 and CIFAR-100.
///
/// A file is a sequence of records: one label byte (CIFAR-100: coarse and fine label), then 1,024
/// bytes each of red, green and blue, row by row. There is no header, so a file counts as CIFAR if
/// its size is a multiple of the record's and all label bytes are labels.
struct CIFARReader {
  let kind: DatasetKind
  private let images: [ImageArray]
  private let labels: [Int]

  private static let pixelBytes = 3 * 32 * 32

  /// No file with more images is looked at for what is wrong with it: the authors' have 50,000.
  private static let mostExamined = 200_000

  /// `nil` if the file is not one of CIFAR-10 or CIFAR-100.
  init?(_ source: ByteSource) throws(DatasetError) {
    for (kind, limits) in [(DatasetKind.cifar10, [10]), (.cifar100, [20, 100])] {
      guard let labels = try Self.labels(source, below: limits) else { continue }
      self.kind = kind
      self.labels = labels
      self.images = [
        ImageArray(
          source: source, start: limits.count, stride: limits.count + Self.pixelBytes,
          count: labels.count, shape: MapShape(channels: 3, height: 32, width: 32), type: .uint8,
          order: .channelsFirst)
      ]
      return
    }
    return nil
  }

  private init(_ parts: [CIFARReader]) {
    kind = parts[0].kind
    images = parts.flatMap(\.images)
    labels = parts.flatMap(\.labels)
  }

  func dataset(name: String, path: String) throws(DatasetError) -> ImageDataset {
    try ImageDataset(name: name, path: path, kind: kind, arrays: images, labels: labels)
  }

  /// Several batches as one data set.
  static func dataset(batches: [String], name: String) throws(DatasetError) -> ImageDataset {
    let parts = try batches.map { path throws(DatasetError) in
      guard let part = try CIFARReader(ByteSource(contentsOf: path)) else {
        throw .damaged(
          path: path,
          problem: fault(of: try ByteSource(contentsOf: path)) ?? "is no batch of CIFAR binary")
      }
      return part
    }
    guard let first = parts.first, let path = batches.first else { throw .noImages(path: name) }
    guard let odd = parts.firstIndex(where: { $0.kind != first.kind }) else {
      return try CIFARReader(parts).dataset(name: name, path: path)
    }
    throw .damaged(path: batches[odd], problem: "is not of the same kind as \(path)")
  }

  /// Why a file that is named as one of the authors', or looks like one for the most part, is none
  /// of them; `nil` for others.
  static func fault(of source: ByteSource) -> String? {
    let file = source.path.split(separator: "/").last.map(String.init) ?? ""
    let name = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
    let isCIFAR100 = ["test.bin", "train.bin"].contains(name)
    let limits = isCIFAR100 ? [20, 100] : [10]
    let (kind, record) = (isCIFAR100 ? "CIFAR-100" : "CIFAR-10", limits.count + pixelBytes)
    let stranger = stranger(source, below: limits)
    let isNamed = isCIFAR100 || name.hasSuffix("test_batch.bin") || name.contains("data_batch_")
    let looksLikeOne = name.hasSuffix(".bin") && source.count / record <= mostExamined
    guard isNamed || looksLikeOne && stranger.isRare else { return nil }
    let rest = source.count % record
    guard rest == 0 else {
      return "has \(source.count) bytes, but \(kind) binary is a multiple of \(record): after "
        + "\(source.count / record) images \(rest) \(rest == 1 ? "byte is" : "bytes are") left"
    }
    return stranger.first.map { label, image in
      "has the label \(label) at image \(image), counted from 0, which \(kind) does not have"
    }
  }

  /// The first label byte of whole records that is no label, with the number of its image, and
  /// whether there are several records of which at least three quarters have none.
  private static func stranger(
    _ source: ByteSource, below limits: [Int]
  ) -> (first: (label: UInt8, image: Int)?, isRare: Bool) {
    let record = limits.count + pixelBytes
    let count = min(source.count / record, mostExamined)
    var (first, strange) = ((label: UInt8, image: Int)?.none, 0)
    for image in 0..<count {
      let start = image * record
      guard let bytes = try? source.read(start..<start + limits.count),
        let wrong = zip(bytes, limits).first(where: { $0 >= $1 })
      else { continue }
      strange += 1
      first = first ?? (wrong.0, image)
    }
    return (first, count >= 2 && 4 * strange <= count)
  }

  /// The last label byte of every record, or `nil` if the file has no such records.
  private static func labels(
    _ source: ByteSource, below limits: [Int]
  ) throws(DatasetError) -> [Int]? {
    let record = limits.count + pixelBytes
    guard source.count > 0, source.count % record == 0 else { return nil }
    var labels: [Int] = []
    for start in stride(from: 0, to: source.count, by: record) {
      let bytes = try source.read(start..<start + limits.count)
      guard zip(bytes, limits).allSatisfy({ $0 < $1 }) else { return nil }
      labels.append(contentsOf: bytes.suffix(1).map { Int($0) })
    }
    return labels
  }
}
