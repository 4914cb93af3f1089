import ArgumentParser
import Runs

/// Throws unless a number of steps is one that a run may have.
///
/// - Parameters:
///   - least: 1 where nothing can be done in none.
///   - option: As the user types it.
func checkSteps(
  _ steps: Int?, from least: Int = 1, of option: String = "--steps"
) throws(ValidationError) {
  guard let steps else { return }
  guard steps >= least else {
    throw ValidationError(
      "'\(option)' is \(steps), but must \(least > 0 ? "be positive" : "not be negative").")
  }
  guard steps <= RunDescription.largestStep else {
    throw ValidationError(
      "'\(option)' is \(steps), but a run has at most \(RunDescription.largestStep) steps.")
  }
}
