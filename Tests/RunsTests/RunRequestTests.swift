import Conversion
import Foundation
import Runs
import Testing

/// What is asked for is written and read as data, with keys that do not change.
@Suite struct RunRequestTests {
  /// Every field differs from its default.
  private var full: RunRequest {
    get throws {
      let registry = MethodRegistry.standard
      let percentile = try #require(registry.options.first { $0.name == "percentile" })
      var method = MethodRequest("bistable8")
      method.values[percentile] = .number(99.5)
      return RunRequest(
        model: ModelRequest(
          path: "net.nir", scale: 0.5, mean: [0.1, -0.2, 0.3], standardDeviation: [0.25],
          classNames: ["cat", "dog"], timeStep: 0.001, reset: .hard),
        data: DataRequest(
          images: "images", calibration: "training", calibrationCount: 20,
          calibrationIndices: "numbers.npy"),
        method: method, secondRun: "half:percentile=99", image: 3, steps: 64, precision: .q15,
        threads: 2)
    }
  }

  private static let text = """
    {"data":{"calibration":"training","calibrationCount":20,"calibrationIndices":"numbers.npy",\
    "images":"images"},"image":3,"method":{"name":"bistable8","options":{"percentile":99.5}},\
    "model":{"classes":["cat","dog"],"dt":0.001,"mean":[0.1,-0.2,0.3],"path":"net.nir",\
    "reset":"hard","scale":0.5,"std":[0.25]},"precision":"q15","secondRun":"half:percentile=99",\
    "steps":64,"threads":2,"version":1}
    """

  @Test func everyFieldIsWritten() throws {
    #expect(String(decoding: try full.json(), as: UTF8.self) == Self.text)
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try RunRequest(json: Data(Self.text.utf8)) == full)
  }

  @Test func whatIsMissingHasItsDefault() throws {
    let request = try RunRequest(json: Data(#"{"model":{"path":"net.onnx"}}"#.utf8))

    #expect(request == RunRequest(model: ModelRequest(path: "net.onnx")))
    #expect(request.method.name == "robust")
    #expect(request.data.calibrationCount == 1000)
    #expect(request.steps == nil)
  }

  @Test func aMethodWithoutOptionsHasTheirDefaults() throws {
    let text = #"{"model":{"path":"net.onnx"},"method":{"name":"half"}}"#

    #expect(try RunRequest(json: Data(text.utf8)).method == MethodRequest("half"))
  }

  @Test func aLaterVersionIsRefusedInALine() throws {
    let text = #"{"version":2,"model":{"path":"net.onnx"}}"#

    let error = try #require(throws: RunRequestError.self) {
      try RunRequest(json: Data(text.utf8))
    }

    #expect(error.version == 2)
    #expect(!error.description.contains("\n"))
  }

  /// What no run can be is refused before anything is computed with it.
  @Test(arguments: [
    (#""image":3"#, "-3"), (#""image":3"#, "9223372036854775807"), (#""steps":64"#, "0"),
    (#""steps":64"#, "-64"), (#""steps":64"#, "4611686018427387904"), (#""threads":2"#, "0"),
    (#""threads":2"#, "9223372036854775807"), (#""calibrationCount":20"#, "0"),
    (#""calibrationCount":20"#, "-9223372036854775808"), (#""scale":0.5"#, "0"),
    (#""dt":0.001"#, "0"), (#""dt":0.001"#, "-0.001"), (#""std":[0.25]"#, "[0]"),
    (#""std":[0.25]"#, "[-1]"), (#""scale":0.5"#, "1e39"), (#""mean":[0.1,-0.2,0.3]"#, "[1e39]"),
  ])
  func anImpossibleNumberIsRefused(known: String, impossible: String) throws {
    let key = try #require(known.split(separator: ":").first)
    let text = Self.text.replacing(known, with: "\(key):\(impossible)")

    #expect(text != Self.text)
    #expect(throws: DecodingError.self) { try RunRequest(json: Data(text.utf8)) }
  }

  @Test(arguments: [
    "{}", #"{"model":{"path":"net.onnx"},"precision":"fp64"}"#,
    #"{"model":{"path":"net.onnx","reset":"none"}}"#, #"{"model":{"path":1}}"#,
  ])
  func whatCannotBeMeantIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try RunRequest(json: Data(text.utf8)) }
  }
}
