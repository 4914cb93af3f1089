import PlainText
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

/// How fast images are run.
package struct ImagePace: Equatable, Sendable {
  /// Those that were run, and in how many seconds.
  package var images: Int
  package var seconds: Double
  /// The seconds since the last of them, or since the beginning.
  package var pause: Double

  package init(images: Int, seconds: Double, pause: Double) {
    self.images = images
    self.seconds = seconds
    self.pause = pause
  }

  /// Longer than this, and than several images take, means that nobody gets on.
  private static let longPause = 4.0

  /// `3.2 images/s, 26 min left`, or why there is nothing to see.
  ///
  /// - Parameter missing: How many images are still to be run.
  func words(missing: Int) -> String {
    let rate = seconds > 0 ? Double(images) / seconds : 0
    if pause >= max(Self.longPause, rate > 0 ? 4 / rate : 0) {
      return "waiting for \(Int(pause)) s: other programs take the processors"
    }
    guard rate > 0 else { return "the first image takes \(Int(seconds)) s so far" }
    let digits = rate < 10 ? 1 : 0
    return "\(decimal(rate, digits: digits)) images/s, \(duration(Double(missing) / rate)) left"
  }

  private func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<60: "\(Int(seconds.rounded(.up))) s"
    case ..<7200: "\(Int((seconds / 60).rounded(.up))) min"
    default: "\(Int((seconds / 3600).rounded(.up))) h"
    }
  }
}

/// What comes back, piece by piece.
package enum ImageEvaluationReport: Equatable, Sendable {
  case found([ImageOutcome])
  /// How fast images are run, about once a second.
  case pace(ImagePace)
  /// No more will come.
  ///
  /// - Parameter problem: Why, where it is not because all images are done or somebody said stop.
  case ended(problem: String?)
}
