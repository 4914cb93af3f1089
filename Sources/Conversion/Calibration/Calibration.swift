import AnalogPass
import Networks
import Tensors

/// What methods may ask about the calibration images; answers are kept.
package struct Calibration: Sendable {
  /// The trained network that sees them.
  package let network: AnalogNetwork

  /// The number of images.
  package let count: Int

  /// How many threads share the work; no result depends on it.
  package let threads: Int

  /// Where answers are kept between runs of the program; `nil` for nowhere.
  let memory: CalibrationMemory?

  private let lowestPercentile: Double
  let image: @Sendable (Int) throws -> Tensor
  let report: @Sendable (CalibrationProgress) -> Void
  private var knownStatistics: ActivationStatistics?
  private var knownChannels: ChannelStatistics?

  /// - Parameters:
  ///   - lowestPercentile: The lowest percentile that may be asked for, in percent.
  ///   - memory: Where answers are kept between runs of the program; `nil` for nowhere.
  ///   - image: A preprocessed image, shape `[channels, rows, columns]`.
  ///   - report: Called whenever some work is done, on any thread.
  package init(
    network: AnalogNetwork, count: Int, lowestPercentile: Double = 99, threads: Int,
    memory: CalibrationMemory? = nil, image: @escaping @Sendable (Int) throws -> Tensor,
    report: @escaping @Sendable (CalibrationProgress) -> Void = { _ in }
  ) {
    self.network = network
    self.count = count
    self.lowestPercentile = lowestPercentile
    self.threads = threads
    self.memory = memory
    self.image = image
    self.report = report
  }

  /// No images, for a conversion that needs none.
  package init(network: AnalogNetwork) {
    self.init(network: network, count: 0, threads: 1) { index in
      preconditionFailure("image \(index) of a calibration without images")
    }
  }

  /// How large the activations are on all images.
  package mutating func statistics() throws -> ActivationStatistics {
    wasAsked = true
    if let knownStatistics { return knownStatistics }
    if let kept = memory?.statistics(lowestPercentile) {
      knownStatistics = kept
      return kept
    }
    let report = report
    let statistics = try ActivationStatistics.collected(
      from: network, count: count, lowestPercentile: lowestPercentile, threads: threads,
      image: image, progress: { report(CalibrationProgress(task: .activations, done: $0)) })
    knownStatistics = statistics
    memory?.keepStatistics(statistics, lowestPercentile)
    return statistics
  }

  /// How large the activations of each channel are on all images.
  mutating func channelStatistics() throws -> ChannelStatistics {
    wasAsked = true
    if let knownChannels { return knownChannels }
    let report = report
    let statistics = try ChannelStatistics.collected(
      from: network, count: count, lowestPercentile: lowestPercentile, threads: threads,
      image: image, progress: { report(CalibrationProgress(task: .activations, done: $0)) })
    knownChannels = statistics
    return statistics
  }

  /// Whether anything came from these images so far, be it through what was kept of them.
  package internal(set) var wasAsked = false

  /// The names of the layers that were silent on all images, so that the last conversion chose a
  /// threshold for them.
  package internal(set) var silentLayers: [String] = []

  /// The same, with a note that its images are asked for one by one.
  mutating func asked() -> Calibration {
    wasAsked = true
    return self
  }

  /// The first images, as many as there are up to `limit`.
  mutating func images(upTo limit: Int) throws -> [Tensor] {
    wasAsked = true
    return try (0..<min(limit, count)).map(image)
  }
}

/// A piece of finished work during a calibration.
package struct CalibrationProgress: Equatable, Sendable {
  package enum Task: Equatable, Sendable {
    /// The analog network ran on some of the calibration images.
    case activations
    /// Candidates for thresholds were compared on some of `of` images.
    case thresholds(of: Int)
    /// A layer was simulated on some images, of `of` in all.
    case simulation(of: Int)
    /// Weights took some steps of descent, of `of` in all.
    case weights(of: Int)
  }

  package var task: Task

  /// How much has been done since the last report of the task.
  package var done: Int

  package init(task: Task, done: Int) {
    self.task = task
    self.done = done
  }
}
