/// What the layer screen shows beside its numbers.
package enum LayerPicture: String, Equatable, Sendable, CaseIterable {
  /// Spikes, neuron by neuron.
  case raster
  /// The maps of all channels, as many as fit.
  case maps
  /// One channel, and the analog network's beside it.
  case channel
  /// How many neurons fire at which rate.
  case rates
  /// The rate of each neuron against its analog activation.
  case scatter

  /// The name of its pane.
  var name: String { rawValue }

  /// Whether it shows neurons one by one, which takes more room.
  var showsNeurons: Bool { self == .raster || self == .maps }

  /// Whether it says something of the layer under the cursor.
  func isTelling(in state: DashboardState) -> Bool {
    switch self {
    case .raster, .maps, .rates: true
    case .channel: !state.isVector
    case .scatter: state.hasReference
    }
  }

  /// Which of those that are not chosen are shown first where there is room.
  var rank: Int {
    switch self {
    case .raster: 0
    case .maps: 1
    case .scatter: 2
    case .rates: 3
    case .channel: 4
    }
  }
}

/// What a pixel of a map stands for.
package enum MapQuantity: String, Equatable, Sendable, CaseIterable {
  case rate, potential
  case deviation = "D"
  case sinSpikes = "sin"

  /// Whether it is known of the layer under the cursor.
  func isKnown(in state: DashboardState) -> Bool {
    switch self {
    case .rate: true
    case .potential: state.knowsPotentials
    case .deviation, .sinSpikes: state.hasReference
    }
  }

  var title: String {
    switch self {
    case .rate: "rate"
    case .potential: "potential v"
    case .deviation: "D"
    case .sinSpikes: "SIN spikes"
    }
  }
}
