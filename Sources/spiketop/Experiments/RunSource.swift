import Dashboard
import TimeTravel

/// Where the dashboard's subjects come from: a model and its images, or a recording.
protocol RunSource {
  /// The number of the latest subject; that of the next is one more.
  var generation: Int { get set }

  /// - Parameters:
  ///   - method: A position in the menu of methods.
  ///   - secondRun: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun
}

/// A subject with the timeline to look at it.
package struct LoadedRun: Sendable {
  package var engine: EngineLoad
  package var context: RunContext
  /// `nil` where the run is a recording already.
  var header: RunHeader?
}
