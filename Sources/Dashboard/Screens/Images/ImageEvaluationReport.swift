import SpikeStatistics
import TerminalUI

/// All images of a data set before the network in use: what the dashboard asks for.
package struct ImageEvaluationRequest: Equatable, Sendable {
  /// Which request it is, so that answers to an earlier one are not taken for its own.
  package var number: Int

  /// A position in the menu of methods.
  package var method: Int

  /// T.
  package var steps: Int

  /// The image to begin with.
  package var firstImage: Int

  /// Whether nothing is to be run: only what earlier runs of the program have found is wanted.
  package var isKnownOnly: Bool

  package init(number: Int, method: Int, steps: Int, firstImage: Int, isKnownOnly: Bool) {
    self.number = number
    self.method = method
    self.steps = steps
    self.firstImage = firstImage
    self.isKnownOnly = isKnownOnly
  }
}

/// What comes back, piece by piece.
package enum ImageEvaluationReport: Equatable, Sendable {
  case found([ImageOutcome])
  /// No more will come.
  ///
  /// - Parameter problem: Why, where it is not because all images are done or somebody said stop.
  case ended(problem: String?)
}
