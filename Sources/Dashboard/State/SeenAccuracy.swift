import Runs
import SpikeStatistics
import TimeTravel

/// How often the prediction was right after each step, over the images that were opened.
///
/// Those that are run for the screen of all images are not among them, nor those that were opened
/// for what came of them there: mistakes that were looked for say nothing of how often there is
/// one. An image counts as far as it was run; looking at it again does not count it twice. Each
/// method has an account of its own.
package struct SeenAccuracy: Equatable, Sendable {
  /// Of one method.
  package struct Account: Equatable, Sendable {
    /// How many steps of each image are counted.
    private var countedSteps: [Int: Int] = [:]
    /// By step, from 1 on: the images with a prediction, and those of them where it is right.
    private var predicted: [Int] = []
    private var right: [Int] = []

    package init() {}

    package var imageCount: Int { countedSteps.count }

    /// Whether an image is among those that count.
    func counts(_ image: Int) -> Bool { countedSteps[image] != nil }

    /// The furthest step that any image has reached.
    package var lastStep: Int { predicted.count }

    /// How many images have a prediction after a step, and how many of them are right.
    package func tally(atStep step: Int) -> (right: Int, predicted: Int) {
      guard (1...lastStep + 1).contains(step), step <= lastStep else { return (0, 0) }
      return (right[step - 1], predicted[step - 1])
    }

    /// The share of right predictions after a step; `nil` where there is none.
    package func accuracy(atStep step: Int) -> Double? {
      let tally = tally(atStep: step)
      return ratio(tally.right, of: tally.predicted)
    }

    /// Counts the steps of an image that are new.
    mutating func take(_ history: StepHistory, image: Int, truth: Int) {
      let first = (countedSteps[image] ?? 0) + 1
      let last = min(history.lastStep, SeenAccuracy.maximumSteps)
      guard first <= last else { return }
      countedSteps[image] = last
      while predicted.count < last {
        predicted.append(0)
        right.append(0)
      }
      for step in first...last {
        guard let prediction = history.prediction(at: step) else { continue }
        predicted[step - 1] += 1
        if prediction == truth { right[step - 1] += 1 }
      }
    }
  }

  /// Later steps are not counted, so that a long run does not take more and more memory.
  package static let maximumSteps = 4096

  private var accounts: [String: Account] = [:]

  /// The images that were opened for what had come of them.
  private var chosen: Set<Int> = []

  package init() {}

  /// The account of a method, by its title.
  package func account(of method: String) -> Account { accounts[method] ?? Account() }

  /// How many images are left out of the account of a method, as they were chosen by their outcome.
  package func leftOutCount(of method: String) -> Int {
    let account = account(of: method)
    return chosen.count { !account.counts($0) }
  }

  /// Leaves an image out that is opened for what came of it, unless it counts already.
  mutating func leaveOut(_ image: Int) { chosen.insert(image) }

  /// Takes in what is known of the image before the network, if it belongs to this context.
  mutating func take(_ status: EngineStatus, context: RunContext) {
    guard let truth = context.truth else { return }
    let method = context.methods[context.method]
    guard account(of: method).counts(context.image) || !chosen.contains(context.image) else {
      return
    }
    accounts[method, default: Account()]
      .take(status.history, image: context.image, truth: truth)
  }
}

extension RunContext {
  /// The class that a prediction should be: the label, or without one the analog network's answer.
  package var truth: Int? {
    label ?? (answersByClass ? logits.indices.max { logits[$0] < logits[$1] } : nil)
  }

  /// Whether a class is that one; `nil` where nothing says so.
  func isRight(_ answer: Int) -> Bool? { truth.map { $0 == answer } }
}
