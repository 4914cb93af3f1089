import Foundation

/// How the times of a file become numbers of steps, as the file counts them.
struct TimeGrid {
  /// In ms.
  let stepLength: Double
  let notes: [String]

  private let unit: TimeUnit

  /// The lengths of a step, in ms, that programs use; the usual one first.
  private static let usualLengths = [1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.025, 0.02, 0.01]

  /// The length that the user gives, or else the usual one, or a shorter one where that keeps all
  /// times as they are.
  init(_ spikes: ForeignSpikes, reading: SpikeReading) {
    unit = spikes.unit
    guard unit != .steps else {
      stepLength = spikes.toldSteps?.length ?? reading.stepLength ?? Self.usualLengths[0]
      notes = spikes.toldSteps.map { ["a step is \($0.length) ms, as \($0.place) says"] } ?? []
      return
    }
    let fitting = Self.fitting(spikes)
    stepLength = reading.stepLength ?? fitting ?? Self.usualLengths[0]
    let furthest = Self.furthest(spikes, from: stepLength)
    notes = [
      "a step is \(stepLength) ms (--dt)"
        + (furthest.map { ", to which times are rounded, by up to \($0) ms" } ?? "")
    ]
  }

  /// How far times are moved where they become steps, in ms, with three digits; `nil` where no more
  /// than rounding them in a computer explains.
  private static func furthest(_ spikes: ForeignSpikes, from length: Double) -> Double? {
    let factor = spikes.unit.milliseconds(perStep: length) / length
    var furthest = 0.0
    for time in spikes.times where time.isFinite {
      let number = time * factor
      let noise = spikes.isSingle ? 2 * Double(Float(time).ulp) : 4 * time.ulp
      let distance = abs(number - number.rounded())
      // A thousandth of a step is rounded away by programs that compute in steps.
      guard distance > min(0.25, noise * factor + (number.rounded() > 0 ? 1e-3 : 1e-9)) else {
        continue
      }
      furthest = max(furthest, distance)
    }
    guard furthest > 0 else { return nil }
    let moved = furthest * length
    let scale = pow(10, 2 - floor(log10(moved)))
    return (moved * scale).rounded() / scale
  }

  /// The longest usual length that keeps all times, and among those one that keeps the end of what
  /// was observed; `nil` if there is none.
  ///
  /// A time of single precision may be half a unit in the last place beside that of its step, or
  /// two, where it was computed in single precision as well.
  private static func fitting(_ spikes: ForeignSpikes) -> Double? {
    for units in spikes.isSingle ? [0.5, 2] : [0] {
      let keeping = usualLengths.lazy.filter { keeps(spikes.times, of: spikes, $0, within: units) }
      let ending = keeping.first { length in
        spikes.end.map { keeps([$0], of: spikes, length, within: units) } ?? true
      }
      if let length = ending ?? keeping.first { return length }
    }
    return nil
  }

  /// Whether all times are those of steps of some length.
  ///
  /// - Parameter units: How many units in the last place of single precision they may be beside.
  private static func keeps(
    _ times: [Double], of spikes: ForeignSpikes, _ length: Double, within units: Double
  ) -> Bool {
    let factor = spikes.unit.milliseconds(perStep: length) / length
    return times.allSatisfy { time in
      let number = time * factor
      let room = 1e-3 + units * Double(Float(time).ulp) * factor
      // However coarse late times are, a quarter of a step is no error of rounding them.
      // What is nearly 0 and is not is no step: all of it would become one.
      guard number.rounded() != 0 || abs(number) <= 1e-9 + units * Double(Float(time).ulp) * factor
      else { return false }
      return abs(number - number.rounded()) < min(room, 0.25)
        && number <= Double(ForeignSpikes.largestStep)
    }
  }

  func numbers(of times: [Double], path: String) throws(SpikeFileError) -> [Int] {
    var numbers: [Int] = []
    numbers.reserveCapacity(times.count)
    for time in times { numbers.append(try number(of: time, "a spike comes", path: path)) }
    return numbers
  }

  /// The number of the step that a time belongs to.
  ///
  /// - Parameter event: What is then, for messages.
  func number(of time: Double, _ event: String, path: String) throws(SpikeFileError) -> Int {
    let factor = unit.milliseconds(perStep: stepLength) / stepLength
    let number = (time * factor).rounded()
    guard number >= 0, number <= Double(ForeignSpikes.largestStep) else {
      throw SpikeFileError(
        path, .malformed,
        "\(event) at time \(time)\(unit == .steps ? "" : " \(unit.rawValue)"), which belongs to "
          + "step \(number), but steps run from 0 to \(ForeignSpikes.largestStep); another --dt "
          + "changes them")
    }
    return Int(number)
  }
}
