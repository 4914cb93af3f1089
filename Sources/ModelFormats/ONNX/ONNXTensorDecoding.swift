import Foundation
import InputFiles
import PlainText

/// Turns the tensors of a file into constants.
struct ONNXTensorDecoding {
  /// The path of the model; external data are found beside it.
  let file: String

  /// The numbers of a tensor, from wherever the file keeps them.
  ///
  /// Throws if the size does not fit the shape, or if the type of the numbers is none of the
  /// float, integer and Boolean types of ONNX.
  func constant(_ tensor: Onnx_TensorProto) throws(FormatError) -> ONNXConstant {
    let shape = tensor.dims.map { Int($0) }
    let count = try count(of: tensor)
    let code = Int(tensor.dataType)
    guard let type = ElementType(rawValue: code) else {
      let what = "the element type \(ElementType.name(ofCode: code)) is not known"
      guard ElementType.isOfQuantisedModels(code: code) else { throw malformed(tensor, what) }
      throw .unsupported(
        file: file, node: tensor.name.isEmpty ? "a constant" : tensor.name,
        what: what + "; quantise the model to 8 bits")
    }
    let values: ONNXConstant.Values
    if let file = try externalFile(of: tensor) {
      let range = try range(of: tensor, in: file, count: count * type.size)
      values =
        type == .float32
        ? .floats(try read(file, range, as: Float.self, tensor))
        : try decode(Data(try read(file, range, as: UInt8.self, tensor)), type)
    } else if tensor.hasRawData {
      guard tensor.rawData.count == count * type.size else {
        throw malformed(
          tensor,
          "\(tensor.rawData.count) bytes for the shape \(shape) of \(type.size)-byte numbers")
      }
      values = try decode(tensor.rawData, type)
    } else {
      values = listedValues(tensor, type)
    }
    let constant = ONNXConstant(shape: shape, values, type: type)
    guard constant.count == count else {
      throw malformed(tensor, "\(constant.count) numbers for the shape \(shape)")
    }
    do {
      return try constant.converted(to: type)
    } catch {
      throw malformed(tensor, error.description)
    }
  }

  /// How many numbers the shape of a tensor asks for.
  func count(of tensor: Onnx_TensorProto) throws(FormatError) -> Int {
    guard let count = elementCount(tensor.dims.map { Int($0) }) else {
      throw malformed(tensor, "the shape \(tensor.dims.prefix(8)) is impossible")
    }
    return count
  }

  /// The file beside the model that holds a tensor; `nil` for one inside.
  func externalFile(of tensor: Onnx_TensorProto) throws(FormatError) -> InputFile? {
    guard tensor.dataLocation == 1 else { return nil }
    let location = tensor.externalData.last { $0.key == "location" }?.value ?? ""
    guard !location.isEmpty, !location.begins(with: "/"),
      !location.parts(between: "/").contains("..")
    else {
      throw external(tensor, "the location '\(location)' is not a file beside the model")
    }
    return try externalFile(location, tensor)
  }

  /// Numbers in the typed lists of the message.
  private func listedValues(
    _ tensor: Onnx_TensorProto, _ type: ElementType
  ) -> ONNXConstant.Values {
    switch type {
    case .float32: .floats(tensor.floatData)
    case .float64: .doubles(tensor.doubleData)
    case .float16:
      .floats(
        tensor.int32Data.map {
          Float(Float16(bitPattern: UInt16(truncatingIfNeeded: $0)))
        })
    case .bfloat16:
      .floats(tensor.int32Data.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0) << 16) })
    case .int64: .integers(tensor.int64Data.map { Int($0) })
    case .uint8, .int8, .int32, .bool: .integers(tensor.int32Data.map { Int($0) })
    }
  }

  private func decode(_ data: Data, _ type: ElementType) throws(FormatError) -> ONNXConstant.Values
  {
    switch type {
    case .float32: .floats(array(data, of: Float.self))
    case .float64: .doubles(array(data, of: Double.self))
    case .float16: .floats(array(data, of: Float16.self).map { Float($0) })
    case .bfloat16:
      .floats(array(data, of: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
    case .int64: .integers(array(data, of: Int64.self).map { Int($0) })
    case .int32: .integers(array(data, of: Int32.self).map { Int($0) })
    case .uint8, .bool: .integers(data.map { Int($0) })
    case .int8: .integers(array(data, of: Int8.self).map { Int($0) })
    }
  }

  /// Copies little-endian numbers, which may lie at any address.
  private func array<Number: BitwiseCopyable>(
    _ data: Data, of type: Number.Type
  ) -> [Number] {
    let count = data.count / MemoryLayout<Number>.size
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = data.copyBytes(to: buffer) / MemoryLayout<Number>.size
    }
  }

  /// Where the bytes of a tensor lie in a file beside the model.
  private func range(
    of tensor: Onnx_TensorProto, in data: InputFile, count: Int
  ) throws(FormatError) -> Range<Int> {
    var keys: [String: String] = [:]
    for entry in tensor.externalData { keys[entry.key] = entry.value }
    guard let offset = Int(keys["offset"] ?? "0"), offset >= 0,
      let length = Int(keys["length"] ?? String(count))
    else { throw external(tensor, "offset and length are not numbers") }
    guard length == count else {
      throw external(tensor, "\(length) bytes where the shape needs \(count)")
    }
    guard offset <= data.size, length <= data.size - offset else {
      throw external(tensor, "'\(data.path)' ends before byte \(offset) + \(length)")
    }
    return offset..<(offset + length)
  }

  /// A file in the folder of the model, or below; no link may lead out of it.
  private func externalFile(
    _ location: String, _ tensor: Onnx_TensorProto
  ) throws(FormatError) -> InputFile {
    let folder = URL(filePath: file).deletingLastPathComponent()
    let path = folder.appending(path: location).path
    if let place = resolved(path), let root = resolved(folder.path),
      !place.utf8.starts(with: (root.ends(with: "/") ? root : root + "/").utf8)
    {
      throw external(tensor, "the location '\(location)' is a link out of the model's folder")
    }
    do {
      return try InputFile(path)
    } catch {
      throw external(tensor, "\(error); keep '\(location)' beside the model")
    }
  }

  private func read<Number: BitwiseCopyable>(
    _ data: InputFile, _ range: Range<Int>, as type: Number.Type, _ tensor: Onnx_TensorProto
  ) throws(FormatError) -> [Number] {
    do {
      return try data.read(range, as: type)
    } catch {
      throw external(tensor, "\(error)")
    }
  }

  private func malformed(_ tensor: Onnx_TensorProto, _ what: String) -> FormatError {
    .malformed(file: file, node: tensor.name.isEmpty ? "a constant" : tensor.name, what: what)
  }

  private func external(_ tensor: Onnx_TensorProto, _ what: String) -> FormatError {
    .externalData(file: file, tensor: tensor.name, what: what)
  }
}

/// A path without symbolic links; `nil` where nothing has it.
private func resolved(_ path: String) -> String? {
  guard let place = realpath(path, nil) else { return nil }
  defer { free(place) }
  return String(cString: place)
}
