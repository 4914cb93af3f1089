import Conversion
import Experiments
import Foundation
import Runs
import Testing
import spiketop

/// A request as a command line, and a command line as a request.
@Suite struct RequestWordsTests {
  private static let requests: [RunRequest] = [
    RunRequest(model: ModelRequest(path: "net.onnx")),
    RunRequest(
      model: ModelRequest(
        path: "net.nir", scale: 0.5, mean: [-0.1, 0.2, 0.3], standardDeviation: [0.25],
        classNames: ["cat", "dog"], timeStep: 0.001, reset: .soft),
      data: DataRequest(
        images: "my images", calibration: "training", calibrationCount: 20,
        calibrationIndices: "numbers.npy"),
      method: MethodRequest("bistable8-noSN"), secondRun: "half:percentile=99", image: 3,
      steps: 64),
    RunRequest(model: ModelRequest(path: "net.onnx"), method: everyOption),
  ]

  /// Each option with a value that is not its standard one.
  private static var everyOption: MethodRequest {
    var method = MethodRequest("light@64")
    for option in MethodRegistry.standard.options {
      switch option.name {
      case "corrector": method.values[option] = .text("srp")
      case "allowance": continue
      case "percentile-over": method.values[option] = .text("all")
      case "max-pool": method.values[option] = .text("gated")
      case "thresholds": method.values[option] = .text("thresholds.json")
      default: method.values[option] = option.standard == .flag(false) ? .flag(true) : .number(7)
      }
    }
    return method
  }

  @Test(arguments: requests)
  func wordsAskForTheSame(request: RunRequest) throws {
    #expect(try RunRequest(recordedArguments: ["watch"] + request.watchWords()) == request)
  }

  @Test(arguments: requests)
  func jsonAsksForTheSame(request: RunRequest) throws {
    #expect(try RunRequest(json: request.json()) == request)
  }

  @Test func onlyWhatIsNotUsualIsSaid() {
    #expect(Self.requests[0].watchWords() == ["net.onnx", "--method", "robust"])
    #expect(
      Self.requests[0].evaluationWords(count: 100)
        == ["net.onnx", "--method", "robust", "--count", "100"])
  }

  /// A name that looks like an option is not taken for one.
  @Test func namesThatLookLikeOptionsAreNone() throws {
    let request = RunRequest(
      model: ModelRequest(path: "-n.onnx"), data: DataRequest(images: "-images"))
    let words = request.watchWords()
    #expect(words == ["./-n.onnx", "--data=-images", "--method", "robust"])
    #expect(
      try RunRequest(recordedArguments: ["watch"] + words).data.images == "-images")
  }

  /// What the demo opens is asked for by its name, and nothing else is.
  @Test func onlyTheBundledNetworkIsTheDemo() throws {
    var request = try RunRequest.bundled()
    #expect(request.demoWords() == [])
    (request.image, request.method.name, request.secondRun) = (3, "half", ":precision=q15")
    #expect(
      request.demoWords() == ["--method", "half", "--index", "3", "--compare", ":precision=q15"])
    let words = try #require(request.demoWords())
    #expect(try RunRequest(recordedArguments: ["demo"] + words) == request)
    request.steps = 640
    let longer = try #require(request.demoWords())
    #expect(longer == ["--method", "half", "--steps", "640"] + words.dropFirst(2))
    #expect(try RunRequest(recordedArguments: ["demo"] + longer) == request)
    request.model.scale = 2
    #expect(request.demoWords() == nil)
    #expect(Self.requests.allSatisfy { $0.demoWords() == nil })
  }

  @Test func wordsAreQuotedForAShell() {
    #expect(["a b", "it's", "--mean=-0.1,2", ""].shellLine == #"'a b' 'it'\''s' --mean=-0.1,2 ''"#)
  }

  /// A shell knows no accents: a quote with one is a quote to it.
  @Test func aShellGetsEveryWordAsItIs() throws {
    let signs = ["'", "\u{301}", "$", " ", "a", "\\", "\n", ";", "\""]
    let pairs = signs.flatMap { one in signs.map { one + $0 } }
    let words = [""] + signs + pairs + pairs.flatMap { pair in signs.map { pair + $0 } }

    let outcome = try Program.shell("printf '%s\\0' \(words.shellLine)")

    let read = Array(outcome.output.utf8).split(separator: 0, omittingEmptySubsequences: false)
    #expect(read.dropLast().map { Array($0) } == words.map { Array($0.utf8) })
  }

  @Test(arguments: [
    ["bench", "vgg16"], ["run"], ["run", "net.onnx", "--methods", "robust"],
  ])
  func aCommandThatRunsNoNetworkAsksForNothing(arguments: [String]) {
    #expect(throws: (any Error).self) {
      try RunRequest(recordedArguments: arguments)
    }
  }
}
