import CHDF5
import Foundation

/// An open HDF5 file: groups, datasets and attributes by their paths.
///
/// The file is closed when the value goes out of scope. The library is safe for threads through one
/// global lock.
package struct HDF5File: ~Copyable {
  /// Where the file lies.
  package let path: String
  let handle: Handle

  /// The size of the file when it was opened, in bytes; 0 for a new one.
  let size: Int

  /// Opens a file to read it.
  package init(reading path: String) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    self.path = path
    size = ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
    let id = H5Fopen(path, spiketop_h5_read_only(), spiketop_h5_default())
    guard let handle = Handle(id, close: H5Fclose) else {
      throw HDF5Error(file: path, object: "/", reason: "not an intact HDF5 file")
    }
    self.handle = handle
  }

  /// Creates a file, or empties the one that is there.
  package init(creating path: String) throws(HDF5Error) {
    _ = spiketop_h5_silence()
    self.path = path
    size = 0
    let id = H5Fcreate(path, spiketop_h5_truncate(), spiketop_h5_default(), spiketop_h5_default())
    guard let handle = Handle(id, close: H5Fclose) else {
      throw HDF5Error(file: path, object: "/", reason: "cannot be created")
    }
    self.handle = handle
  }

  /// What there is at a path.
  package enum Kind: Equatable, Sendable {
    case group, dataset
  }

  /// What there is at a path; `nil` if there is nothing, or something else.
  package func kind(of object: String) -> Kind? {
    guard let object = Handle(H5Oopen(handle.id, object, spiketop_h5_default()), close: H5Oclose)
    else { return nil }
    switch H5Iget_type(object.id) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    default: return nil
    }
  }

  /// The names in a group, in alphabetical order.
  package func names(in group: String) throws(HDF5Error) -> [String] {
    guard let opened = Handle(H5Gopen2(handle.id, group, spiketop_h5_default()), close: H5Gclose)
    else { throw error(group, "is no group") }
    var information = H5G_info_t()
    guard H5Gget_info(opened.id, &information) >= 0 else { throw error(group, "is damaged") }
    var names: [String] = []
    for index in 0..<information.nlinks {
      let length = H5Lget_name_by_idx(
        opened.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, spiketop_h5_default())
      guard length >= 0 else { throw error(group, "is damaged") }
      var text = [CChar](repeating: 0, count: length + 1)
      _ = H5Lget_name_by_idx(
        opened.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &text, text.count,
        spiketop_h5_default())
      names.append(String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return names
  }

  func error(_ object: String, _ reason: String) -> HDF5Error {
    HDF5Error(file: path, object: object, reason: reason)
  }

  /// Writes what the library still holds.
  package func flush() throws(HDF5Error) {
    guard H5Fflush(handle.id, H5F_SCOPE_GLOBAL) >= 0 else { throw error("/", "cannot be written") }
  }
}
