import Foundation

/// What a table says of its steps that has a column of steps and one of times.
struct ToldSteps: Equatable, Sendable {
  /// In ms.
  var length: Double

  /// What is added to a number of a step to have its time in steps.
  var offset: Int

  /// Which column says it, as messages have it.
  var place: String

  /// The only line through points of steps and times; a file with any other is refused.
  ///
  ///     time = (step + offset) · length
  ///
  /// One point alone says how long a step is as if times began with 0 at step 0.
  ///
  /// - Parameters:
  ///   - points: At least one. Times in ms; each may be beside the line by a fiftieth of a step,
  ///     as of few digits, or by what seven digits cost.
  ///   - place: The column of times, for messages.
  /// - Returns: `nil` where steps without a length are all that is told: one of them at time 0.
  /// - Throws: `SpikeFileError` where the columns contradict each other.
  init?(
    _ points: [(step: Double, time: Double)], place: String, path: String
  ) throws(SpikeFileError) {
    guard let first = points.min(by: { $0.step < $1.step }),
      let last = points.max(by: { $0.step < $1.step })
    else { return nil }
    self.place = place
    if first.step == last.step {
      guard first.step > 0, first.time > 0 else { return nil }
      (length, offset) = (Self.short(first.time / first.step), 0)
    } else {
      length = Self.short((last.time - first.time) / (last.step - first.step))
      let begin = length > 0 ? first.time / length - first.step : .nan
      guard abs(begin) <= Double(ForeignSpikes.largestStep) else {
        throw Self.contradiction(first, last, place, path)
      }
      offset = Int(begin.rounded())
    }
    for point in points {
      let expected = (point.step + Double(offset)) * length
      guard abs(point.time - expected) <= 0.02 * length + 1e-6 * abs(expected) else {
        throw Self.contradiction(point == first ? last : first, point, place, path)
      }
    }
  }

  /// Without the noise of computing it.
  private static func short(_ length: Double) -> Double {
    guard length.isFinite, length > 0, let rounded = Double(String(Float(length))),
      abs(rounded - length) <= 1e-6 * length
    else { return length }
    return rounded
  }

  private static func contradiction(
    _ one: (step: Double, time: Double), _ other: (step: Double, time: Double), _ place: String,
    _ path: String
  ) -> SpikeFileError {
    SpikeFileError(
      path, .malformed,
      "\(place) contradicts the steps: step \(one.step.words) is at \(one.time) ms and step "
        + "\(other.step.words) at \(other.time) ms, which no length of a step explains; leave one "
        + "of the two columns out")
  }
}

extension Double {
  /// A whole number without its fraction.
  fileprivate var words: String { String(format: "%.0f", self) }
}
