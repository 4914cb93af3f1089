import AnalogPass
import Datasets
import Evaluation
import PlainText
import SpikingEngine

/// Whether a trained network answers as one whose images have lost their preprocessing.
///
/// A rule of ours: the accuracy of the ANN is far below what the card promises, or nearer to chance
/// than to all, and its inputs are far from mean 0 and deviation 1, or unlike the card says.
package struct PreprocessingDoubt {
  /// What is wrong with the inputs.
  private let finding: String
  private let model: LoadedModel

  /// How many images tell.
  private static let sampleCount = 32

  /// - Returns: `nil` where nothing is strange about the inputs.
  package init?(_ model: LoadedModel, _ images: ImageDataset) throws {
    // That pixels go in as they are is said already.
    guard let analog = model.analog, !model.leavesPixelsRaw else { return nil }
    self.model = model
    if let difference = model.preprocessingDifference {
      finding = difference
      return
    }
    guard !analog.scalesPixels else { return nil }
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for index in 0..<min(images.count, Self.sampleCount) {
      for value in try images.input(at: index, for: model).elements {
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
      count += Double(model.inputShape.count)
    }
    let mean = sum / max(count, 1)
    let deviation = max(squares / max(count, 1) - mean * mean, 0).squareRoot()
    guard abs(mean) > 1 || !(0.5...2).contains(deviation) else { return nil }
    finding =
      "prepared images have mean \(printedDecimal(mean, digits: 2)) and deviation "
      + printedDecimal(deviation, digits: 2)
  }

  /// What is said of so many right answers; `nil` where they are enough, or too few to tell.
  package func words(correct: Int, labelled: Int) -> String? {
    guard labelled >= 20 else { return nil }
    let accuracy = Double(correct) / Double(labelled)
    let chance = 1 / Double(max(model.classCount, 2))
    let enough = model.card?.testAccuracy.map { promised in
      promised - max(0.1, 3 * (promised * (1 - promised) / Double(labelled)).squareRoot())
    }
    guard accuracy < enough ?? (chance + 0.45 * (1 - chance)) else { return nil }
    let promise = model.card?.testAccuracy.map { ", its card promises \(percent($0))" } ?? ""
    return "the ANN is right on \(percent(accuracy)) of \(labelled) images\(promise), and "
      + "\(finding): this looks like lost preprocessing; 'spiketop diagnose' looks for the cause, "
      + "'spiketop card' guesses scale, mean and std"
  }

  /// The same of the first labelled images, which the ANN is run on.
  ///
  /// Costs a forward pass for each of some dozens, where inputs are strange.
  static func words(_ model: LoadedModel, _ images: ImageDataset) throws -> String? {
    guard images.hasLabels, let analog = model.analog,
      let doubt = try PreprocessingDoubt(model, images)
    else { return nil }
    let indices = (0..<images.count).lazy.filter { images.label(at: $0) != nil }
    var (pass, correct, labelled) = (ForwardPass(analog), 0, 0)
    for index in indices.prefix(sampleCount) {
      let logits = pass.activations(of: try images.input(at: index, for: model)).logits
      labelled += 1
      correct += argmax(logits) == images.label(at: index) ? 1 : 0
    }
    return doubt.words(correct: correct, labelled: labelled)
  }
}

extension PreparedEvaluation {
  /// Says it where the accuracy of the ANN looks like lost preprocessing.
  package func sayDoubts(about results: EvaluationResults) throws {
    let (model, images) = (conversion.model, conversion.data.images)
    guard results.images.labelledCount > 0, model.analog != nil,
      let doubt = try PreprocessingDoubt(model, images),
      let words = doubt.words(
        correct: results.images.analogCorrectCount, labelled: results.images.labelledCount)
    else { return }
    conversion.warn(words)
  }
}
