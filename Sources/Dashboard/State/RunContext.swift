import Networks
import TerminalUI

/// What the dashboard looks at: one image before one converted network.
package struct RunContext: Equatable, Sendable {
  /// Which timeline of the engine this belongs to.
  package var generation: Int

  package var model: String

  /// The titles of the conversion methods to choose from, and the one in use.
  package var methods: [String]
  package var method: Int

  /// The same methods as they are typed.
  package var methodNames: [String]

  /// What each of them does, in a line; none where nobody says.
  package var methodSummaries: [String] = []

  /// The second network that runs in lock-step, if there is one.
  package var secondRun: SecondRun?

  /// The number of the image, and how many there are.
  package var image: Int
  package var imageCount: Int
  package var dataset: String

  /// T of the first network, whatever it stands beside; `nil` where nobody says.
  package var steps: Int?

  package var label: Int?
  package var classNames: [String]
  package var picture: ColorImage

  /// Whether the image is known; spikes may come without one.
  package var hasPicture = true

  /// The analog network's answer; empty where there is no ANN.
  package var logits: [Float]

  /// What the analog network gives beside its answer, one per further output.
  package var furtherOutputs: [[Float]] = []

  /// What is annotated in the picture, in pixels of the input; `nil` where nobody says.
  package var objects: [AnnotatedObject]?

  /// What the outputs mean.
  package var task = NetworkTask.classification

  /// Whether the answer is a class.
  var answersByClass: Bool { task.isClassification }

  /// Without the label of the image where answers are no classes of images: it would be read as
  /// that class of a place or of a box which has the same number.
  var withLabelOfItsTask: RunContext {
    var context = self
    if !answersByClass { context.label = nil }
    return context
  }

  /// Whether an answer is right or wrong as a whole; among the classes of many places always some
  /// are wrong.
  var isJudgedAsAWhole: Bool {
    switch task {
    case .classification, .detection: true
    case .segmentation: false
    }
  }

  /// All that the analog network gives, one per output; none where there is no ANN.
  var analogOutputs: [[Float]] { hasANN ? [logits] + furtherOutputs : [] }

  /// Whether there is an analog network to compare with.
  package var hasANN: Bool { !logits.isEmpty }

  /// Whether the network can be converted in other ways.
  var hasMethods: Bool { methods.count > 1 || hasANN }

  /// Where data and thresholds come from, one line each.
  package var notes: [String]

  /// What may make the results mean nothing; the last one of several.
  var warning: String? { notes.last { $0.hasPrefix(Self.warningMark) } }

  static let warningMark = "warning: "

  /// What a recording lacks that was to be there: the network that ran.
  var lack: String? { notes.last { $0.contains("without its model: ") } }

  /// What is not as one expects, one line each.
  var notices: [String] {
    notes.filter { $0.hasPrefix(Self.warningMark) || $0.contains("without its model") }
  }

  /// Marks that a recording brings along.
  package var marks: [Mark] = []

  package init(
    generation: Int, model: String, methods: [String], methodNames: [String]? = nil, method: Int,
    image: Int, imageCount: Int,
    dataset: String, label: Int?, classNames: [String], picture: ColorImage, logits: [Float],
    notes: [String]
  ) {
    self.generation = generation
    self.model = model
    self.methods = methods
    self.methodNames = methodNames ?? methods
    self.method = method
    self.image = image
    self.imageCount = imageCount
    self.dataset = dataset
    self.label = label
    self.classNames = classNames
    self.picture = picture
    self.logits = logits
    self.notes = notes
  }

  /// A second network before the same image.
  package struct SecondRun: Equatable, Sendable {
    /// As it was asked for.
    package var text: String
    package var title: String

    package init(text: String, title: String) {
      self.text = text
      self.title = title
    }
  }

  /// The name of a class, or its number where there are no names.
  package func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }
}
