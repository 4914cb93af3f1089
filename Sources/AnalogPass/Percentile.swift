/// Which percentile, and of which activations.
package struct Percentile: Equatable, Sendable {
  /// Which activations are counted.
  package enum Population: String, CaseIterable, Sendable {
    /// SNN Toolbox; the default.
    case positive
    /// SpikingJelly: zeros count, so with half of them 99.9 % of all is 99.8 % of the positive
    /// ones.
    case all
  }

  /// Above 0, up to 100.
  package var percent: Double
  /// Which activations are counted.
  package var population: Population

  package init(_ percent: Double, of population: Population = .positive) {
    self.percent = percent
    self.population = population
  }

  /// As on screens: `99.9%`, or `99.9% of all`.
  package var title: String { "\(percent)%" + (population == .all ? " of all" : "") }
}
