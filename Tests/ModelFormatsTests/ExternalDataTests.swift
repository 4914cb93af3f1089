import Foundation
import ModelFormats
import Networks
import Testing

/// Weights in a file beside the model, as the default export of PyTorch writes them.
@Suite struct ExternalDataTests {
  typealias Models = ONNXModels

  /// The error of reading `y = w · x` for one number, with `w` at the given place.
  private func read(
    _ keys: [String: String], data: Data = Data([0, 0, 0, 0, 0, 0, 0x40, 0x40]),
    links: [String: String] = [:]
  ) throws -> Result<AnalogNetwork, FormatError> {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try data.write(to: folder.appending(path: "m.onnx.data"))
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: name).path, withDestinationPath: target)
    }
    let weight = Onnx_TensorProto.with {
      $0.name = "w"
      $0.dataType = 1
      $0.dims = [1, 1]
      $0.dataLocation = 1
      $0.externalData = keys.map { key, value in
        .with {
          $0.key = key
          $0.value = value
        }
      }
    }
    let model = Models.model([Models.node("MatMul", ["x", "w"], "y")], [weight], input: [1, 1])
    let file = folder.appending(path: "m.onnx")
    try (model.serializedData() as Data).write(to: file)
    do throws(FormatError) {
      return .success(try ONNXReader.network(at: file.path))
    } catch { return .failure(error) }
  }

  /// 16 GiB in a machine with one: refused before any of it is asked for.
  ///
  /// The file has a hole of that size, which takes no room.
  @Test func weightsBeyondMemoryAreRefusedWithTheFigure() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appending(path: "w.data").path
    try Data().write(to: URL(filePath: data))
    try #require(truncate(data, 1 << 34) == 0)
    let file = folder.appending(path: "m.onnx").path

    #expect(
      throws: FormatError.unavailable(
        file: file,
        reason: "its weights take 16.0 GiB of memory, and 1.0 GiB are free; take a smaller network "
          + "or a machine with more")
    ) { try ONNXReader.network(from: Self.huge(at: "w.data"), file: file, memory: 1 << 30) }
  }

  /// A shape of 16 GiB without the numbers is damage, however little memory there is.
  @Test(arguments: [nil, "absent"])
  func weightsThatAreNotThereAreNoShortageOfMemory(location: String?) {
    #expect {
      try ONNXReader.network(from: Self.huge(at: location), file: "m.onnx", memory: 1 << 30)
    } throws: { error in
      guard let error = error as? FormatError else { return false }
      switch error {
      case .malformed(_, "w", _), .externalData(_, "w", _): return true
      default: return false
      }
    }
  }

  /// A layer of 2^32 weights, in a file beside the model or nowhere.
  private static func huge(at location: String?) -> Onnx_ModelProto {
    let weight = Onnx_TensorProto.with {
      $0.name = "w"
      $0.dataType = 1
      $0.dims = [1, 1 << 32]
      guard let location else { return }
      $0.dataLocation = 1
      $0.externalData = [
        .with {
          $0.key = "location"
          $0.value = location
        }
      ]
    }
    return Models.model([Models.node("MatMul", ["x", "w"], "y")], [weight], input: [1, 1])
  }

  @Test func weightsAreReadAtTheirOffset() throws {
    let network = try read(["location": "m.onnx.data", "offset": "4", "length": "4"]).get()

    guard case .affine(let layer) = network.nodes[1].operation else {
      Issue.record("no affine layer")
      return
    }
    #expect(layer.weight.elements == [3])
  }

  @Test(arguments: [
    ["location": "../m.onnx.data"], ["location": "/etc/passwd"], ["location": "a/../../b"],
    ["location": ""], ["location": "absent"], ["location": "."], [:],
    ["location": "m.onnx.data", "offset": "8"],
    ["location": "m.onnx.data", "offset": "-4"],
    ["location": "m.onnx.data", "offset": "9223372036854775807"],
    ["location": "m.onnx.data", "length": "8"], ["location": "m.onnx.data", "length": "x"],
  ])
  func otherPlacesAreRefused(keys: [String: String]) throws {
    guard case .failure(.externalData(_, let tensor, _)) = try read(keys) else {
      Issue.record("\(keys) was accepted")
      return
    }
    #expect(tensor == "w")
  }

  /// A slash with an accent is a slash to the system that opens the file.
  @Test(arguments: ["../\u{301}x", "/\u{301}x", "a/../\u{301}x"])
  func accentsHideNoWayOutOfTheFolder(location: String) throws {
    guard case .failure(.externalData(_, _, let what)) = try read(["location": location]) else {
      Issue.record("\(location) was accepted")
      return
    }
    #expect(what.contains("is not a file beside the model"))
  }

  /// A link beside the model must not lead out of its folder, one within may.
  @Test func linksOutOfTheFolderAreRefused() throws {
    let outside = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).data")
    try Data(count: 8).write(to: outside)
    defer { try? FileManager.default.removeItem(at: outside) }

    guard
      case .failure(.externalData(_, _, let what)) = try read(
        ["location": "link"], links: ["link": outside.path])
    else {
      Issue.record("a file outside was read")
      return
    }
    #expect(what.contains("out of the model's folder"))
    #expect(throws: Never.self) {
      try read(["location": "link", "length": "4"], links: ["link": "m.onnx.data"]).get()
    }
  }
}
