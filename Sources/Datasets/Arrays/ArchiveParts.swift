/// Which arrays of an npz archive are the images, and which their labels.
struct ArchiveParts {
  let images: String

  /// `nil` where no array may be labels.
  let labels: String?

  /// Whether the names tell the labels, which must suit then; else what comes next may be none.
  let areNamed: Bool

  /// Names that tell, the ones that are looked for first in front.
  private static let known: [Names] = [
    Names(images: "images", labels: ["labels", "y"]), Names(images: "x", labels: ["labels", "y"]),
    test, training,
  ]

  /// As in the archives of Keras.
  private static let test = Names(images: "x_test", labels: ["y_test"])
  private static let training = Names(images: "x_train", labels: ["y_train"])

  /// Names that another program may look for instead.
  private static let telling: Set<String> = ["images", "x", "labels", "y"]

  private struct Names {
    let images: String
    let labels: [String]
  }

  /// - Throws: `DatasetError.unsupported` where several arrays may be the images.
  init(_ archive: NPZFile) throws(DatasetError) {
    if let parts = Self.known.lazy.compactMap({ ArchiveParts($0, in: archive) }).first {
      self = parts
      return
    }
    let candidates = try archive.names(upTo: 8, where: ArrayReader.mayBeImages)
    guard candidates.count <= 1 else {
      let names = candidates.map { "'\($0)'" }.joined(separator: ", ")
      throw .unsupported(
        path: archive.path, what: "has several arrays that may be the images (\(names))",
        hint: "name the images 'images' and their labels 'labels', or save one array per file")
    }
    images = candidates.first ?? archive.names[0]
    labels = archive.names.first { [images] in $0 != images }
    areNamed = false
  }

  /// The training images beside test images; `nil` where there are not both.
  init?(trainingPartOf archive: NPZFile) {
    guard let taken = Self.known.lazy.compactMap({ ArchiveParts($0, in: archive) }).first,
      taken.images == Self.test.images
    else { return nil }
    self.init(Self.training, in: archive)
  }

  private init?(_ names: Names, in archive: NPZFile) {
    guard archive.names.contains(names.images) else { return nil }
    images = names.images
    let named = names.labels.first(where: archive.names.contains)
    // What else lies beside a part is of the other part.
    let isPart = names.labels.count == 1
    labels = named ?? (isPart ? nil : archive.names.first { $0 != names.images })
    areNamed = named != nil
  }

  /// What was taken, where the names do not say it without doubt; `nil` where they do.
  ///
  /// - Parameter labels: The array that the labels were taken from, if there are any.
  func note(labels: String?, of archive: NPZFile) -> String? {
    let taken = [images, labels].compactMap(\.self)
    let isPlain =
      areNamed && ["images", "x"].contains(images)
      && Set(archive.names).isDisjoint(with: Self.telling.subtracting(taken))
    guard archive.names.count > 1, !isPlain else { return nil }
    let words = labels.map { "labels '\($0)'" } ?? "no labels"
    let training = Self.training
    let isTest = images == Self.test.images && archive.names.contains(training.images)
    let rest = archive.names.filter { name in
      name != images && name != labels
        && !(isTest && (name == training.images || training.labels.contains(name)))
    }
    let others = rest.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return "arrays: images '\(images)', \(words)"
      + (isTest ? "; '\(training.images)' is the training part" : "")
      + (rest.isEmpty ? "" : "; not taken: \(others)")
  }
}
