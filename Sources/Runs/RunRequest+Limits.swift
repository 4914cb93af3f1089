import Conversion
import Networks

// What a request may say; whoever reads one has checked it.
extension RunRequest {
  /// The most threads that anybody asks for, on whatever machine.
  private static let mostThreads = 1 << 12

  /// What of the request is impossible, as half a sentence; `nil` if nothing is.
  var fault: String? {
    model.fault ?? data.fault
      ?? Runs.fault("image", image, in: 0...RunDescription.largestNumber)
      ?? steps.flatMap { Runs.fault("number of steps", $0, in: 1...RunDescription.largestStep) }
      ?? Runs.fault("number of threads", threads, in: 1...Self.mostThreads)
  }
}

extension ModelRequest {
  fileprivate var fault: String? {
    if let scale, !scale.isFinite || scale == 0 { return "the scale is \(scale)" }
    if let mean, !mean.allSatisfy(\.isFinite) { return "the mean is \(mean)" }
    if let standardDeviation, !standardDeviation.allSatisfy({ $0.isFinite && $0 > 0 }) {
      return "the deviation is \(standardDeviation)"
    }
    if let timeStep, !timeStep.isFinite || timeStep <= 0 { return "the time step is \(timeStep) s" }
    return boxSelection(BoxSelection()).fault
  }
}

extension DataRequest {
  fileprivate var fault: String? {
    Runs.fault("number of calibration images", calibrationCount, in: 1...RunDescription.largestStep)
  }
}

private func fault(_ name: String, _ number: Int, in range: ClosedRange<Int>) -> String? {
  range.contains(number) ? nil : "the \(name) is \(number)"
}
