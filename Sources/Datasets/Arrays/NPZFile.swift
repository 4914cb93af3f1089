import PlainText
import ZipArchives

/// A zip archive of npy files, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// Arrays are read when they are asked for.
package struct NPZFile: Equatable, Sendable {
  /// Where the archive lies.
  package let path: String
  /// The names of the arrays in the order of the archive, without `.npy`, unmistakable.
  package let names: [String]
  /// The position of each array in the archive.
  private let entries: [UInt64]

  /// - Parameter isDense: Whether the arrays are none that may be mostly zeros, so that little is
  ///   unpacked from few bytes.
  /// - Throws: `DatasetError.absent`, `.unreadable`, `.damaged` if it is no intact archive or
  ///   unpacks to too much, or `.unsupported` if it holds no arrays.
  package init(_ path: String, isDense: Bool = false) throws(DatasetError) {
    let archive = try ZipArchive.opened(path)
    let members = try archive.arrays(isDense ? .dense : .sparse)
    guard !members.isEmpty else {
      throw .unsupported(
        path: path, what: "is a zip archive without npy arrays", hint: "use numpy.savez")
    }
    let names = members.map { unmistakable(String($0.name.dropLast(4))) }
    var known: Set<String> = []
    if let twice = names.first(where: { !known.insert($0).inserted }) {
      throw .damaged(path: path, problem: "holds two arrays called '\(twice)'")
    }
    self.path = path
    self.names = names
    entries = members.map(\.entry)
  }

  /// Reads one array.
  ///
  /// - Throws: `DatasetError.noSuchArray`, and whatever `NPYFile.read` throws for the array.
  package func array(_ name: String) throws(DatasetError) -> NPYArray {
    try ZipArchive.opened(path).array(try entry(name), named: name)
  }

  /// Reads all arrays, one after the other, in the order of the archive.
  ///
  /// Costs no more than their bytes: asked for one by one, the archive would be opened for each.
  ///
  /// - Throws: Besides, what `body` throws.
  package func forEachArray(_ body: (_ name: String, NPYArray) throws -> Void) throws {
    let archive = try ZipArchive.opened(path)
    for (name, entry) in zip(names, entries) {
      try body(name, archive.array(entry, named: name))
    }
  }

  /// The first arrays whose headers are as wanted, up to a number of them.
  ///
  /// Arrays that cannot be read are passed over. Costs no more than the headers: asked for one by
  /// one, the archive would be opened for each.
  func names(
    upTo count: Int, where isWanted: (NPYHeader) -> Bool
  ) throws(DatasetError) -> [String] {
    let archive = try ZipArchive.opened(path)
    var found: [String] = []
    for (name, entry) in zip(names, entries) where found.count < count {
      guard let header = try? archive.header(of: entry, named: name) else { continue }
      if isWanted(header) { found.append(name) }
    }
    return found
  }

  /// The length of every axis of an array, without unpacking its numbers.
  package func shape(of name: String) throws(DatasetError) -> [Int] { try header(name).shape }

  /// What one array is, without unpacking its numbers.
  func header(_ name: String) throws(DatasetError) -> NPYHeader {
    try ZipArchive.opened(path).header(of: try entry(name), named: name)
  }

  /// The unpacked npy file of one array, which is as long as its header says.
  func source(_ name: String) throws(DatasetError) -> ByteSource {
    _ = try header(name)
    let bytes = try ZipArchive.opened(path).bytes(of: try entry(name))
    return ByteSource(bytes, path: "\(path)[\(name)]")
  }

  private func entry(_ name: String) throws(DatasetError) -> UInt64 {
    guard let index = names.firstIndex(of: name) else {
      throw .noSuchArray(path: path, name: name, present: names)
    }
    return entries[index]
  }
}
