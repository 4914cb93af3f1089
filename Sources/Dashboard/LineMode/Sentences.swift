import PlainText
import SpikeStatistics

extension DashboardState {
  /// What the screen shows, in plain sentences.
  package func sentences() -> [String] {
    guard let engine, let context, layer < layerCount else { return [] }
    return shown.sentences(ScreenView(state: self, context: context, engine: engine))
  }
}

/// How many items of a list are read.
let readItems = 10

extension ScreenView {
  func summary(ofLayer index: Int) -> String {
    let statistics = runState.statistics.layers[index]
    let count = network.layers[index].shape.count
    let layerStep = layerStep(index)
    var facts = [counted(count, "neuron")]
    if step > 0 {
      facts.append("rate \(Figure.rate.text(of: layerStep))")
    }
    if let sin = statistics.sin {
      facts.append(
        "\(grouped(sin.neurons)) of \(grouped(sin.inactiveCount)) inactivated neurons have spiked")
    }
    if step > 0, let deviation = statistics.phase?.meanDeviation {
      facts.append("mean D \(visibleSigned(deviation))")
    }
    facts += furtherLayerFigures.map { "\($0.title) \($0.text(of: layerStep))" }
    return "\(network.layers[index].name): \(facts.joined(separator: ", "))."
  }

  func spikes(_ count: Int) -> String {
    counted(count, "spike")
  }

  /// How much was not read.
  func rest(_ shown: Int, of count: Int) -> [String] {
    shown < count ? ["These are \(shown) of \(grouped(count))."] : []
  }
}
