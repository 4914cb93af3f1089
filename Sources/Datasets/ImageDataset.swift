import InputFiles
import Networks
import Tensors

/// Images in a fixed order, with labels where there are any.
///
/// A value that several threads may read at once. Images are decoded when they are asked for.
package struct ImageDataset: Sendable {
  /// What the user named, without the directories before it.
  package let name: String
  /// The file or directory that holds the images.
  package let path: String
  /// What the images are stored as.
  package let kind: DatasetKind
  /// What the numbers of an image are.
  package let pixels: PixelScale
  /// How many images there are; at least one.
  package private(set) var count: Int
  /// The shape of every image, or `nil` if each may have its own.
  package private(set) var shape: MapShape?
  /// The names of the subdirectories that gave the labels; empty if there are none.
  package private(set) var classNames: [String]
  /// What was decided in reading, one line each.
  package private(set) var notes: [String] = []
  /// One number per image, negative for no label; or empty.
  private var labels: [Int]
  private var storage: Storage

  enum Storage: Sendable {
    /// One after the other.
    case arrays([ImageArray])
    case files([String])
  }

  /// Images of one shape, each as numbers at equal distances.
  ///
  /// - Parameters:
  ///   - labels: One per image, negative for none; or empty.
  ///   - notes: What was decided in reading, one line each.
  /// - Throws: `DatasetError.noImages` if there are none.
  package init(
    name: String, path: String, kind: DatasetKind, arrays: [ImageArray], labels: [Int],
    notes: [String] = []
  ) throws(DatasetError) {
    guard let first = arrays.first, arrays.contains(where: { $0.count > 0 }) else {
      throw .noImages(path: path)
    }
    self.name = name
    self.path = path
    self.kind = kind
    self.pixels = first.pixels
    self.count = arrays.reduce(0) { $0 + $1.count }
    self.shape = first.shape
    self.classNames = []
    self.labels = labels
    self.notes = notes
    self.storage = .arrays(arrays)
    precondition(labels.isEmpty || labels.count == count, "\(labels.count) labels for \(count)")
  }

  /// Pictures, each in a PNG or JPEG file of its own.
  ///
  /// - Parameters:
  ///   - files: The paths of the pictures.
  ///   - shape: The shape of all pictures, or `nil` if each may have its own.
  ///   - labels: One per picture, negative for none; or empty.
  ///   - classNames: By label; or empty.
  ///   - notes: What was decided in reading, one line each.
  /// - Throws: `DatasetError.noImages` if there are none.
  package init(
    name: String, path: String, kind: DatasetKind, files: [String], shape: MapShape? = nil,
    labels: [Int] = [], classNames: [String] = [], notes: [String] = []
  ) throws(DatasetError) {
    guard !files.isEmpty else { throw .noImages(path: path) }
    // They are read when they are asked for.
    for file in files { ReadFiles.note(file) }
    self.name = name
    self.path = path
    self.kind = kind
    self.pixels = .raw
    self.count = files.count
    self.shape = shape
    self.classNames = classNames
    self.labels = labels
    self.notes = notes
    self.storage = .files(files)
    precondition(labels.isEmpty || labels.count == count, "\(labels.count) labels for \(count)")
  }

  /// The same images with other labels.
  ///
  /// - Parameters:
  ///   - labels: By present label.
  ///   - classNames: By new label; or empty.
  func relabelled(by labels: [Int], classNames: [String], note: String) -> ImageDataset {
    var images = self
    images.labels = self.labels.map { $0 < 0 ? $0 : labels[$0] }
    images.classNames = classNames
    images.notes.append(note)
    return images
  }

  /// The same array as images of a network that takes another shape, if its lengths can be read so;
  /// the set itself if they fit as they are, or if nothing fits.
  package func read(as wanted: MapShape) -> ImageDataset {
    guard shape != wanted, case .arrays(let arrays) = storage, arrays.count == 1,
      let array = arrays[0].readAs(wanted), labels.isEmpty || labels.count == array.count
    else { return self }
    var images = self
    (images.count, images.shape, images.storage) = (array.count, wanted, .arrays([array]))
    if array.lengths.count == 2 {
      images.notes.append("the rows of the array \(array.lengths) are images of \(wanted)")
    } else if array.order == .channelsLast {
      images.notes.append("the array \(array.lengths) is taken with its channels last")
    }
    return images
  }

  /// The folders that give labels to images, in the order of their labels.
  var labellingFolders: [(name: String, label: Int)] {
    let used = Set(labels)
    return classNames.enumerated().filter { used.contains($0.offset) }.map { ($1, $0) }
  }

  /// Whether at least one image has a label.
  package var hasLabels: Bool { labels.contains { $0 >= 0 } }

  /// The largest class number, or `nil` if no image has a label.
  package var largestLabel: Int? { hasLabels ? labels.max() : nil }

  /// The class of an image, or `nil` if it is not known.
  package func label(at index: Int) -> Int? {
    labels.indices.contains(index) && labels[index] >= 0 ? labels[index] : nil
  }

  /// The image as it is stored, shape `[channels, height, width]`: raw pixels in `0...255` or
  /// preprocessed numbers, as `pixels` says.
  ///
  /// - Throws: `DatasetError.imageIndexOutOfRange`, and `.damaged` and others of kind `badData` and
  ///   `noInput` where the file turns out to be of no use.
  package func image(at index: Int) throws(DatasetError) -> Tensor {
    try storedImage(at: index).tensor
  }

  /// An image in the form that it is stored in.
  func storedImage(at index: Int) throws(DatasetError) -> StoredImage {
    guard (0..<count).contains(index) else {
      throw .imageIndexOutOfRange(dataset: name, index: index, count: count)
    }
    switch storage {
    case .files(let files):
      return .picture(try readPicture(ByteSource(contentsOf: files[index])))
    case .arrays(let arrays):
      var index = index
      for array in arrays {
        if index < array.count { return .numbers(try array.image(at: index)) }
        index -= array.count
      }
      preconditionFailure("the counts of the arrays do not add up to \(count)")
    }
  }

  /// The file of an image, if each has its own.
  package func file(at index: Int) -> String? {
    guard case .files(let files) = storage, files.indices.contains(index) else { return nil }
    return files[index]
  }
}

/// What the numbers of an image are.
package enum PixelScale: Hashable, Sendable {
  /// Pixels in `0...255`; scale, mean and standard deviation are still to be applied.
  case raw
  /// Numbers that go into the network as they are.
  case preprocessed
}
