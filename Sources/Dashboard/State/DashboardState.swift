import Networks
import SpikeStatistics
import SpikingEngine
import TerminalUI
import TimeTravel

/// Everything the dashboard knows; the screen is a function of this value.
package struct DashboardState: Sendable {
  package internal(set) var context: RunContext?

  /// What was loaded last, until the engine reports of it: what is shown belongs together.
  var arriving: RunContext?

  /// Where the run was to end when it began.
  var plannedSteps = 1

  /// `nil` until the engine reports for the first time.
  package internal(set) var engine: EngineStatus?

  package internal(set) var screen: ScreenName
  package internal(set) var overlay: Overlay?

  /// The layer under the cursor, and the neuron in each layer, in channels-last order.
  package internal(set) var layer = 0
  package internal(set) var units: [Int] = []

  /// Whether the cursor was put on a layer, by the user or where it matters.
  package internal(set) var hasChosenLayer = false

  /// The step at which the cursor was put where it matters; `nil` where the user has moved it.
  var startStep: Int?

  /// The same of the neuron: which layer it is in, and of which step it was the one that matters.
  var unitStart: (layer: Int, step: Int?)?

  /// The layers in which the cursor was put on a neuron.
  var layersWithChosenUnit: Set<Int> = []

  /// Those of them whose neuron is only where the cursor began.
  var layersWithStartUnit: Set<Int> = []

  /// The pane that has the focus, by its place on the screen, counted around; `nil` before the user
  /// has chosen one.
  package internal(set) var focusedPane: Int?

  /// Which of the neuron's inputs is selected.
  package internal(set) var input = 0

  /// The neurons that `n` and `N` go to; empty for none.
  package internal(set) var search = NeuronFilter()

  package internal(set) var rasterView = RasterView()

  /// In which order neurons are listed, and where they stand in it.
  package internal(set) var neuronOrder = NeuronOrder.index
  var orderedNeurons: OrderedNeurons?

  /// How often predictions were right, over the images seen so far.
  package internal(set) var seenAccuracy = SeenAccuracy()

  /// Where inspection came from, the latest last.
  package internal(set) var trail: [Place] = [] {
    didSet { if trail.count > Self.longestTrail { trail.removeFirst() } }
  }
  static let longestTrail = 1000

  /// What went wrong last, or what was done; the next key removes it.
  package internal(set) var message: Message?

  /// The latest diagnosis.
  package internal(set) var diagnosis: Diagnosis?

  /// How far work behind the scenes has come, in words; `nil` while there is none.
  package internal(set) var work: String?

  /// The file that the run is written to, and how far; `nil` while it is not.
  package internal(set) var recording: RecordingReport?

  /// How the stream is going that the run comes from; `nil` where it does not come from one.
  package internal(set) var stream: StreamReport?

  /// What the whole program takes; `nil` until it is asked for.
  package internal(set) var processMemory: ProcessMemory?

  /// The tour for newcomers.
  package internal(set) var tour = Tour()

  package internal(set) var commandHistory = CommandHistory()

  /// What happened, and the row under the cursor where the breaks, the marks and this are listed.
  package internal(set) var log = EventLog()

  /// Steps to come back to, in the order of their letters.
  package internal(set) var marks: [Mark] = []

  /// How many steps a run has taken since the picture before: 1 where each of them was shown.
  package internal(set) var stepsPerPicture = 1

  /// The highest number that a breakpoint was given.
  var breakNumber = 0

  /// The last stop of the engine that was reported.
  var reportedStop = 0

  /// What the dashboard is made of.
  let registry: DashboardRegistry

  package var keyMap: KeyMap

  /// What dots are drawn with; `nil` leaves it to the terminal.
  package var glyphs: GlyphChoice?

  package var theme = Theme.dark

  /// The terminal at the last event: where the arrows lead among what lies side by side depends on
  /// it.
  package var size = Size(rows: 24, columns: 80)

  /// Where the lists were scrolled to in the frame before, as its canvas says: in the next one they
  /// stand still as long as their cursors are visible.
  package var scroll = ScrollWindows()

  /// How many frames per second to show at most; `nil` leaves it to the configuration.
  package internal(set) var framesPerSecond: Double?

  /// The image and the method that are on their way, and the second network to compare with.
  var coming: (image: Int, method: Int, secondRun: String?)?

  /// The run of a sender that is on its way, in words.
  var followedRun: String?

  /// The step to return to after another image or method was loaded.
  var stepToRestore: Int?

  private var screenStates = ScreenStates()

  package init(registry: DashboardRegistry = .standard) {
    self.registry = registry
    screen = registry.screens[0].name
    keyMap = KeyMap(registry.actions)
  }

  /// What a screen remembers of its own.
  package subscript<State: ScreenState>(type: State.Type) -> State {
    get { screenStates[type] }
    set { screenStates[type] = newValue }
  }
}

