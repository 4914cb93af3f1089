import Dashboard

/// How fast the images of a request are being run.
struct EvaluationProgress {
  let request: Int
  private let start = ContinuousClock.now
  private var latest = ContinuousClock.now
  private var reported = ContinuousClock.now
  private var images = 0

  /// So often somebody who waits wants to know.
  private static let interval = Duration.seconds(1)

  init(request: Int) {
    self.request = request
  }

  /// Counts an image that was run, if it was for this request.
  mutating func count(for request: Int) {
    guard request == self.request else { return }
    images += 1
    latest = .now
  }

  /// How fast it goes, once in a while.
  mutating func takePace() -> (pace: ImagePace, request: Int)? {
    let now = ContinuousClock.now
    guard now - reported >= Self.interval else { return nil }
    reported = now
    let pace = ImagePace(
      images: images, seconds: (now - start) / .seconds(1), pause: (now - latest) / .seconds(1))
    return (pace, request)
  }
}
