import Foundation

/// Which picture each name in annotations means, where that is beyond doubt.
///
/// A name means the picture whose path ends with it, the longest such name first. One whose
/// folders are of another computer or of another layout means the picture of its last part, and
/// one without an ending the picture that is called so before its ending; either only where there
/// is one such picture and one such name.
package struct PictureNames: Equatable, Sendable {
  /// The names by the files of the pictures, as these were given.
  package private(set) var names: [String: String] = [:]

  /// Names that fit several pictures, or share one with another name, in order.
  package private(set) var doubtful: [String] = []

  /// Costs a look-up for each part of each path.
  ///
  /// - Parameter files: Those of the pictures.
  package init(_ names: some Sequence<String>, of files: some Sequence<String>) {
    let (names, files) = (Set(names), Set(files))
    let ends = Dictionary(grouping: files) { Self.end(of: $0, where: names.contains) ?? "" }
    for (name, fitting) in ends where !name.isEmpty { take(fitting, [name]) }
    // What shares its last part with a name that fits as a whole is about another picture.
    let rivals = Dictionary(grouping: names, by: Self.last)
      .filter { !$0.value.contains { ends[$0] != nil } }
    let byFile = Dictionary(grouping: files, by: Self.last)
    let byStem = Dictionary(grouping: files) {
      URL(filePath: $0).deletingPathExtension().lastPathComponent
    }
    for (last, rivals) in rivals { take(byFile[last] ?? [], rivals) }
    for (last, rivals) in rivals where byFile[last] == nil {
      take((byStem[last] ?? []).filter { self.names[$0] == nil }, rivals)
    }
    doubtful.sort()
  }

  /// Notes what fits, if nothing else does.
  private mutating func take(_ files: [String], _ rivals: [String]) {
    guard let file = files.first else { return }
    if files.count == 1, rivals.count == 1 {
      names[file] = rivals[0]
    } else {
      doubtful += rivals
    }
  }

  /// The longest end of a path that is a name, because folders may hold pictures of one name.
  static func end(of file: String, where isName: (String) -> Bool) -> String? {
    let parts = URL(filePath: file).standardizedFileURL.pathComponents
    return parts.indices.dropFirst().lazy
      .map { parts[$0...].joined(separator: "/") }
      .first(where: isName)
  }

  /// What is behind all folders, also those of Windows.
  private static func last(_ name: String) -> String {
    name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? name
  }
}
