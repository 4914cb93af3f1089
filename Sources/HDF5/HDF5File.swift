import CHDF5
import Glibc

/// An HDF5 file that the library has opened in this process: groups, datasets and attributes by
/// their paths.
///
/// What is to be read, but for our own files, goes through `HDF5Reader`.
/// The file is closed when the value goes out of scope. The library is safe for threads through one
/// global lock.
package struct HDF5File: ~Copyable {
  /// Where the file lies.
  package let path: String
  let handle: Handle

  /// Opens a file to read it: the library may never return, so that only `HDF5Service` does.
  init(reading path: String) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    self.path = path
    let id = H5Fopen(path, spiketop_h5_read_only(), spiketop_h5_default())
    guard let handle = Handle(id, close: H5Fclose) else {
      throw HDF5Error(
        file: path, object: "/", reason: "no intact HDF5 file: of another kind, or half written")
    }
    self.handle = handle
  }

  /// Opens a file that has no name any more: the library asks for the names of files, and so it
  /// gets the bytes of this one.
  ///
  /// - Parameter descriptor: The file, which stays open.
  init(readingUnnamed descriptor: Int32) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    path = "/"
    guard var image = Self.bytes(of: descriptor),
      let access = Handle(H5Pcreate(spiketop_h5_file_access()), close: H5Pclose),
      spiketop_h5_keep_in_memory(access.id, Self.growth) >= 0,
      image.withUnsafeMutableBytes({ H5Pset_file_image(access.id, $0.baseAddress, $0.count) }) >= 0,
      let handle = Handle(H5Fopen("image", spiketop_h5_read_only(), access.id), close: H5Fclose)
    else {
      throw HDF5Error(
        file: path, object: "/", reason: "no intact HDF5 file: of another kind, or half written")
    }
    self.handle = handle
  }

  /// All bytes of a file; `nil` where they cannot be had.
  private static func bytes(of descriptor: Int32) -> [UInt8]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      while count < size {
        let done = pread(descriptor, start + count, size - count, off_t(count))
        if done <= 0 { return }
        count += done
      }
    }
    return bytes.count == size ? bytes : nil
  }

  /// Creates a file in memory, which is gone with the value.
  init(inMemory name: String) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    path = name
    guard let access = Handle(H5Pcreate(spiketop_h5_file_access()), close: H5Pclose),
      spiketop_h5_keep_in_memory(access.id, Self.growth) >= 0,
      let handle = Handle(
        H5Fcreate(name, spiketop_h5_truncate(), spiketop_h5_default(), access.id), close: H5Fclose)
    else { throw HDF5Error(file: name, object: "/", reason: "cannot be created in memory") }
    self.handle = handle
  }

  /// By how much a file in memory grows at least, in bytes.
  private static let growth = 1 << 16

  func error(_ object: String, _ reason: String) -> HDF5Error {
    HDF5Error(file: path, object: object, reason: reason)
  }
}
