import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// What leaves a layer: along each edge that begins there the same spikes go.
package struct GraphFlow: Equatable, Sendable {
  /// Spikes per neuron and step so far.
  package var rate: Double
  /// Spikes per step so far, and those of the last step.
  package var mean: Double
  package var now: Int
  /// The share of SIN among all spikes so far; `nil` where that is not defined.
  package var sinShare: Double?
}

extension ScreenView {
  /// Which layers drive which.
  var graph: NetworkGraph { NetworkGraph(network) }

  /// The place of the layer under the cursor.
  var graphPlace: Int { state.layer + 1 }

  /// The layer of a place; `nil` of the input.
  func graphLayer(_ place: Int) -> SpikingLayer? {
    network.layers.indices.contains(place - 1) ? network.layers[place - 1] : nil
  }

  func graphName(_ place: Int) -> String { graphLayer(place)?.name ?? "input" }

  /// `nil` for what sends no spikes, and before the first step.
  func flow(from place: Int) -> GraphFlow? {
    let layer = place - 1
    guard layers.indices.contains(layer), step > 0, !network.layers[layer].neuron.sendsPotential
    else { return nil }
    let statistics = runState.statistics.layers[layer]
    let total = statistics.counts.total
    let mean = Double(total) / Double(step)
    return GraphFlow(
      rate: mean / Double(max(network.layers[layer].shape.count, 1)), mean: mean,
      now: statistics.counts.stepTotal,
      sinShare: statistics.sin.flatMap { ratio($0.spikes, of: total) })
  }

  /// What goes along the edges of a place, in words.
  func flowText(from place: Int) -> String {
    guard let layer = graphLayer(place) else { return "the input, as a current" }
    if layers.indices.contains(place - 1), layer.neuron.sendsPotential { return "its potential" }
    guard let flow = flow(from: place) else { return step == 0 ? "" : "no spikes" }
    let sin = flow.sinShare.map { ", \(percent($0, digits: 0)) of them SIN" } ?? ""
    return "\(perStep(flow.mean)) spikes a step\(sin)"
  }

  /// Along edges rates and SIN have the colours that they have everywhere.
  func flowStyle(from place: Int) -> Style {
    guard let flow = flow(from: place) else { return .border }
    return flow.mean > 0 ? .spikes(rate: flow.rate, sinShare: flow.sinShare ?? 0) : .border
  }

  /// The share of SIN among all spikes that arrive at a place; `nil` where it is not known of all
  /// that drive it.
  func arrivingSINShare(at place: Int, in graph: NetworkGraph) -> Double? {
    var (spikes, sinSpikes) = (0, 0)
    for edge in graph.edges(to: place) where edge.source > 0 {
      guard let sin = runState.statistics.layers[edge.source - 1].sin else { return nil }
      spikes += runState.statistics.layers[edge.source - 1].counts.total
      sinSpikes += sin.spikes
    }
    return ratio(sinSpikes, of: spikes)
  }
}

/// Spikes per step: with decimals where there are few.
func perStep(_ value: Double) -> String {
  value < 100 ? decimal(value, digits: value < 10 ? 2 : 1) : grouped(Int(value.rounded()))
}
