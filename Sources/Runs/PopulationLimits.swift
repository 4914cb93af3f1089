/// How much another program may describe, in tables of spikes and in streams alike.
package enum PopulationLimits {
  /// The most populations; the largest networks have some hundred layers.
  package static let mostPopulations = 1 << 15

  /// The most neurons that all populations may have together, and the most values of an input.
  package static let mostNeurons = 1 << 24
}
