import Dashboard
import TimeTravel

/// Where the dashboard's subjects come from: a model and its images, or a recording.
protocol SubjectSource {
  /// The number of the latest subject; that of the next is one more.
  var generation: Int { get set }

  /// - Parameters:
  ///   - method: A position in the menu of methods.
  ///   - rival: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  mutating func load(image: Int, method: Int, rival: String?) throws -> LoadedSubject
}

/// A subject with the timeline to look at it.
struct LoadedSubject: Sendable {
  var engine: EngineLoad
  var subject: DashboardSubject
  /// `nil` where the run is a recording already.
  var header: RunHeader?
}
