import TerminalUI

/// What the Layer screen remembers of its own.
package struct LayerState: ScreenState, Equatable {
  package internal(set) var picture = LayerPicture.raster

  /// What a pixel of its maps stands for.
  package internal(set) var quantity = MapQuantity.rate

  package init() {}
}

extension DashboardState {
  package internal(set) var layerScreen: LayerState {
    get { self[LayerState.self] }
    set { self[LayerState.self] = newValue }
  }

  /// The next of those that say something.
  fileprivate mutating func showNextLayerPicture() { layerScreen.picture = nextLayerPicture }

  /// The one that comes after the one that was chosen.
  var nextLayerPicture: LayerPicture {
    var picture = layerScreen.picture
    repeat { picture = next(after: picture) } while !picture.isTelling(in: self)
    return picture
  }

  private var showsMaps: Bool {
    layerScreen.picture == .maps || layerScreen.picture == .channel
  }

  /// Whether there is another quantity, or no map yet.
  var hasNextQuantity: Bool {
    !showsMaps || MapQuantity.allCases.count { $0.isKnown(in: self) } > 1
  }

  /// Another quantity that is known; where there is no map yet, the key that changes it brings it.
  fileprivate mutating func showNextQuantity() {
    if showsMaps {
      repeat {
        layerScreen.quantity = next(after: layerScreen.quantity)
      } while !layerScreen.quantity.isKnown(in: self)
    } else {
      layerScreen.picture = .maps
    }
  }

  /// - Parameter place: Of a neuron in the order in which they are drawn.
  fileprivate mutating func select(place: Int) {
    guard let engine, layer < layerCount else { return }
    let neurons = orderedNeurons(of: engine)
    if place < neurons.count { select(unit: neurons.unit(at: place), in: layer) }
  }
}

extension ScreenName {
  package static let layer: ScreenName = "layer"
}

extension DashboardScreen {
  static let layer = DashboardScreen(
    .layer, title: "Layer", keys: [.character("2")],
    summary: "Layer: one layer, neuron by neuron"
  ) {
    $0.needs = [.orderedNeurons]
    $0.startsWhereItMatters = true
    $0.zoomUnits = { state in
      state.rasterView.zoomUnits(neurons: state.network?.layers[state.layer].shape.count ?? 1)
    }
    $0.layout = { $0.layerLayout($1) }
    $0.panes =
      [
        ScreenPane(
          "picture",
          defines: ["rate", "SIN neurons", "SIN ratio"] + LayerPicture.allCases.flatMap(\.defines),
          title: { $0.pictureTitle() }
        ) {
          $0.drawPicture($0.state.layerScreen.picture, on: &$1)
        },
        ScreenPane("facts", defines: .layerFacts, title: { _ in PaneTitle("figures") }) {
          $0.drawLayerFacts(on: &$1)
        },
      ]
      + LayerPicture.allCases.map { picture in
        ScreenPane(picture.name, defines: picture.defines, title: { $0.title(of: picture) }) {
          $0.drawPicture(picture, on: &$1)
        }
      } + ScreenPane.spikesAlone
    $0.insight = { $0.silenceInsight() ?? $0.layerInsight() }
    $0.hints = { state in
      [
        ActionHint("inspect", "neuron"), ActionHint("next-picture", state.nextLayerPicture.name),
        ActionHint("order-neurons", "order"),
      ] + .when(state.hasNextQuantity, "sort-rows", "show") + state.layerHints
    }
    $0.moveCursor = { $0.moveUnitCursor(by: $1) }
    $0.select = { $0.select(place: $1) }
    $0.inspect = { state in
      if !state.goToNearestFiring() { state.screen = .neuron }
      return []
    }
    $0.nextPicture = { $0.showNextLayerPicture() }
    $0.sort = { $0.showNextQuantity() }
    $0.showUsualView = { $0.layerScreen.picture = LayerState().picture }
    $0.ownSettings = [
      .choice("picture", usual: LayerState().picture, \.layerScreen.picture),
      .choice("maps", usual: LayerState().quantity, \.layerScreen.quantity),
      .order(usual: .index, \.neuronOrder),
    ]
    $0.sentences = { $0.layerSentences() }
    $0.mainPanels = ["picture"]
    $0.numbers = { $0.pictureNumbers() }
    $0.panels = ["picture": { $0.pictureNumbers() }, "raster": { $0.spikeNumbers() }]
    $0.panels["potential-bins"] = { $0.potentialBinNumbers() }
    $0.panels["interval-bins"] = { $0.intervalNumbers() }
    for picture in LayerPicture.allCases where picture != .raster {
      $0.panels[picture.name] = { $0.unitNumbers() }
    }
  }
}
