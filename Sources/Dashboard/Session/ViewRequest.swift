/// A part of a run to look at, as options ask for it and as lines lead to it.
package struct ViewRequest: Equatable, Sendable {
  /// A layer or a neuron, as `conv2#412`; `nil` for where the dashboard begins.
  package var place: String?
  package var step: Int?

  /// As typed: a name or its start.
  package var screen: String?

  /// As typed: `sin.order=first`.
  package var settings: [String]

  package init(
    place: String? = nil, step: Int? = nil, screen: String? = nil, settings: [String] = []
  ) {
    (self.place, self.step, self.screen, self.settings) = (place, step, screen, settings)
  }

  /// The options of `watch` that ask for it.
  package var words: [String] {
    let at = (place ?? "") + (step.map { "@\($0)" } ?? "")
    return (screen.map { ["--screen", $0] } ?? []) + (at.isEmpty ? [] : ["--at", at])
      + settings.flatMap { ["--set", $0] }
  }

  /// The lines that lead there, as if they had been typed.
  ///
  /// What lists show is chosen before the cursor is put on one of their rows.
  package var lines: [String] {
    settings.map { "set \($0)" } + (place.map { ["go \($0)"] } ?? [])
      + (step.map { ["t \($0)"] } ?? []) + (screen.map { ["screen \($0)"] } ?? [])
  }
}

extension DashboardState {
  /// What is shown now.
  package var viewRequest: ViewRequest {
    var request = ViewRequest(screen: screen.rawValue, settings: chosenSettings)
    let layers = network?.firingLayers ?? []
    let (layer, unit) = shownNeuron
    if layers.indices.contains(layer) {
      let number = layers[layer].shape.unitNumber(ofIndex: unit)
      (request.place, request.step) = ("\(layers[layer].name)#\(number)", step)
    }
    return request
  }
}
