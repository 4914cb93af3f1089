import CHDF5
import Foundation

extension HDF5File {
  /// The content of a file that `body` fills.
  ///
  /// It is made in memory: the library locks files on disks, and processes that are started
  /// meanwhile inherit the lock. Takes twice the size of the file.
  ///
  /// - Throws: `HDF5Error` of what the format cannot hold, and for want of memory.
  package static func encoded(
    _ body: (borrowing HDF5File) throws(HDF5Error) -> Void
  ) throws(HDF5Error) -> Data {
    // The library takes files in memory for one file if they have one name.
    let file = try HDF5File(inMemory: "\(UUID().uuidString).h5")
    try body(file)
    return try file.image
  }

  /// The bytes that would lie on a disk.
  private var image: Data {
    get throws(HDF5Error) {
      guard H5Fflush(handle.id, H5F_SCOPE_GLOBAL) >= 0 else {
        throw error("/", "cannot be written")
      }
      let size = H5Fget_file_image(handle.id, nil, 0)
      guard size > 0 else { throw error("/", "cannot be written") }
      var image = Data(count: size)
      let copied = image.withUnsafeMutableBytes {
        H5Fget_file_image(handle.id, $0.baseAddress, $0.count)
      }
      guard copied == size else { throw error("/", "cannot be written") }
      return image
    }
  }

  /// Creates a group, and those that it lies in.
  package func createGroup(_ path: String) throws(HDF5Error) {
    let properties = try parentCreation()
    let id = H5Gcreate2(
      handle.id, path, properties.id, spiketop_h5_default(), spiketop_h5_default())
    guard Handle(id, close: H5Gclose) != nil else { throw error(path, "cannot be created") }
  }

  /// Writes a dataset of numbers, and the groups that it lies in.
  ///
  /// - Parameter shape: Empty for a single number.
  package func write<Number: HDF5Number>(
    _ elements: [Number], shape: [Int], to dataset: String
  ) throws(HDF5Error) {
    precondition(shape.reduce(1, *) == elements.count, "\(elements.count) elements for \(shape)")
    try create(dataset, type: Number.type.native, shape: shape) { id in
      elements.withUnsafeBytes { bytes in
        H5Dwrite(
          id, Number.type.native, spiketop_h5_all(), spiketop_h5_all(), spiketop_h5_default(),
          bytes.baseAddress)
      }
    }
  }

  /// Writes a dataset of strings of variable length, in UTF-8.
  ///
  /// - Parameter shape: Empty for a single string.
  package func write(_ texts: [String], shape: [Int], to dataset: String) throws(HDF5Error) {
    precondition(shape.reduce(1, *) == texts.count, "\(texts.count) elements for \(shape)")
    let type = try stringType()
    try create(dataset, type: type.id, shape: shape) { id in
      withPointers(to: texts) { pointers in
        H5Dwrite(
          id, type.id, spiketop_h5_all(), spiketop_h5_all(), spiketop_h5_default(), pointers)
      }
    }
  }

  /// Writes an attribute of numbers.
  package func write<Number: HDF5Number>(
    _ elements: [Number], shape: [Int], toAttribute name: String, of object: String
  ) throws(HDF5Error) {
    precondition(shape.reduce(1, *) == elements.count, "\(elements.count) elements for \(shape)")
    try create(attribute: name, of: object, type: Number.type.native, shape: shape) { id in
      elements.withUnsafeBytes { H5Awrite(id, Number.type.native, $0.baseAddress) }
    }
  }

  /// Writes an attribute of strings of variable length, in UTF-8.
  package func write(
    _ texts: [String], shape: [Int], toAttribute name: String, of object: String
  ) throws(HDF5Error) {
    precondition(shape.reduce(1, *) == texts.count, "\(texts.count) elements for \(shape)")
    let type = try stringType()
    try create(attribute: name, of: object, type: type.id, shape: shape) { id in
      withPointers(to: texts) { H5Awrite(id, type.id, $0) }
    }
  }

  /// Writes an attribute that is one of some named numbers, from 0 on: an HDF5 enumeration.
  package func write(
    choice: Int8, of names: [String], toAttribute name: String, of object: String
  ) throws(HDF5Error) {
    guard let type = Handle(H5Tenum_create(spiketop_h5_int8()), close: H5Tclose) else {
      throw error(object, "cannot take the attribute '\(name)'")
    }
    for (number, name) in names.enumerated() {
      var value = Int8(number)
      guard H5Tenum_insert(type.id, name, &value) >= 0 else {
        throw error(object, "cannot take the attribute '\(name)'")
      }
    }
    var value = choice
    try create(attribute: name, of: object, type: type.id, shape: []) { id in
      H5Awrite(id, type.id, &value)
    }
  }

  /// Creates a dataset, which `body` fills.
  private func create(
    _ dataset: String, type: hid_t, shape: [Int], _ body: (hid_t) -> herr_t
  ) throws(HDF5Error) {
    let properties = try parentCreation()
    let space = try space(shape, for: dataset)
    let id = H5Dcreate2(
      handle.id, dataset, type, space.id, properties.id, spiketop_h5_default(),
      spiketop_h5_default())
    guard let created = Handle(id, close: H5Dclose), body(created.id) >= 0 else {
      throw error(dataset, "cannot be written")
    }
  }

  /// Creates an attribute, which `body` fills.
  private func create(
    attribute name: String, of object: String, type: hid_t, shape: [Int],
    _ body: (hid_t) -> herr_t
  ) throws(HDF5Error) {
    let space = try space(shape, for: object)
    let id = H5Acreate_by_name(
      handle.id, object, name, type, space.id, spiketop_h5_default(), spiketop_h5_default(),
      spiketop_h5_default())
    guard let created = Handle(id, close: H5Aclose), body(created.id) >= 0 else {
      throw error(object, "cannot take the attribute '\(name)'")
    }
  }

  private func space(_ shape: [Int], for object: String) throws(HDF5Error) -> Handle {
    let id =
      shape.isEmpty
      ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil)
    guard let space = Handle(id, close: H5Sclose) else { throw error(object, "is too large") }
    return space
  }

  private func stringType() throws(HDF5Error) -> Handle {
    guard let type = Handle(H5Tcopy(spiketop_h5_c_string()), close: H5Tclose),
      H5Tset_size(type.id, spiketop_h5_variable()) >= 0, H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0
    else { throw error("/", "text cannot be written") }
    return type
  }

  private func parentCreation() throws(HDF5Error) -> Handle {
    guard let properties = Handle(H5Pcreate(spiketop_h5_link_creation()), close: H5Pclose),
      H5Pset_create_intermediate_group(properties.id, 1) >= 0
    else { throw error("/", "groups cannot be created") }
    return properties
  }
}

/// Calls `body` with an array of C strings.
private func withPointers(
  to texts: [String], _ body: (UnsafeRawPointer?) -> herr_t
) -> herr_t {
  var ends = [0]
  for text in texts { ends.append(ends[ends.count - 1] + text.utf8.count + 1) }
  let bytes = texts.flatMap { Array($0.utf8CString) }
  return bytes.withUnsafeBufferPointer { bytes in
    let pointers = ends.dropLast().map { start in bytes.baseAddress.map { $0 + start } }
    return pointers.withUnsafeBytes { body($0.baseAddress) }
  }
}
