import Datasets
import Foundation
import Testing

/// Files that people give in place of a model: each is named, with the line that leads to one.
@Suite struct ForeignModelTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private static let safetensors =
    Data([60, 0, 0, 0, 0, 0, 0, 0])
    + Data(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      "#.utf8) + Data(count: 4)

  @Test(arguments: [
    ("net.safetensors", safetensors, ["safetensors", "load_state_dict", "torch.onnx.export"]),
    (
      "net.tflite", Data([28, 0, 0, 0]) + Data("TFL3".utf8) + Data(count: 40),
      ["TensorFlow Lite", "tf2onnx.convert --tflite"]
    ),
    ("saved_model.pb", Data([8, 1, 18, 4]), ["SavedModel", "tf2onnx.convert --saved-model"]),
    (
      "net.onnx",
      Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n".utf8),
      ["git-lfs", "git lfs pull"]
    ),
    ("net.onnx", Data("\n<!DOCTYPE html>\n<html></html>".utf8), ["web page", "raw"]),
    ("net.onnx", Data(#"{"a": 1}"#.utf8), ["text file", "torch.onnx.export"]),
    (
      "old.pth",
      Data([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]),
      ["state dict", "load_state_dict"]
    ),
  ])
  func isNamedByItsContent(name: String, content: Data, mentions: [String]) throws {
    let path = try scratch.file(name, content)
    try expectRefusal(["inspect", path], 65, mentioning: [path] + mentions)
  }

  @Test func aFolderOfASavedModelIsNamed() throws {
    let folder = try scratch.directory("model")
    _ = try scratch.file("model/saved_model.pb", Data([8, 1]))
    try expectRefusal(["inspect", folder], 65, folder, "tf2onnx.convert --saved-model")
  }
}
