import ArgumentParser
import Networks
import Runs

/// What of a network's outputs is taken.
struct ResultOptions: ParsableArguments {
  @OptionGroup var outputs: OutputChoice

  @Option(help: "Boxes of this score or a lower one are left out; overrides the model card.")
  var minScore: Double?

  @Option(
    help: """
      A box is left out if it overlaps a better one of its class that much (intersection over \
      union; 1 leaves out none but equal ones); overrides the model card.
      """)
  var nms: Double?

  @Option(help: "How many boxes an image has at most; overrides the model card.")
  var maxBoxes: Int?

  func validate() throws {
    var request = ModelRequest(path: "")
    add(to: &request)
    guard let fault = request.boxSelection(BoxSelection()).fault else { return }
    let options = request.boxFlags.map { "'\($0)'" }.joined(separator: ", ")
    throw ValidationError("\(options): \(fault).")
  }

  func add(to request: inout ModelRequest) {
    request.outputs = outputs.names
    request.minimumScore = minScore
    request.largestOverlap = nms
    request.boxLimit = maxBoxes
  }
}

/// Which outputs of a model are taken.
struct OutputChoice: ParsableArguments {
  @Option(
    help: """
      The outputs of an ONNX model to take, or any values between, by their names in the file and \
      separated by commas; the first one answers. Default: all.
      """)
  var outputs: OutputNames?

  var names: [String]? { outputs?.names }
}

/// The same choice by a shorter name, for commands whose `--output` is no file to write.
struct ShortOutputChoice: ParsableArguments {
  @Option(help: ArgumentHelp("As --outputs.", visibility: .hidden))
  var output: OutputNames?

  func apply(to request: inout ModelRequest) {
    request.outputs = output?.names ?? request.outputs
  }
}

/// Names of outputs, each once, with commas between.
struct OutputNames: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard !names.contains(""), Set(names).count == names.count else { return nil }
  }
}
