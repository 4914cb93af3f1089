import ArgumentParser
import Datasets
import Experiments
import Foundation
import ModelFormats
import OutputFiles
import PlainText
import Runs
import SpikingEngine

struct Card: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model card, with scale, mean and std guessed by the accuracy they give.",
    discussion: """
      A model file does not say how its images were prepared; the card beside it does. Each of the \
      usual ways is tried on labelled images, and all are listed with the accuracy of the ANN. The \
      card gets the best of them, if it is better than chance, and what else is known: the shape \
      of the images, the data set, and class names from folders. A card is never replaced.
      """)

  @Argument(
    help: "A trained network in ONNX or of Keras (.keras, .h5).",
    completion: .file(extensions: TrainedModelReader.extensions))
  var model: String

  @Option(
    help: """
      Labelled images: \(DatasetReaders.standard.commonKinds), a folder of them, or fashion-mnist.
      """)
  var data: String

  @Option(help: "How many images to try on, from the first on.")
  var count = 200

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(
    name: [.short, .long],
    help: """
      Where to write. Default: NAME.json beside the model, where the other commands find it; - for \
      standard output, and the list on standard error.
      """,
    completion: .file(extensions: ["json"]))
  var output: String?

  func validate() throws {
    guard count > 0 else {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
  }

  func run() throws {
    let file = try stagedOutput()
    let loaded = try LoadedModel(ModelRequest(path: model))
    let images = try ImageDataset.open(data).read(as: loaded.inputShape)
      .labelled(byNamesOf: loaded.classNames)
    try images.checkFit(for: loaded.inputShape, preprocessing: .none)
    let search = try PreprocessingSearch(
      loaded, images, count: count, threads: threads, display: .standardError)
    let document = jsonDocument(ModelCard(search, of: loaded, images: images))
    guard let file else {
      for line in lines(search) { StandardError.say(line) }
      return StandardOutput.print(text: document)
    }
    try file.complete(with: Data((document + "\n").utf8))
    StandardOutput.print(lines: lines(search) + ["written: \(file.path)"])
  }

  /// The file, opened before long work; `nil` for standard output.
  private func stagedOutput() throws -> StagedFile? {
    guard output != "-" else { return nil }
    let path = output ?? ModelCard.path(besideModel: model)
    return try OutputFile(typed: path, reading: [model, data]).stage()
  }

  private func lines(_ search: PreprocessingSearch) -> [String] {
    let numbers = { (values: [Float]) in
      values.map { printedSignificant(Double($0), digits: 4) }.joined(separator: ",")
    }
    var lines = ["the ANN on \(search.count) labelled images, by preprocessing, best first"]
    for trial in search.trials {
      let candidate = trial.candidate
      let scale =
        candidate.scale == Float(1.0 / 255)
        ? "1/255" : printedSignificant(Double(candidate.scale), digits: 4)
      let accuracy = percent(Double(trial.correct) / Double(search.count))
      lines.append(
        "  \(accuracy.leftPadded(6))  \(candidate.name): scale \(scale), mean "
          + "\(numbers(candidate.mean)), std \(numbers(candidate.std))")
    }
    guard let best = search.best else {
      return lines + [
        "none is better than chance, so the card says nothing of scale, mean and std; are the "
          + "labels those of the training?"
      ]
    }
    lines.append("taken: \(best.candidate.name)")
    if !search.equals.isEmpty {
      lines.append(
        "as good on these images, within two standard errors: "
          + search.equals.map(\.candidate.name).joined(separator: "; ") + "; more images (--count) "
          + "may tell")
    }
    return lines
  }
}
