extension ImageDataset {
  /// The images with the labels that the names of their folders stand for.
  ///
  /// Folders that are named as the classes of a network have its labels. Others are numbered in the
  /// order of their names, as torchvision's `ImageFolder` does, which is noted.
  ///
  /// - Parameter classes: The names of the network's classes by label; or empty.
  /// - Throws: `DatasetError.unsupported` where some folders are classes and others are not.
  package func labelled(byNamesOf classes: [String]) throws(DatasetError) -> ImageDataset {
    let folders = labellingFolders
    guard !folders.isEmpty else { return self }
    var labels: [String: Int] = [:]
    for (label, name) in classes.enumerated() {
      // A name of two classes stands for neither.
      labels[name] = labels[name] == nil ? label : -1
    }
    let known = folders.filter { labels[$0.name] ?? -1 >= 0 }
    let strangers = folders.filter { labels[$0.name] ?? -1 < 0 }
    guard !known.isEmpty else {
      let numbers = listed(folders.map { "\($0.label) \($0.name)" })
      let reason = classes.isEmpty ? "the classes have no names" : "none is a class of the network"
      return relabelled(
        by: Array(classNames.indices), classNames: classNames,
        note: "labels: folders numbered in the order of their names (\(reason)): \(numbers)")
    }
    guard strangers.isEmpty else {
      throw .unsupported(
        path: path,
        what: "has folders named as classes (\(listed(known.map(\.name)))) and others "
          + "(\(listed(strangers.map(\.name))))",
        hint: "name all folders as the classes (\(listed(classes))), or none")
    }
    return relabelled(
      by: classNames.map { labels[$0] ?? -1 }, classNames: classes,
      note: "labels: folders are named as the classes of the network")
  }
}

/// The first of some names, so that a message stays a line.
private func listed(_ names: [String]) -> String {
  names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
}
