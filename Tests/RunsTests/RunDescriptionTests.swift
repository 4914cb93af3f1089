import Foundation
import Networks
import Runs
import Testing

/// The bytes of what run files and streams say of a run.
@Suite struct RunDescriptionTests {
  private static let text = """
    {"arguments":["run","net.onnx"],"classNames":["a","b"],"coding":{"cycles":{"phases":8}},\
    "dataset":"images","directory":"/home","image":3,"imageCount":5,"inputShape":[1,2,2],\
    "label":1,"layers":[{"name":"fc1","neuron":{"integrateAndFire":{"reset":{"bySubtraction":{}},\
    "threshold":1.5}},"shape":[6,1,1],"sources":[]},{"name":"fc2","neuron":{"readout":{}},\
    "shape":[2,1,1],"sources":[0]}],"logits":[0.5,-1],"method":"robust 99.9%",\
    "methodName":"robust","model":{"checksum":"0123456789abcdef","path":"/home/net.onnx"},\
    "name":"net","notes":["a note"],"program":"spiketop 0.1.0","steps":40}
    """

  private var description: RunDescription {
    RunDescription(
      program: "spiketop 0.1.0", arguments: ["run", "net.onnx"], directory: "/home",
      model: RunDescription.Model(path: "/home/net.onnx", checksum: "0123456789abcdef"),
      method: "robust 99.9%", methodName: "robust", notes: ["a note"], name: "net",
      inputShape: MapShape(channels: 1, height: 2, width: 2), coding: .cycles(phases: 8),
      layers: [
        RunDescription.Layer(
          name: "fc1", shape: MapShape(channels: 6),
          neuron: .integrateAndFire(threshold: 1.5, reset: .bySubtraction)),
        RunDescription.Layer(
          name: "fc2", shape: MapShape(channels: 2), neuron: .readout, sources: [0]),
      ], image: 3, imageCount: 5, dataset: "images", label: 1, classNames: ["a", "b"],
      logits: [0.5, -1], steps: 40)
  }

  @Test func isWrittenWithTheSameKeysAsEver() throws {
    #expect(String(decoding: description.json(), as: UTF8.self) == Self.text)
  }

  @Test func isReadAgain() throws {
    #expect(try RunDescription(json: Data(Self.text.utf8)) == description)
  }

  @Test func aLayerDrivenByOneThatIsNotThereIsRefused() {
    let text = Self.text.replacing(#""sources":[0]"#, with: #""sources":[2]"#)

    #expect(throws: DecodingError.self) { try RunDescription(json: Data(text.utf8)) }
  }

  /// What no run can be is refused before anything is computed with it.
  @Test(arguments: [
    (#""threshold":1.5"#, #""threshold":0"#), (#""threshold":1.5"#, #""threshold":"nan""#),
    (#""phases":8"#, #""phases":0"#), (#""phases":8"#, #""phases":9223372036854775807"#),
    (#""logits":[0.5,-1]"#, #""logits":[0.5]"#), (#""steps":40"#, #""steps":-9223372036854775808"#),
    (#""image":3"#, #""image":-3"#), (#""label":1"#, #""label":9223372036854775807"#),
    ("[6,1,1]", "[1048576,1048576,1048576]"), ("[1,2,2]", "[1048576,1048576,2]"),
  ])
  func anImpossibleNumberIsRefused(known: String, impossible: String) {
    let text = Self.text.replacing(known, with: impossible)

    #expect(text != Self.text)
    #expect(throws: DecodingError.self) { try RunDescription(json: Data(text.utf8)) }
  }

  @Test(arguments: [
    #"{"bistable":{"threshold":1,"phases":0,"delay":1}}"#,
    #"{"bistable":{"threshold":1,"phases":8,"delay":-9223372036854775808}}"#,
    #"{"bistable":{"threshold":1,"phases":-9223372036854775808,"delay":1}}"#,
    #"{"burst":{"threshold":1,"maximumSpikes":0}}"#,
    #"{"burst":{"threshold":-1,"maximumSpikes":5}}"#,
    #"{"burst":{"threshold":1,"maximumSpikes":1000000000}}"#,
    #"{"delayLine":{"steps":{"uniform":{"_0":4611686018427387904}}}}"#,
    #"{"delayLine":{"steps":{"uniform":{"_0":-1}}}}"#,
    #"{"delayLine":{"steps":{"perNeuron":{"_0":[1,2]}}}}"#, #"{"readout":{},"burst":{}}"#, "{}",
  ])
  func impossibleNeuronsAreRefused(neuron: String) throws {
    let known = #"{"integrateAndFire":{"reset":{"bySubtraction":{}},"threshold":1.5}}"#
    let text = Self.text.replacing(known, with: neuron)

    #expect(text != Self.text)
    #expect(throws: DecodingError.self) { try RunDescription(json: Data(text.utf8)) }
  }
}
