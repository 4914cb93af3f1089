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
    #expect(try read(#"{"reset": "soft"}"#).reset == .bySubtraction)
    #expect(try read(#"{"reset": "hard"}"#).reset == .toZero)
  }

  @Test(arguments: [
    (#"{"input": {"shape": [1,3,2,2], "mean": [0.5]}}"#, "input.mean"),
    (#"{"input": {"std": [0]}}"#, "input.std"), (#"{"input": {"shape": [28]}}"#, "input.shape"),
    (#"{"input": {"shape": [1,"a"]}}"#, "input.shape.1"), (#"{"classes": "cat"}"#, "classes"),
    (#"{"test_accuracy": 92}"#, "test_accuracy"), ("[", ""), ("", ""), ("[]", ""),
    (#"{"input": {"layout": "NHWC"}}"#, "input.layout"), (#"{"name": "a",}"#, ""),
    (#"{"name": "a", "name": "b"}"#, "name"), (#"{"spike_at": "at"}"#, "spike_at"),
    (#"{"reset": "none"}"#, "reset"), (#"{"reset": 1}"#, "reset"),
    (#"{"input": {"mean": [0], "mean": [1]}}"#, "input.mean"),
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

  /// A number that cannot be meant is shown as the file has it.
  @Test(arguments: [
    (#"{"input": {"scale": 1e-300}}"#, "input.scale", "is 1e-300"),
    (#"{"input": {"std": [1, 1e999]}}"#, "input.std.1", "is 1e999"),
    (#"{"input": {"shape": [1, 1.5, 8, 8]}}"#, "input.shape.1", "is 1.5"),
    (#"{"time_steps": 0.5}"#, "time_steps", "is 0.5"),
  ])
  func numbersAreShownAsTheyAreWritten(text: String, key: String, words: String) {
    #expect {
      try read(text)
    } throws: { error in
      guard case FormatError.card(_, key, let what) = error else { return false }
      return what.hasPrefix(words)
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
    let finding = try finding(text)

    #expect(finding.card == nil)
    let isOwn = text.contains("spiketop-network")
    #expect(finding.remarks.count == (isOwn ? 0 : 1))
    #expect(finding.remarks.allSatisfy { $0.contains("is no model card") })
  }

  /// Nothing that seems to be meant for the card is passed over without a word.
  @Test(arguments: [
    (#"{"mean": [0.5], "std": [2]}"#, ["put it into 'input'"]),
    (#"{"clases": ["a"]}"#, ["did you mean 'classes'"]),
    (#"{"input": {"scal": 0.5}}"#, ["'input.scal' is unknown", "did you mean 'scale'"]),
    (#"{"input": {"crop": 8}}"#, ["'input.crop' is unknown", "shape, layout, scale, mean, std"]),
    (#"{"name": "net", "scale": 0.5}"#, ["'scale' is not used there"]),
    (#"{"name": "net", "Classes": []}"#, ["did you mean 'classes'"]),
  ])
  func keysThatAreNotUsedAreRemarked(text: String, words: [String]) throws {
    let remarks = try finding(text).remarks

    #expect(remarks.count == 1 && words.allSatisfy(remarks[0].contains), "\(remarks)")
  }

  /// A card may say more than this program asks, which is said.
  @Test func otherKeysAreNamed() throws {
    let finding = try finding(#"{"name": "net", "neuron": "IF", "licence": {"mean": 1}}"#)

    #expect(finding.card?.name == "net" && finding.remarks.count == 1)
    #expect(finding.remarks[0].contains("'neuron', 'licence'"))
  }

  private func finding(_ text: String) throws -> ModelCard.Finding {
    let model = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).onnx").path
    let file = URL(filePath: ModelCard.path(besideModel: model))
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ModelCard.finding(besideModel: model)
  }
}
