import Foundation
import ModelFormats
import Testing

@Suite struct ModelCardTests {
  private func read(_ text: String) throws -> ModelCard {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ModelCard.card(at: file.path)
  }

  @Test func everyFieldIsOptional() throws {
    #expect(try read("{}") == read(#"{"unknown": 1}"#))
  }

  @Test func fieldsAreRead() throws {
    let card = try read(
      #"{"input": {"shape": [1,1,2,2], "mean": [0.5], "std": [2]}, "test_accuracy": 0.5}"#)

    #expect(card.input?.mean == [0.5])
    #expect(card.testAccuracy == 0.5)
  }

  @Test(arguments: [
    (#"{"input": {"shape": [1,3,2,2], "mean": [0.5]}}"#, "input.mean"),
    (#"{"input": {"std": [0]}}"#, "input.std"), (#"{"input": {"shape": [28]}}"#, "input.shape"),
    (#"{"input": {"shape": [1,"a"]}}"#, "input.shape.1"), (#"{"classes": "cat"}"#, "classes"),
    (#"{"test_accuracy": 92}"#, "test_accuracy"), ("[", ""), ("", ""), ("[]", ""),
    (#"{"input": {"layout": "NHWC"}}"#, "input.layout"),
  ])
  func mistakesAreNamed(text: String, expected: String) {
    do {
      _ = try read(text)
      Issue.record("\(text) was accepted")
    } catch FormatError.card(let file, let key, _) {
      #expect(key == expected)
      #expect(file.hasSuffix(".json"))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func theCardOfAModelStandsBesideIt() throws {
    #expect(ModelCard.path(besideModel: "/a/b/net.onnx") == "/a/b/net.json")
    #expect(try ModelCard.card(besideModel: "/absent/net.onnx") == nil)
  }

  /// Conversions and reports of other programs lie beside models too.
  @Test(arguments: [
    "{}", #"{"format": "spiketop-network", "version": 1, "model": "net", "layers": []}"#,
    #"{"format": "spiketop-network", "name": "net", "classes": 3}"#, #"{"conv1": 1.5}"#,
    #"{"accuracy": {"T": [1]}}"#,
  ])
  func objectsWithoutAKeyOfACardAreNoCards(text: String) throws {
    let model = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).onnx").path
    let file = URL(filePath: ModelCard.path(besideModel: model))
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }

    #expect(try ModelCard.card(besideModel: model) == nil)
  }
}
