import Foundation
import InputFiles

/// A file that is written out of sight, in the folder where it will be, until it appears there
/// whole.
///
/// Whoever is killed before leaves nothing, or, where the file system knows no files without names,
/// a file of its own that ends in `.part`. Not for several threads at once.
package final class StagedFile {
  package let output: OutputFile

  let place: OutputPlace
  /// What is to be replaced.
  private(set) var replaced: Occupant?
  private let descriptor: Int32
  /// `nil` while the file has no name, and from when it has its own.
  private var temporaryName: String?
  /// After it nothing appears.
  private var failure: OutputFileError?

  init(_ output: OutputFile, isUnnamed: Bool) throws(OutputFileError) {
    self.output = output
    place = try OutputPlace(output.path)
    if let database = place.databaseBeside {
      throw OutputFileError(output.path, .isLog(database: database))
    }
    replaced = place.occupant(of: place.name)
    guard replaced != nil || errno == ENOENT else {
      throw OutputFileError(output.path, .notCreating(errno))
    }
    if let replaced { try output.check(replaced, at: place) }
    if isUnnamed, let unnamed = place.openUnnamed() {
      descriptor = unnamed
    } else {
      let name = Self.newName()
      descriptor = place.create(name)
      guard descriptor >= 0 else { throw OutputFileError(output.path, .notCreating(errno)) }
      temporaryName = name
    }
    if let replaced, !replaced.giveRights(to: descriptor) { throw failing(.notCreating(errno)) }
  }

  deinit {
    close(descriptor)
    discard()
  }

  package var path: String { output.path }

  /// Throws where both would appear at one place, however it is written.
  package func check(differsFrom other: StagedFile) throws(OutputFileError) {
    guard !place.isSame(as: other.place) else {
      throw OutputFileError(path, .alsoWritten(path: other.path))
    }
  }

  /// Writes more of the content.
  package func append(_ content: Data) throws(OutputFileError) {
    try checkIsNotRead()
    guard content.withUnsafeBytes(write) else { throw failing(.notWritten(errno)) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Foundation.write(descriptor, start, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return true
  }

  /// Writes all of the content, and lets the file appear.
  package func complete(with content: Data) throws(OutputFileError) {
    try append(content)
    try appear()
  }

  /// Lets the file appear at its place, with what was written.
  ///
  /// - Throws: `OutputFileError` if the disk has not taken it, and if something else is there than
  ///   was when this file was opened: it stays as it is.
  package func appear() throws(OutputFileError) {
    try checkIsNotRead()
    // What a file system cannot do it need not.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failing(.notWritten(errno)) }
    if let replaced {
      try takePlace(of: replaced)
    } else {
      try takeFreePlace()
    }
    temporaryName = nil
    replaced = nil
    if let own = FileIdentity(of: descriptor) { ReadFiles.forget(own) }
  }

  /// Throws where what is to be replaced has been read since this file was opened, and where it has
  /// been given up.
  ///
  /// Whoever reads all before long work asks then; nothing appears in any case.
  package func checkIsNotRead() throws(OutputFileError) {
    if let failure { throw failure }
    guard let replaced, output.isInput(replaced) else { return }
    throw failing(.isInput)
  }

  private func takeFreePlace() throws(OutputFileError) {
    let isDone =
      if let temporaryName {
        place.rename(temporaryName, to: place.name)
      } else {
        place.link(descriptor, as: place.name)
      }
    guard isDone else { throw failing(errno == EEXIST ? .changed : .notCreating(errno)) }
  }

  /// Exchanges both files, and looks afterwards which one it was: nothing can come in between.
  private func takePlace(of replaced: Occupant) throws(OutputFileError) {
    let own = temporaryName ?? Self.newName()
    if temporaryName == nil {
      guard place.link(descriptor, as: own) else { throw failing(.notCreating(errno)) }
      temporaryName = own
    }
    guard place.exchange(own, place.name) else {
      // What was to be replaced is gone.
      if errno == ENOENT { return try takeFreePlace() }
      guard errno == EINVAL || errno == ENOSYS else { throw failing(.notCreating(errno)) }
      return try replaceWithoutExchange(replaced, by: own)
    }
    guard place.occupant(of: own)?.isSame(as: replaced) == true else {
      // Back; where that fails, what was there keeps the name that this file had.
      if !place.exchange(own, place.name) { temporaryName = nil }
      throw failing(.changed)
    }
    place.remove(own)
  }

  /// As near as some file systems come to it.
  private func replaceWithoutExchange(
    _ replaced: Occupant, by own: String
  ) throws(OutputFileError) {
    guard place.occupant(of: place.name)?.isSame(as: replaced) == true else {
      throw failing(.changed)
    }
    guard place.replace(place.name, by: own) else { throw failing(.notCreating(errno)) }
  }

  /// Gives up.
  private func failing(_ reason: OutputFileError.Reason) -> OutputFileError {
    let error = OutputFileError(path, reason)
    failure = error
    discard()
    return error
  }

  private func discard() {
    if let temporaryName { place.remove(temporaryName) }
    temporaryName = nil
  }

  private static func newName() -> String { "spiketop-\(UUID().uuidString).part" }
}

extension OutputFile {
  /// Whether something is read by this process, and not a file of its own.
  fileprivate func isInput(_ occupant: Occupant) -> Bool {
    switch replacement {
    case .nothing, .files: ReadFiles.contains(occupant.identity)
    case .keptFiles, .ownFiles: false
    }
  }

  /// Throws unless what is there may be replaced.
  fileprivate func check(
    _ occupant: Occupant, at place: OutputPlace
  ) throws(OutputFileError) {
    if let kind = InputFileError.kind(ofMode: occupant.mode) {
      throw OutputFileError(path, .neverReplaced(kind: kind))
    }
    if isInput(occupant) { throw OutputFileError(path, .isInput) }
    if !inputs.isEmpty {
      let occupied = FileIdentity.all(from: occupant.identity, at: path)
      guard inputs.compactMap(FileIdentity.init(at:)).allSatisfy({ !occupied.contains($0) }) else {
        throw OutputFileError(path, .isInput)
      }
    }
    switch replacement {
    case .nothing:
      throw OutputFileError(path, .exists)
    case .files, .keptFiles:
      return
    case .ownFiles(let beginning, let author):
      let expected = Array(beginning.utf8)
      guard
        place.beginning(of: occupant, named: place.name, count: expected.count) == expected
      else {
        throw OutputFileError(path, .foreign(author: author))
      }
    }
  }
}
