import Dashboard
import Experiments
import Networks
import RunFiles
import Tasks
import TerminalUI

extension RunContext {
  /// What the dashboard is told of a run that was loaded.
  package init(_ loaded: LoadedRun) {
    let facts = loaded.facts
    self.init(
      generation: loaded.engine.generation, model: facts.model,
      methods: facts.methods.map(\.title), methodNames: facts.methods.map(\.name),
      method: facts.method, image: facts.image, imageCount: facts.imageCount,
      dataset: facts.dataset, label: facts.label, classNames: facts.classNames,
      picture: ColorImage(facts.picture), logits: facts.logits,
      notes: facts.notes)
    methodSummaries = facts.methods.map(\.summary)
    secondRun = facts.secondRun.map { SecondRun(text: $0.name, title: $0.title) }
    marks = facts.marks
    hasPicture = facts.hasInput
    steps = facts.steps
    task = loaded.engine.timeline.runState.simulation.network.task
    furtherOutputs = Array(facts.analogOutputs.dropFirst())
    objects = facts.objects.map { objects in
      objects.map { object in
        var object = object
        object.box = facts.frame.inInput(object.box)
        return object
      }
    }
  }
}

extension RunFacts {
  fileprivate var picture: InputFacts {
    InputFacts(elements: input, shape: inputShape, preprocessing: preprocessing)
  }

  /// What is marked in a recording, by letter; of several with one letter the last.
  fileprivate var marks: [Mark] {
    var marks: [Character: Mark] = [:]
    for event in events where event.kind == Mark.kind {
      let mark = Mark(recorded: event.text, step: event.step, image: image, method: 0)
      if let mark, isThere(mark.place) { marks[mark.letter] = mark }
    }
    return marks.values.sorted { $0.letter < $1.letter }
  }

  /// Whether the neuron is one of those that spike.
  private func isThere(_ place: Place) -> Bool {
    place.layer < neuronCounts.count && place.unit < neuronCounts[place.layer]
  }
}

extension ColorImage {
  /// The input as it was before mean and standard deviation were taken out of it, in colour where
  /// it has three channels, else the mean of its channels in grey.
  ///
  /// Where nobody says how it was made, or its pixels are not between 0 and 1, its full range is
  /// black to white.
  init(_ facts: InputFacts) {
    let (shape, count) = (facts.shape, facts.shape.pixels)
    var values = facts.elements
    if let preprocessing = facts.preprocessing {
      values = preprocessing.scaledPixels(of: values, channels: shape.channels)
    }
    var planes = (0..<shape.channels).map { Array(values[$0 * count..<($0 + 1) * count]) }
    if shape.channels != 3 {
      planes = [
        (0..<count).map { pixel in
          planes.reduce(Float(0)) { $0 + $1[pixel] } / Float(max(shape.channels, 1))
        }
      ]
    }
    let all = planes.joined()
    var (low, high) = (all.min() ?? 0, all.max() ?? 1)
    if facts.preprocessing != nil, low >= -0.01, high <= 1.01 { (low, high) = (0, 1) }
    let range = max(high - low, .leastNormalMagnitude)
    let images = planes.map { plane in
      PixelImage(
        width: shape.width, height: shape.height, values: plane.map { ($0 - low) / range })
    }
    self =
      images.count == 3
      ? ColorImage(red: images[0], green: images[1], blue: images[2]) : ColorImage(grey: images[0])
  }
}
