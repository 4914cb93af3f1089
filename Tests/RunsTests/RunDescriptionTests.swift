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

  /// What is wrong is told in words of JSON, never in Swift's.
  @Test(arguments: [
    (#""logits":[0.5,-1]"#, #""logits":3"#, "logits: a list is needed"),
    (#""logits":[0.5,-1]"#, #""logits":[0.5,"x"]"#, "logits[1]: "),
    (#""steps":40"#, #""steps":"x""#, "steps: a whole number is needed"),
    (#""name":"net""#, #""name":4"#, "name: text is needed"),
    (#""name":"net""#, #""name":null"#, "name: it is null; text is needed"),
    (
      #"{"name":"fc2","neuron":{"readout":{}},"shape":[2,1,1],"sources":[0]}"#, "7",
      "layers[1]: an object is needed"
    ),
    (
      #""neuron":{"readout":{}}"#, #""neuron":{}"#,
      "layers[1].neuron: "
    ),
  ])
  func whatIsWrongIsToldInWordsOfJSON(known: String, wrong: String, sentence: String) throws {
    let text = Self.text.replacing(known, with: wrong)
    #expect(text != Self.text)
    do {
      _ = try RunDescription(json: Data(text.utf8))
      Issue.record("it was read")
    } catch {
      let told = RunDescription.sentence(of: error)
      #expect(told.contains(sentence), "\(told)")
      for word in ["decode", "Dictionary", "Array", "Index", "Expected", "keys found"] {
        #expect(!told.contains(word), "\(told)")
      }
    }
  }

  /// What no run can be is refused before anything is computed with it.
  @Test(arguments: [
    (#""threshold":1.5"#, #""threshold":0"#), (#""threshold":1.5"#, #""threshold":"nan""#),
    (#""phases":8"#, #""phases":0"#), (#""phases":8"#, #""phases":9223372036854775807"#),
    (#""logits":[0.5,-1]"#, #""logits":[0.5]"#), (#""steps":40"#, #""steps":-9223372036854775808"#),
    (#""steps":40"#, #""steps":0"#), (#""steps":40"#, #""steps":2147483648"#),
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

  /// The outputs of a graph that decodes itself, computed of the readout.
  private static let tail = AnalogTail(
    heads: [[1, 2]],
    steps: [
      TailStep(.constant(values: [2, 3]), inputs: [], shape: [2]),
      TailStep(.combine(.product), inputs: [0, 1], shape: [1, 2]),
      TailStep(.function(TailFunction(.clip, 0)), inputs: [2], shape: [1, 2]),
    ], outputs: [TailOutput(name: "y", value: 3, shape: MapShape(channels: 2))])

  private static let tailText = """
    "tail":{"heads":[[1,2]],"outputs":[{"name":"y","shape":[2,1,1],"value":3}],"steps":[\
    {"inputs":[],"operation":{"constant":{"values":[2,3]}},"shape":[2]},\
    {"inputs":[0,1],"operation":{"combine":{"by":"product"}},"shape":[1,2]},\
    {"inputs":[2],"operation":{"function":{"of":{"first":0,"kind":"clip"}}},"shape":[1,2]}]}
    """

  @Test func aTailIsWrittenAndReadAgain() throws {
    var description = description
    description.tail = Self.tail

    let text = String(decoding: description.json(), as: UTF8.self)

    #expect(text.contains(Self.tailText), "\(text)")
    #expect(try RunDescription(json: Data(text.utf8)) == description)
    #expect(description.network.resultShapes == [MapShape(channels: 2)])
  }

  /// What would read beyond a list, or fill the memory, is refused before it is computed.
  @Test(arguments: [
    (#""inputs":[0,1]"#, #""inputs":[0,9]"#), (#""inputs":[0,1]"#, #""inputs":[0,-1]"#),
    (#""inputs":[0,1]"#, #""inputs":[0,2]"#), (#""heads":[[1,2]]"#, #""heads":[[1,3]]"#),
    (#""heads":[[1,2]]"#, #""heads":[]"#), (#""value":3"#, #""value":4"#),
    (#""shape":[2,1,1],"value""#, #""shape":[3,1,1],"value""#),
    (#""values":[2,3]"#, #""values":[2]"#), (#""steps":["#, #""steps":[{},"#),
    (#""combine":{"by":"product"}"#, #""pick":{"positions":[[0],[0,2]]}"#),
  ])
  func anImpossibleTailIsRefused(known: String, impossible: String) {
    var description = description
    description.tail = Self.tail
    let text = String(decoding: description.json(), as: UTF8.self)
    let changed = text.replacing(known, with: impossible)

    #expect(changed != text)
    #expect(throws: DecodingError.self) { try RunDescription(json: Data(changed.utf8)) }
  }
}
