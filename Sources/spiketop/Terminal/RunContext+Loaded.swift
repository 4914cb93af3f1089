import Dashboard
import Experiments
import Networks
import RunFiles
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
      picture: PixelImage(input: facts.input, shape: facts.inputShape), logits: facts.logits,
      notes: facts.notes)
    secondRun = facts.secondRun.map { SecondRun(text: $0.name, title: $0.title) }
    marks = facts.marks
  }
}

extension RunFacts {
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

extension PixelImage {
  /// The input as a grey picture: the mean of its channels, its full range as black to white.
  init(input: [Float], shape: MapShape) {
    let means = (0..<shape.pixels).map { pixel in
      (0..<shape.channels).reduce(Float(0)) { $0 + input[$1 * shape.pixels + pixel] }
    }
    let (low, high) = (means.min() ?? 0, means.max() ?? 1)
    let range = max(high - low, .leastNormalMagnitude)
    self.init(
      width: shape.width, height: shape.height, values: means.map { ($0 - low) / range })
  }
}
