/// The kinds of data sets that can be opened.
package struct DatasetReaders: Sendable {
  /// In the order in which people meet them, which is the order in which files are tried.
  package let all: [DatasetReader]

  /// - Precondition: No two have the same name.
  package init(_ all: [DatasetReader]) {
    precondition(Set(all.map(\.name)).count == all.count, "two readers have one name")
    self.all = all
  }

  /// What this program reads.
  package static let standard = DatasetReaders([
    .idx,
    .cifar,
    .png,
    .jpeg,
    .npy,
    .npz,
    .pictureFolder,
  ])

  /// The readers of files.
  private var ofFiles: [DatasetReader] { all.filter { $0.file != nil } }

  /// What files may be, as messages list it: `IDX, CIFAR binary, PNG, JPEG, npy or npz`.
  package var fileFormats: String { alternatives(ofFiles.map(\.name)) }

  /// The same for a help text, by what most people have of each.
  package var commonKinds: String { alternatives(ofFiles.map { "\($0.kinds[0])" }) }

  /// Reads a file by the first reader that recognises it.
  func open(_ file: DatasetFile) throws(DatasetError) -> ImageDataset {
    for reader in all {
      if let images = try reader.file?(file) { return images }
    }
    if ForeignFormat.isPickle(file.start) {
      throw .unsupported(
        path: file.path, what: ForeignFormat.pickle, hint: ForeignFormat.pickleHint)
    }
    let isForeign = ForeignFormat.name(file.start) != nil
    if !isForeign, let fault = all.lazy.compactMap({ $0.fault?(file) }).first {
      throw .damaged(path: file.path, problem: fault)
    }
    throw .unknownFormat(
      path: file.path, looksLike: ForeignFormat.name(file.start), formats: fileFormats)
  }

  /// Reads a directory by the first reader that recognises it.
  func open(directory: String, name: String) throws(DatasetError) -> ImageDataset {
    for reader in all {
      if let images = try reader.directory?(directory, name) { return images }
    }
    throw .noImages(path: directory)
  }
}

private func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}
