import CHDF5
import Foundation

/// A dataset or an attribute that is open to be read.
struct HDF5Source: ~Copyable {
  private let object: Handle
  private let type: Handle
  private let isDataset: Bool
  private let file: String
  private let name: String

  /// Empty for a single value.
  let shape: [Int]
  let count: Int

  /// - Throws: `HDF5Error` if there is nothing, or values that are not in this file.
  init(_ place: HDF5Place, in file: borrowing HDF5File) throws(HDF5Error) {
    let opened: Handle?
    if let attribute = place.attribute {
      let id = H5Aopen_by_name(
        file.handle.id, place.object, attribute, spiketop_h5_default(), spiketop_h5_default())
      opened = Handle(id, close: H5Aclose)
    } else {
      let id = H5Dopen2(file.handle.id, place.object, spiketop_h5_default())
      opened = Handle(id, close: H5Dclose)
    }
    guard let object = opened else {
      throw place.attribute.map { file.error(place.object, "has no attribute '\($0)'") }
        ?? file.error(place.object, "is no dataset")
    }
    let isDataset = place.attribute == nil
    let types = isDataset ? H5Dget_type(object.id) : H5Aget_type(object.id)
    let spaces = isDataset ? H5Dget_space(object.id) : H5Aget_space(object.id)
    guard let type = Handle(types, close: H5Tclose), let space = Handle(spaces, close: H5Sclose)
    else { throw file.error(place.name, "is damaged") }
    guard let extent = HDF5Extent(space) else { throw file.error(place.name, "holds nothing") }
    if isDataset, extent.count > 0 {
      let storage = HDF5Storage(dataset: object.id, lengths: extent.lengths, file: file.handle.id)
      if let problem = storage.problem { throw file.error(place.name, problem) }
    }
    (shape, count) = (extent.lengths, extent.count)
    self.isDataset = isDataset
    self.file = file.path
    name = place.name
    self.object = object
    self.type = type
  }

  private func error(_ reason: String, _ cause: HDF5Error.Cause = .contents) -> HDF5Error {
    HDF5Error(file: file, object: name, reason: reason, cause: cause)
  }

  var elementType: HDF5ElementType {
    switch H5Tget_class(type.id) {
    case H5T_INTEGER: .integer
    case H5T_FLOAT: .float
    case H5T_STRING: .string
    default: .other
    }
  }

  /// Integers or floats, as numbers of a type.
  func numbers(
    _ number: HDF5NumberType, budget: inout ReadingBudget
  ) throws(HDF5Error) -> HDF5Values {
    guard [.integer, .float].contains(elementType) else { throw error("holds no numbers") }
    let values = try values(of: number.native, size: number.size, &budget)
    if number == .int64, let problem = problem(asWholeNumbers: values) { throw error(problem) }
    return values
  }

  /// What the library has changed on the way, since no whole number of 64 bits is like it.
  private func problem(asWholeNumbers values: borrowing HDF5Values) -> String? {
    if elementType == .float { return "holds floats, where whole numbers belong" }
    let isWide = H5Tget_sign(type.id) == H5T_SGN_NONE && H5Tget_size(type.id) >= 8
    // What is larger has become the largest.
    let isCut = isWide && values.bytes.bindMemory(to: Int64.self).contains(.max)
    return isCut ? "holds a number above 2^63 - 2, which is not taken" : nil
  }

  /// Strings of fixed or variable length.
  func strings(budget: inout ReadingBudget) throws(HDF5Error) -> [String] {
    guard elementType == .string else { throw error("holds no text") }
    let isVariable = H5Tis_variable_str(type.id) > 0
    let size = H5Tget_size(type.id)
    let values = try values(of: type.id, size: size, &budget)
    let texts = isVariable ? variableStrings(values) : fixedStrings(values, length: size)
    if let problem = budget.take(texts.reduce(0.0) { $0 + Double($1.utf8.count) }) {
      throw error(problem)
    }
    return texts
  }

  private func values(
    of type: hid_t, size: Int, _ budget: inout ReadingBudget
  ) throws(HDF5Error) -> HDF5Values {
    if let problem = budget.take(Double(count) * Double(size)) { throw error(problem) }
    guard let values = HDF5Values(byteCount: count * size) else { throw lackOfMemory(budget) }
    guard count > 0 else { return values }
    let all = spiketop_h5_all()
    let status =
      isDataset
      ? H5Dread(object.id, type, all, all, spiketop_h5_default(), values.start)
      : H5Aread(object.id, type, values.start)
    guard status >= 0 else {
      throw spiketop_h5_lacked_memory() != 0 ? lackOfMemory(budget) : error("cannot be read")
    }
    return values
  }

  /// By whose limit there is not so much memory.
  private func lackOfMemory(_ budget: ReadingBudget) -> HDF5Error {
    if let limit = budget.outerLimit {
      return error(HDF5Error.scarceMemory(limit), .resources)
    }
    return error("takes more memory to read than there is for a file of this size", .damaged)
  }

  private func variableStrings(_ values: borrowing HDF5Values) -> [String] {
    let pointers = values.bytes.bindMemory(to: UnsafeMutablePointer<CChar>?.self)
    defer { for pointer in pointers { _ = H5free_memory(pointer) } }
    return pointers.map { $0.map { String(cString: $0) } ?? "" }
  }

  /// Shorter ones end with a zero, or are filled with spaces.
  private func fixedStrings(_ values: borrowing HDF5Values, length: Int) -> [String] {
    let bytes = values.bytes
    return (0..<count).map { index in
      let text = bytes[(index * length)..<((index + 1) * length)].prefix { $0 != 0 }
      return String(decoding: text, as: UTF8.self).trimmingSuffix { $0 == " " }
    }
  }
}

/// Values as the library leaves them in memory, freed when they go out of scope.
struct HDF5Values: ~Copyable {
  fileprivate let start: UnsafeMutableRawPointer
  let bytes: UnsafeRawBufferPointer

  /// - Returns: `nil` if there is not so much memory.
  fileprivate init?(byteCount: Int) {
    guard let start = calloc(max(byteCount, 1), 1) else { return nil }
    self.start = start
    bytes = UnsafeRawBufferPointer(start: start, count: byteCount)
  }

  deinit { free(start) }
}

extension String {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
    String(reversed().drop(while: isDropped).reversed())
  }
}
