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

  /// Creates a file, or empties the one that is there.
  package init(creating path: String) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    self.path = path
    let id = H5Fcreate(path, spiketop_h5_truncate(), spiketop_h5_default(), spiketop_h5_default())
    guard let handle = Handle(id, close: H5Fclose) else {
      throw HDF5Error(file: path, object: "/", reason: "cannot be created")
    }
    self.handle = handle
  }

  func error(_ object: String, _ reason: String) -> HDF5Error {
    HDF5Error(file: path, object: object, reason: reason)
  }

  /// Writes what the library still holds.
  package func flush() throws(HDF5Error) {
    guard H5Fflush(handle.id, H5F_SCOPE_GLOBAL) >= 0 else { throw error("/", "cannot be written") }
  }
}