/// A neuron on a screen at a step, to come back to.
package struct Place: Equatable, Sendable {
  package var screen: ScreenName
  package var layer: Int
  package var unit: Int
  package var input: Int
  package var step: Int

  /// Whether a screen's key led on from here, and not a look into something: what is shown next is
  /// no part of this.
  package internal(set) var isAside = false

  package init(screen: ScreenName, layer: Int, unit: Int, input: Int, step: Int) {
    self.screen = screen
    self.layer = layer
    self.unit = unit
    self.input = input
    self.step = step
  }
}

package struct Message: Equatable, Sendable {
  package var text: String
  package var isError: Bool
  /// Where it happened, if not here and now.
  package var step: Int?
  /// Whether it is to be taken as it stands, as what may be typed elsewhere.
  package var isVerbatim = false
}

/// Everything that can happen to the dashboard.
package enum DashboardEvent: Sendable {
  case key(Key)
  /// A line of line mode: a command, the name of an action or a key, or an answer.
  case line(String)
  /// What the mouse was pointed at.
  case pointer(PointerEvent)
  /// The screen takes few frames per second: pictures that change little are wanted.
  case slowScreen
  case engine(EngineStatus)
  case loaded(RunContext)
  /// Loading failed; what was there before stays.
  case failed(String)
  /// How far loading or diagnosing has come; `nil` once it is done.
  case working(String?)
  case diagnosed(Diagnosis.Outcome)
  case exported(ExportRequest, ExportOutcome)
  case recording(RecordingReport)
  case streaming(StreamReport)
  case measured(ProcessMemory)
  /// What came of images of the data set, for a request by its number.
  case evaluated(ImageEvaluationReport, request: Int)
  /// An image that was asked for, and its class where that is known; `nil` where there is none.
  case picture(ColorImage?, image: Int, label: Int? = nil)
  /// A text that was asked for, where there is no clipboard.
  case told(String)
  /// A text was sent to the clipboard.
  case copied(String)
  /// How far the user had come in the tour; `nil` at the first start ever.
  case touring(TourProgress?)
  /// Be where a session was when it was saved.
  case resume(SavedView)
  case saved(SessionRequest, ExportOutcome)
}

/// Everything the dashboard can ask of the world.
package enum DashboardEffect: Equatable, Sendable {
  case engine(EngineCommand)
  /// Put this image before the network made by this method, and before a second one.
  case load(image: Int, method: Int, secondRun: String? = nil)
  /// Put this image before the network made by a method that is described by a text, as a second
  /// network is; what it does not say is as for another method.
  case convert(image: Int, by: String, beside: Int, secondRun: String? = nil)
  /// Look at another network; `nil` for the bundled one, and for the data set that its card names.
  ///
  /// The options are those of `watch` that say how it is read and run, as on the command line.
  case open(model: String?, data: String?, options: [String] = [])
  /// Look at the run that the sender has begun after the one at hand.
  case followRun
  /// Find out what is wrong with the network of this method at so many steps, instead of what is
  /// being diagnosed.
  case diagnose(method: Int, steps: Int)
  case stopDiagnosis
  /// Run all images, behind the dashboard, instead of what is being run so.
  case evaluate(ImageEvaluationRequest)
  case stopEvaluation
  /// Show another image than that of the run.
  case picture(of: Int)
  /// Put a text on the clipboard.
  case copy(CopyRequest)
  /// Write what is on the screen to a file.
  case export(ExportRequest)
  /// Keep the session in a file.
  case save(SessionRequest)
  /// Write every step of the run to a file; `nil` for one that is named after the run.
  case record(path: String?)
  case stopRecording
  /// Write to the recording under way that something happened at a step.
  case noteInRecording(step: Int, kind: String, text: String)
  /// Keep how far the user has come in the tour.
  case keepTour(TourProgress)
  /// Find out how much memory the whole program takes.
  case measureMemory
  case quit
}

extension DashboardEffect {
  /// Whether it is asked of something else than a run.
  var worksWithoutRun: Bool {
    switch self {
    case .engine, .load, .convert, .followRun, .diagnose, .evaluate, .picture, .record,
      .noteInRecording, .export, .save, .copy:
      false
    case .open, .stopDiagnosis, .stopEvaluation, .stopRecording, .keepTour, .measureMemory, .quit:
      true
    }
  }
}

extension DashboardState {
  var network: SpikingNetwork? { engine?.runState.simulation.network }

  /// The layers that the screens show: all but the readout.
  package var layerCount: Int { network?.firingLayers.count ?? 0 }

  /// The neuron under the cursor, in channels-last order.
  package var unit: Int { units.indices.contains(layer) ? units[layer] : 0 }

  package var step: Int { engine?.runState.step ?? 0 }

  var place: Place { Place(screen: screen, layer: layer, unit: unit, input: input, step: step) }
}
