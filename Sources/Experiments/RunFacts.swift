import Datasets
import Networks
import RunFiles

/// What is known of a run before its first step.
package struct RunFacts: Sendable {
  package var model: String

  /// The methods to choose from, and the position of the one in use.
  package var methods: [Method]
  package var method: Int

  /// The second network that runs in lock-step, if there is one.
  package var secondRun: Method?

  /// The number of the image, and how many there are.
  package var image: Int
  package var imageCount: Int
  package var dataset: String

  package var label: Int?
  package var classNames: [String]

  /// The input of the network in the order of unit numbers.
  package var input: [Float]
  package var inputShape: MapShape

  /// Whether the input is known; spikes may come without one.
  package var hasInput = true

  /// How pixels became the input; `nil` where nobody says.
  package var preprocessing: Preprocessing?

  /// What the analog network gives, one per output; none where there is no ANN.
  package var analogOutputs: [[Float]]
  /// The first of these.
  package var logits: [Float] { analogOutputs.first ?? [] }

  /// What is annotated in the picture; `nil` where nobody says.
  package var objects: [AnnotatedObject]?
  /// Where the input lies in the picture.
  package var frame = InputFrame()

  /// T of the network itself, whatever it stands beside; `nil` where nobody says.
  package var steps: Int?

  /// Where data and thresholds come from, one line each.
  package var notes: [String]

  /// What a recording says that has happened, in the order of writing.
  package var events: [RunFileEvent]

  /// The sizes of the layers that fire.
  package var neuronCounts: [Int]

  package init(
    model: String, methods: [Method], method: Int, secondRun: Method? = nil, image: Int,
    imageCount: Int, dataset: String, label: Int?, classNames: [String], input: [Float],
    inputShape: MapShape, analogOutputs: [[Float]], notes: [String], events: [RunFileEvent] = [],
    neuronCounts: [Int]
  ) {
    self.model = model
    self.methods = methods
    self.method = method
    self.secondRun = secondRun
    self.image = image
    self.imageCount = imageCount
    self.dataset = dataset
    self.label = label
    self.classNames = classNames
    self.input = input
    self.inputShape = inputShape
    self.analogOutputs = analogOutputs
    self.notes = notes
    self.events = events
    self.neuronCounts = neuronCounts
  }

  /// A way to convert a network, as it is typed and as it is shown.
  package struct Method: Sendable {
    package var name: String
    package var title: String
    /// What it does, in a line; empty where nobody says.
    package var summary: String

    package init(name: String, title: String, summary: String = "") {
      self.name = name
      self.title = title
      self.summary = summary
    }
  }
}
