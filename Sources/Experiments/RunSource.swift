import TimeTravel

/// Where the runs that are looked at come from: a model and its images, or a recording.
package protocol RunSource {
  /// The number of the latest run; that of the next is one more.
  var generation: Int { get set }

  /// - Parameters:
  ///   - method: A position in the menu of methods.
  ///   - secondRun: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun
}

/// One image before one network, or two in lock-step, ready to be looked at.
package struct LoadedRun: Sendable {
  package var engine: EngineLoad
  package var facts: RunFacts

  /// `nil` where the run is a recording already.
  package var header: RunHeader?

  package init(engine: EngineLoad, facts: RunFacts, header: RunHeader? = nil) {
    self.engine = engine
    self.facts = facts
    self.header = header
  }
}
