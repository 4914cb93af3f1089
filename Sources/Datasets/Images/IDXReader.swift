import Foundation
import Networks

extension DatasetReader {
  /// Files of the MNIST family, with labels from the file beside them.
  package static let idx = DatasetReader(
    "IDX", kinds: [.idx],
    file: { file throws(DatasetError) in
      guard IDXReader.recognizes(file.start) else { return nil }
      return try IDXReader.dataset(file.source, name: file.name)
    },
    testNames: ["t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"],
    trainingNames: ["train-images-idx3-ubyte", "train-images.idx3-ubyte"],
    trainingPart: { testName in
      testName.contains("t10k") ? [testName.replacingOccurrences(of: "t10k", with: "train")] : []
    })
}

extension DatasetKind {
  package static let idx = DatasetKind("IDX")
}

/// Files of the MNIST family: big-endian sizes, then bytes.
///
/// The magic number is `0x0000TTDD`: type `TT` (8 for bytes) and `DD` axes. Images have three axes
/// (count, height, width) and labels one.
enum IDXReader {
  private static let imageMagic: [UInt8] = [0, 0, 8, 3]

  /// By the type of an IDX file, how many bytes a whole number of it takes, and whether it may be
  /// negative.
  private static let integers: [UInt8: (bytes: Int, isSigned: Bool)] = [
    0x08: (1, false), 0x09: (1, true), 0x0B: (2, true), 0x0C: (4, true),
  ]

  /// Whether a file that begins so is an IDX file of whatever content.
  static func recognizes(_ start: [UInt8]) -> Bool {
    start.count >= 4 && start[0] == 0 && start[1] == 0
      && [0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E].contains(start[2]) && (1...4).contains(start[3])
  }

  /// How long a file that begins so says it is, in bytes; `nil` if it is of another format.
  static func statedSize(_ start: [UInt8]) -> Int? {
    guard recognizes(start), start.count >= 4 + 4 * Int(start[3]) else { return nil }
    let axes = Int(start[3])
    let sizes = lengths(start, axes: axes)
    let bytes = [0x0B: 2, 0x0C: 4, 0x0D: 4, 0x0E: 8][start[2]] ?? 1
    return checkedProduct(sizes + [bytes]).flatMap { size in
      let (whole, overflow) = size.addingReportingOverflow(4 + 4 * axes)
      return overflow ? Int.max : whole
    } ?? Int.max
  }

  private static func lengths(_ header: [UInt8], axes: Int) -> [Int] {
    (1...axes).map { axis in
      header[axis * 4..<axis * 4 + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Reads images, and the labels from the file beside them if it is there.
  static func dataset(_ source: ByteSource, name: String) throws(DatasetError) -> ImageDataset {
    let images = try images(source)
    let labels = try labels(besides: source.path)
    guard labels.isEmpty || labels.count == images.count else {
      throw .labelCountMismatch(path: source.path, labels: labels.count, images: images.count)
    }
    return try ImageDataset(
      name: name, path: source.path, kind: .idx, arrays: [images], labels: labels)
  }

  private static func images(_ source: ByteSource) throws(DatasetError) -> ImageArray {
    let start = try source.prefix(4)
    guard !isLabels(start) else {
      throw .unsupported(
        path: source.path, what: "holds labels", hint: "name the file with the images")
    }
    guard start == imageMagic else {
      throw .unsupported(
        path: source.path, what: "is an IDX file, but not one of images of bytes with three axes",
        hint: "save the images as npy")
    }
    let sizes = try sizes(source, axes: 3)
    guard sizes[0] > 0 else { throw .noImages(path: source.path) }
    guard sizes[1] > 0 && sizes[2] > 0 else {
      throw .damaged(path: source.path, problem: "states images of \(sizes[1])x\(sizes[2]) pixels")
    }
    return ImageArray(
      source: source, start: 16, stride: sizes[1] * sizes[2], count: sizes[0],
      shape: MapShape(channels: 1, height: sizes[1], width: sizes[2]), type: .uint8,
      order: .channelsFirst)
  }

  /// The labels that belong to a file of images, or none if there is no such file.
  private static func labels(besides path: String) throws(DatasetError) -> [Int] {
    guard let labelPath = existing(labelFileName(path)) else { return [] }
    let source = try ByteSource(contentsOf: labelPath)
    let start = try source.prefix(4)
    guard isLabels(start), let type = integers[start[2]] else {
      throw .damaged(
        path: labelPath,
        problem: "stands where labels belong, but holds no IDX list of whole numbers")
    }
    let count = try sizes(source, axes: 1, bytes: type.bytes)[0]
    let stored = try source.read(8..<8 + count * type.bytes)
    let labels = (0..<count).map { number(stored[$0 * type.bytes..<($0 + 1) * type.bytes], type) }
    if let stranger = labels.first(where: { $0 < 0 }) {
      throw .unsupported(
        path: labelPath, what: "holds the label \(stranger)", hint: "number the classes from 0 on")
    }
    return labels
  }

  /// Whether a file that begins so is a list of whole numbers.
  private static func isLabels(_ start: [UInt8]) -> Bool {
    recognizes(start) && start[3] == 1 && integers[start[2]] != nil
  }

  /// A number, its highest byte first.
  private static func number(
    _ bytes: ArraySlice<UInt8>, _ type: (bytes: Int, isSigned: Bool)
  ) -> Int {
    let number = bytes.reduce(0) { $0 << 8 | Int($1) }
    let isNegative = type.isSigned && (bytes.first ?? 0) >= 0x80
    return isNegative ? number - 1 << (8 * type.bytes) : number
  }

  /// `t10k-images-idx3-ubyte.gz` becomes `t10k-labels-idx1-ubyte.gz`; `nil` if the name is unusual.
  private static func labelFileName(_ path: String) -> String? {
    let url = URL(filePath: path)
    let name = url.lastPathComponent
    guard name.contains("images") else { return nil }
    let labelName = name.replacingOccurrences(of: "images", with: "labels")
      .replacingOccurrences(of: "idx3", with: "idx1")
    return url.deletingLastPathComponent().appending(path: labelName).path
  }

  /// The lengths of the axes; the file must hold as many bytes as they ask for.
  private static func sizes(
    _ source: ByteSource, axes: Int, bytes: Int = 1
  ) throws(DatasetError) -> [Int] {
    let header = try source.prefix(4 + 4 * axes)
    guard header.count == 4 + 4 * axes else {
      throw .damaged(path: source.path, problem: "is truncated in its IDX header")
    }
    let sizes = lengths(header, axes: axes)
    let content = source.count - header.count
    guard checkedProduct(sizes + [bytes]) == content else {
      let stated =
        sizes.map(String.init).joined(separator: "x")
        + (bytes > 1 ? " numbers of \(bytes) bytes" : "")
      throw .damaged(
        path: source.path,
        problem: "has \(content) bytes of content, but its IDX header states \(stated)")
    }
    return sizes
  }
}
