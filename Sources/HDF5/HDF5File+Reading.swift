import CHDF5

/// The contents of a dataset or an attribute, in row-major order.
package struct HDF5Array<Element: Equatable & Sendable>: Equatable, Sendable {
  /// Empty for a single value.
  package var shape: [Int]
  /// In row-major order.
  package var elements: [Element]

  package init(shape: [Int], elements: [Element]) {
    self.shape = shape
    self.elements = elements
  }
}

/// What the values of a dataset or an attribute are.
package enum HDF5ElementType: Equatable, Sendable {
  case integer, float, string, other
}

extension HDF5File {
  /// What the values of a dataset are; `nil` if there is no such dataset.
  package func elementType(of dataset: String) -> HDF5ElementType? {
    guard kind(of: dataset) == .dataset, let source = try? Source(dataset: dataset, in: self) else {
      return nil
    }
    return source.elementType
  }

  /// Reads a dataset of integers or floats.
  package func numbers<Number: HDF5Number>(
    _ dataset: String, as: Number.Type = Number.self
  ) throws(HDF5Error) -> HDF5Array<Number> {
    try Source(dataset: dataset, in: self).numbers()
  }

  /// Reads a dataset of strings, of fixed or variable length.
  package func strings(_ dataset: String) throws(HDF5Error) -> HDF5Array<String> {
    try Source(dataset: dataset, in: self).strings()
  }

  /// Whether a group or dataset has an attribute.
  package func hasAttribute(_ name: String, of object: String) -> Bool {
    H5Aexists_by_name(handle.id, object, name, spiketop_h5_default()) > 0
  }

  /// Reads an attribute of integers or floats.
  package func numbers<Number: HDF5Number>(
    attribute name: String, of object: String, as: Number.Type = Number.self
  ) throws(HDF5Error) -> HDF5Array<Number> {
    try Source(attribute: name, of: object, in: self).numbers()
  }

  /// Reads an attribute of strings.
  package func strings(
    attribute name: String, of object: String
  ) throws(HDF5Error) -> HDF5Array<String> {
    try Source(attribute: name, of: object, in: self).strings()
  }
}

/// A dataset or an attribute that is open to be read.
private struct Source: ~Copyable {
  private let object: Handle
  private let type: Handle
  private let shape: [Int]
  private let count: Int
  private let read: (hid_t, hid_t, UnsafeMutableRawPointer) -> herr_t
  private let file: String
  private let name: String

  init(dataset name: String, in file: borrowing HDF5File) throws(HDF5Error) {
    let object = Handle(H5Dopen2(file.handle.id, name, spiketop_h5_default()), close: H5Dclose)
    guard let object else { throw file.error(name, "is no dataset") }
    let (type, space) = (H5Dget_type(object.id), H5Dget_space(object.id))
    try self.init(object, type: type, space: space, name: name, in: file) { object, type, target in
      H5Dread(
        object, type, spiketop_h5_all(), spiketop_h5_all(), spiketop_h5_default(), target)
    }
  }

  init(
    attribute: String, of parent: String, in file: borrowing HDF5File
  ) throws(HDF5Error) {
    let id = H5Aopen_by_name(
      file.handle.id, parent, attribute, spiketop_h5_default(), spiketop_h5_default())
    guard let object = Handle(id, close: H5Aclose) else {
      throw file.error(parent, "has no attribute '\(attribute)'")
    }
    let (type, space) = (H5Aget_type(object.id), H5Aget_space(object.id))
    try self.init(
      object, type: type, space: space, name: "\(parent)@\(attribute)", in: file, read: H5Aread)
  }

  private init(
    _ object: consuming Handle, type: hid_t, space: hid_t, name: String,
    in file: borrowing HDF5File, read: @escaping (hid_t, hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) {
    guard let type = Handle(type, close: H5Tclose), let space = Handle(space, close: H5Sclose)
    else { throw file.error(name, "is damaged") }
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard rank >= 0 else { throw file.error(name, "holds nothing") }
    var lengths = [hsize_t](repeating: 0, count: Int(rank))
    _ = H5Sget_simple_extent_dims(space.id, &lengths, nil)
    let bytes = lengths.reduce(Double(H5Tget_size(type.id))) { $0 * Double($1) }
    // Compression makes a file at most about a thousand times smaller than what it holds.
    guard bytes <= 2_000 * Double(max(file.size, 1 << 16)) else {
      throw file.error(name, "claims more values than such a file can hold")
    }
    self.object = object
    self.type = type
    self.read = read
    self.file = file.path
    self.name = name
    shape = lengths.map { Int($0) }
    count = shape.reduce(1, *)
  }

  private func error(_ reason: String) -> HDF5Error {
    HDF5Error(file: file, object: name, reason: reason)
  }

  var elementType: HDF5ElementType {
    switch H5Tget_class(type.id) {
    case H5T_INTEGER: .integer
    case H5T_FLOAT: .float
    case H5T_STRING: .string
    default: .other
    }
  }

  func numbers<Number: HDF5Number>() throws(HDF5Error) -> HDF5Array<Number> {
    guard [.integer, .float].contains(elementType) else { throw error("holds no numbers") }
    var elements = [Number](repeating: .zero, count: count)
    let status = elements.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { read(object.id, Number.nativeType, $0) } ?? 0
    }
    guard status >= 0 else { throw error("cannot be read") }
    return HDF5Array(shape: shape, elements: elements)
  }

  func strings() throws(HDF5Error) -> HDF5Array<String> {
    guard elementType == .string else { throw error("holds no text") }
    let texts = H5Tis_variable_str(type.id) > 0 ? variableStrings() : fixedStrings()
    guard let texts else { throw error("cannot be read") }
    return HDF5Array(shape: shape, elements: texts)
  }

  private func variableStrings() -> [String]? {
    guard count > 0 else { return [] }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    let status = pointers.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { read(object.id, type.id, $0) } ?? -1
    }
    guard status >= 0 else { return nil }
    defer { for pointer in pointers { _ = H5free_memory(pointer) } }
    return pointers.map { $0.map { String(cString: $0) } ?? "" }
  }

  /// Shorter ones end with a zero, or are filled with spaces.
  private func fixedStrings() -> [String]? {
    let length = H5Tget_size(type.id)
    var bytes = [UInt8](repeating: 0, count: max(count * length, 1))
    let status = bytes.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { read(object.id, type.id, $0) } ?? -1
    }
    guard status >= 0 else { return nil }
    return (0..<count).map { index in
      let text = bytes[(index * length)..<((index + 1) * length)].prefix { $0 != 0 }
      return String(decoding: text, as: UTF8.self).trimmingSuffix { $0 == " " }
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
    String(reversed().drop(while: isDropped).reversed())
  }
}
