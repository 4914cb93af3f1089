import CHDF5

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
