import CRename
import Foundation
import InputFiles

/// A name in a folder that is held open: whoever moves the folder meanwhile, or puts another one
/// there, changes nothing.
///
/// What fails says so with `errno`.
final class OutputPlace {
  private let folder: Int32
  let name: String

  init(_ path: String) throws(OutputFileError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = String(path[(slash.map { path.utf8.index(after: $0) } ?? path.startIndex)...])
    guard path != "-" else { throw OutputFileError(path, .standardOutput) }
    // The system's calls would see only what stands before a zero.
    guard !["", ".", ".."].contains(name), !path.utf8.contains(0) else {
      throw OutputFileError(path, .noName)
    }
    self.name = name
    folder = open(slash.map { String(path[...$0]) } ?? ".", pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw OutputFileError(path, errno == ENOENT ? .noFolder : .notCreating(errno))
    }
  }

  deinit { close(folder) }

  /// Whether both are one name in one folder, however it is written.
  func isSame(as other: OutputPlace) -> Bool {
    name == other.name && FileIdentity(of: folder) == FileIdentity(of: other.folder)
  }

  /// What has the name now; `nil` where nothing has, or where `errno` is another one than `ENOENT`.
  func occupant(of name: String) -> Occupant? {
    let descriptor = openat(folder, name, pathOnly | O_NOFOLLOW | O_CLOEXEC)
    return descriptor >= 0 ? Occupant(descriptor) : nil
  }

  /// The first bytes of a file that has a name; `nil` where they cannot be read.
  func beginning(of occupant: Occupant, named name: String, count: Int) -> [UInt8]? {
    let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0, let opened = Occupant(descriptor), opened.isSame(as: occupant) else {
      return nil
    }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      length = max(pread(descriptor, buffer.baseAddress, count, 0), 0)
    }
  }

  /// The name of the database whose log, or index of it, has this name; `nil` where none lies here.
  ///
  /// SQLite finds them by their names alone.
  var databaseBeside: String? {
    for suffix in ["-wal", "-shm", "-journal"] where name.hasSuffix(suffix) {
      let database = String(name.dropLast(suffix.count))
      guard !database.isEmpty, let occupant = occupant(of: database),
        InputFileError.kind(ofMode: occupant.mode) == nil
      else { continue }
      let title = Array("SQLite format 3".utf8)
      if beginning(of: occupant, named: database, count: title.count) == title { return database }
    }
    return nil
  }

  /// Creates a file that has no name yet, which is gone with its descriptor.
  ///
  /// - Returns: `nil` where the file system knows no such files, or nobody can name them later.
  func openUnnamed() -> Int32? {
    let descriptor = openat(folder, ".", unnamed | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    guard access(processPath(of: descriptor), F_OK) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Creates a file of a name that nothing has.
  ///
  /// - Returns: A negative number where it fails.
  func create(_ name: String) -> Int32 {
    openat(folder, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o666)
  }

  /// Gives a file that has none a name, unless something has that already.
  func link(_ descriptor: Int32, as name: String) -> Bool {
    linkat(AT_FDCWD, processPath(of: descriptor), folder, name, AT_SYMLINK_FOLLOW) == 0
  }

  /// Gives a file another name, unless something has that already.
  func rename(_ old: String, to name: String) -> Bool {
    if spiketop_rename_new(folder, old, name) == 0 { return true }
    // Where the file system cannot, it has second names.
    guard errno == EINVAL || errno == ENOSYS else { return false }
    guard linkat(folder, old, folder, name, 0) == 0 else { return false }
    remove(old)
    return true
  }

  /// Lets two names change places at once.
  func exchange(_ one: String, _ other: String) -> Bool {
    spiketop_rename_exchange(folder, one, other) == 0
  }

  /// Gives a file the name of another, which is gone then.
  func replace(_ name: String, by other: String) -> Bool {
    renameat(folder, other, folder, name) == 0
  }

  func remove(_ name: String) { unlinkat(folder, name, 0) }

  private func processPath(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }
}

/// What has a name, held so that nothing new gets its number in the file system.
final class Occupant {
  private let descriptor: Int32
  private let status: stat

  /// Takes over a descriptor.
  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.status = status
  }

  deinit { close(descriptor) }

  var mode: mode_t { status.st_mode }

  var identity: FileIdentity { FileIdentity(status) }

  func isSame(as other: Occupant) -> Bool { identity == other.identity }

  /// Gives a new file the owner, as far as the system lets, and the rights of this one.
  func giveRights(to file: Int32) -> Bool {
    _ = fchown(file, status.st_uid, status.st_gid)
    return fchmod(file, mode & 0o777) == 0
  }
}

/// Linux's `O_PATH` and `O_TMPFILE`, macros that Swift does not see.
private let pathOnly: Int32 = 0o10000000
private let unnamed = 0o20000000 | O_DIRECTORY
