import TerminalUI

/// What the Neuron screen remembers of its own.
package struct NeuronState: ScreenState {
  /// What it shows below the trace.
  package internal(set) var picture = NeuronPicture.cause

  /// What is computed of the neuron under the cursor; `nil` while no screen shows it.
  package internal(set) var inspection: NeuronInspection?

  package init() {}
}

extension DashboardState {
  package internal(set) var neuronScreen: NeuronState {
    get { self[NeuronState.self] }
    set { self[NeuronState.self] = newValue }
  }

  package var inspection: NeuronInspection? { neuronScreen.inspection }

  /// What can be shown below the trace.
  var neuronPictures: [NeuronPicture] {
    NeuronPicture.allCases.filter { $0.isTelling(in: self) }
  }

  /// What is shown there: what was chosen, as far as it says something.
  var neuronPicture: NeuronPicture {
    let pictures = neuronPictures
    return pictures.contains(neuronScreen.picture) ? neuronScreen.picture : pictures[0]
  }

  private var nextNeuronPicture: NeuronPicture {
    let pictures = neuronPictures
    let place = pictures.firstIndex(of: neuronPicture) ?? 0
    return pictures[around(place + 1, of: pictures.count)]
  }

  fileprivate mutating func showNextNeuronPicture() {
    neuronScreen.picture = nextNeuronPicture
  }

  fileprivate var neuronHints: [ActionHint] {
    let leadsOn = !(inspection?.cause?.terms.isEmpty ?? true)
    let words = input == 0 && isSilent ? "nearest that fired" : "input"
    return .when(leadsOn || input == 0 && hasNearestFiring, "inspect", words)
      + .when(neuronPictures.count > 1, "next-picture", nextNeuronPicture.title)
      + .when(!trail.isEmpty, "back", "back") + .when(mayFire, "next-spike", "next spike")
  }

  fileprivate mutating func refreshInspection(hasTrace: Bool) {
    let (layer, unit) = shownNeuron
    guard let engine, layer < layerCount else {
      neuronScreen.inspection = nil
      return
    }
    let source = NeuronInspection.Source(
      picture: PictureSource(engine), layer: layer, unit: unit, hasTrace: hasTrace)
    let old = inspection
    if old?.source != source {
      neuronScreen.inspection = NeuronInspection(source, status: engine, after: old)
    }
    input = min(input, max((inspection?.cause?.terms.count ?? 1) - 1, 0))
  }

  /// Through the inputs that deviate.
  fileprivate mutating func moveInputCursor(by offset: Int) {
    let count = inspection?.cause?.terms.count ?? 0
    settleCursor()
    input = min(max(input + offset, 0), max(count - 1, 0))
  }

  /// To the presynaptic neuron of the selected input, at the same step; from a silent neuron to the
  /// nearest one that fired, unless an input was chosen.
  fileprivate mutating func inspectInput() {
    if input == 0, goToNearestFiring() { return }
    guard let terms = inspection?.cause?.terms, terms.indices.contains(input) else {
      trail.removeLast()
      message = Message(text: "this neuron has no input that deviates", isError: false)
      return
    }
    select(unit: terms[input].unit, in: terms[input].layer)
  }
}

extension Computation {
  /// The neuron under the cursor, with what it went through or without.
  static func neuron(hasTrace: Bool) -> Computation {
    Computation("neuron") {
      $0.refresh = { $0.refreshInspection(hasTrace: hasTrace) }
      $0.forget = { $0.neuronScreen.inspection = nil }
    }
  }
}

extension ScreenName {
  package static let neuron: ScreenName = "neuron"
}

extension DashboardScreen {
  static let neuron = DashboardScreen(
    .neuron, title: "Neuron", keys: [.character("3")],
    summary: "Neuron: potential, spikes, causes"
  ) {
    $0.needs = [.neuron(hasTrace: true)]
    $0.startsWhereItMatters = true
    $0.layout = { $0.neuronLayout($1) }
    $0.panes =
      [
        ScreenPane("trace", defines: .trace, title: { $0.traceTitle() }) { $0.drawTrace(on: &$1) },
        ScreenPane("facts", defines: .unitFacts, title: { $0.unitFactsTitle() }) {
          $0.drawUnitFacts(on: &$1)
        }, .layerSpikes, .layerRates,
      ] + ScreenPane.spikesAlone
      + NeuronPicture.allCases.map { picture in
        ScreenPane(picture.name, defines: [picture.definition], title: { $0.title(of: picture) }) {
          $0.drawNeuronPicture(picture, on: &$1)
        }
      }
    $0.insight = { $0.neuronInsight() }
    $0.hints = { $0.neuronHints }
    $0.moveCursor = { $0.moveInputCursor(by: $1) }
    $0.select = { $0.moveInputCursor(by: $1 - $0.input) }
    $0.inspect = { state in
      state.inspectInput()
      return []
    }
    $0.nextPicture = { $0.showNextNeuronPicture() }
    $0.showUsualView = { $0.neuronScreen.picture = NeuronState().picture }
    $0.ownSettings = [.choice("picture", usual: NeuronState().picture, \.neuronScreen.picture)]
    $0.trailNamesNeuron = true
    $0.sentences = { $0.neuronSentences() }
    $0.readsAfterStep = true
    $0.mainPanels = ["trace"]
    $0.numbers = { $0.traceNumbers() }
    $0.panels = [
      "trace": { $0.traceNumbers() }, "cause": { $0.causeNumbers() },
      "arrivals": { $0.arrivalNumbers() }, "intervals": { $0.unitIntervalNumbers() },
      "spikes": { $0.spikeNumbers() }, "rates": { $0.unitNumbers() },
      "potential-bins": { $0.potentialBinNumbers() }, "interval-bins": { $0.intervalNumbers() },
    ]
  }
}
