import CHDF5
import Foundation

/// The bytes of an HDF5 file that is made in memory by calls of the library, in any way it allows.
///
/// - Parameter make: Gets the file, or what stands for it.
func hdf5(_ make: (HDF5Making) -> Void) -> [UInt8] {
  // The library may not be called by two threads at once.
  HDF5Making.lock.withLock {
    _ = spiketop_h5_silence()
    let access = H5Pcreate(spiketop_h5_file_access())
    defer { H5Pclose(access) }
    H5Pset_fapl_core(access, 1 << 16, false)
    let name = "hostile-\(UUID()).h5"
    let file = H5Fcreate(name, spiketop_h5_truncate(), spiketop_h5_default(), access)
    guard file >= 0 else { return [] }
    make(HDF5Making(file: file))
    H5Fflush(file, H5F_SCOPE_GLOBAL)
    let size = H5Fget_file_image(file, nil, 0)
    var bytes = [UInt8](repeating: 0, count: max(size, 0))
    H5Fget_file_image(file, &bytes, bytes.count)
    H5Fclose(file)
    return bytes
  }
}

/// A file in the making; what cannot be made is left out.
struct HDF5Making {
  let file: hid_t

  fileprivate static let lock = NSRecursiveLock()

  /// How a dataset is kept.
  struct Storage {
    /// The sides of chunks; `nil` for one piece.
    var chunk: [Int]?
    /// 0 for as it is, to 9.
    var packing: UInt32 = 0
    /// Whether the values are written at all.
    var isWritten = true
    /// A file beside, and where in it.
    var external: String?
  }

  func group(_ path: String) {
    H5Gclose(H5Gcreate2(file, path, parents, normal, normal))
  }

  func floats(_ path: String, _ shape: [Int], _ values: [Float], _ storage: Storage = Storage()) {
    dataset(path, spiketop_h5_float(), shape, storage, values)
  }

  func doubles(_ path: String, _ shape: [Int], _ values: [Double], _ storage: Storage = Storage()) {
    dataset(path, spiketop_h5_double(), shape, storage, values)
  }

  /// Packed zeros, of which one chunk is made and written in all places.
  ///
  /// - Parameters:
  ///   - type: Of eight or of four bytes.
  ///   - rows: How many are in a chunk; a part of all.
  func zeros(_ path: String, _ type: hid_t, _ shape: [Int], rows: Int) {
    let chunk = [rows] + shape.dropFirst()
    let packed = PNGFile.packed(
      [UInt8](repeating: 0, count: chunk.reduce(H5Tget_size(type), *)))
    let space = self.space(shape)
    let properties = H5Pcreate(spiketop_h5_dataset_creation())
    H5Pset_chunk(properties, Int32(chunk.count), chunk.map { hsize_t($0) })
    H5Pset_deflate(properties, 9)
    let id = H5Dcreate2(file, path, type, space, parents, properties, normal)
    for row in stride(from: 0, to: shape[0], by: rows) {
      let place = [hsize_t(row)] + shape.dropFirst().map { _ in 0 }
      H5Dwrite_chunk(id, normal, 0, place, packed.count, packed)
    }
    H5Dclose(id)
    H5Pclose(properties)
    H5Sclose(space)
  }

  func integers(_ path: String, _ shape: [Int], _ values: [Int64], _ storage: Storage = Storage()) {
    dataset(path, spiketop_h5_int64(), shape, storage, values)
  }

  /// Strings of fixed length, as long as the longest.
  func texts(_ path: String, _ shape: [Int], _ values: [String]) {
    let length = max(values.map(\.utf8.count).max() ?? 0, 1)
    let type = H5Tcopy(spiketop_h5_c_string())
    H5Tset_size(type, length)
    let bytes = values.flatMap { text in
      Array(text.utf8) + Array(repeating: 0, count: length - text.utf8.count)
    }
    dataset(path, type, shape, Storage(), bytes)
    H5Tclose(type)
  }

  func text(_ path: String, _ value: String) { texts(path, [], [value]) }

  func attribute(_ name: String, of path: String, _ text: String) {
    let type = H5Tcopy(spiketop_h5_c_string())
    H5Tset_size(type, max(text.utf8.count, 1))
    let space = H5Screate(H5S_SCALAR)
    let attribute = H5Acreate_by_name(file, path, name, type, space, normal, normal, normal)
    H5Awrite(attribute, type, Array(text.utf8) + [0])
    H5Aclose(attribute)
    H5Sclose(space)
    H5Tclose(type)
  }

  /// Another name of something in the file.
  func hardLink(_ name: String, to target: String) {
    H5Lcreate_hard(file, target, file, name, parents, normal)
  }

  func softLink(_ name: String, to target: String) {
    H5Lcreate_soft(target, file, name, parents, normal)
  }

  func externalLink(_ name: String, to target: String, of other: String) {
    H5Lcreate_external(other, target, file, name, parents, normal)
  }

  /// A dataset put together from one of another file.
  func virtual(_ path: String, _ shape: [Int], from source: String, of other: String) {
    let space = self.space(shape)
    let properties = H5Pcreate(spiketop_h5_dataset_creation())
    H5Pset_virtual(properties, space, other, source, space)
    H5Dclose(H5Dcreate2(file, path, spiketop_h5_float(), space, parents, properties, normal))
    H5Pclose(properties)
    H5Sclose(space)
  }

  /// A dataset that is made to hold nothing.
  func null(_ path: String) {
    let space = H5Screate(H5S_NULL)
    H5Dclose(H5Dcreate2(file, path, spiketop_h5_float(), space, parents, normal, normal))
    H5Sclose(space)
  }

  /// A dataset of two-byte structures.
  func structures(_ path: String, _ count: Int) {
    let type = H5Tcreate(H5T_COMPOUND, 8)
    H5Tinsert(type, "a", 0, spiketop_h5_float())
    dataset(path, type, [count], Storage(), [UInt8](repeating: 0, count: 8 * count))
    H5Tclose(type)
  }

  private var normal: hid_t { spiketop_h5_default() }

  /// Makes the groups that something lies in.
  private var parents: hid_t {
    let properties = H5Pcreate(spiketop_h5_link_creation())
    H5Pset_create_intermediate_group(properties, 1)
    return properties
  }

  private func space(_ shape: [Int]) -> hid_t {
    shape.isEmpty
      ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
  }

  private func dataset<Number: BitwiseCopyable>(
    _ path: String, _ type: hid_t, _ shape: [Int], _ storage: Storage, _ values: [Number]
  ) {
    let space = self.space(shape)
    let properties = H5Pcreate(spiketop_h5_dataset_creation())
    if let chunk = storage.chunk {
      H5Pset_chunk(properties, Int32(chunk.count), chunk.map { hsize_t($0) })
    }
    if storage.packing > 0 { H5Pset_deflate(properties, storage.packing) }
    if let external = storage.external { H5Pset_external(properties, external, 0, 1 << 20) }
    let id = H5Dcreate2(file, path, type, space, parents, properties, normal)
    if id >= 0, storage.isWritten {
      H5Dwrite(id, type, spiketop_h5_all(), spiketop_h5_all(), normal, values)
    }
    H5Dclose(id)
    H5Pclose(properties)
    H5Sclose(space)
  }
}
