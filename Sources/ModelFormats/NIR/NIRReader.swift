import Foundation
import HDF5
import InputFiles
import Networks

/// A spiking network from a NIR file.
package struct NIRModel: Equatable, Sendable {
  /// What the graph describes.
  package var network: SpikingNetwork

  /// What the file calls the node that each layer stands for.
  package var fileNames: [String]

  /// How time and resets are understood, one line each.
  package var notes: [String]

  /// What steps make of the file that it says otherwise, one line each.
  package var warnings: [String]
}

/// Reads NIR graphs, as the Python package `nir` of version 1.0 writes them.
///
/// The format is that of Pedersen et al. 2024, doi:10.1038/s41467-024-52259-9. Neurons become
/// layers, and what is linear between them projections; nested graphs are dissolved. The input is a
/// constant current, and the output is summed over the steps. Whatever the description cannot hold
/// is refused, never skipped.
package enum NIRReader {
  package static func model(
    at path: String, options: NIROptions = NIROptions()
  ) throws(FormatError) -> NIRModel {
    let file: InputFile
    do {
      file = try InputFile(path)
    } catch {
      throw .input(error)
    }
    let reader: HDF5Reader
    do {
      reader = try HDF5Reader(file)
    } catch {
      throw FormatError(error)
    }
    return try model(in: reader, options: options)
  }

  /// The network in a file that is open.
  package static func model(
    in file: HDF5Reader, options: NIROptions = NIROptions()
  ) throws(FormatError) -> NIRModel {
    let typed = try NIRTypedGraph(NIRFile.graph(in: file), options: options)
    try typed.checkLinearCycles()
    var builder = try NIRNetworkBuilder(typed)
    return try builder.model()
  }
}

/// Puts the layers of a typed graph together.
private struct NIRNetworkBuilder {
  private let typed: NIRTypedGraph

  /// The nodes that are layers, in the order of the network.
  private let layers: [Int]

  /// The position of each layer's node in `layers`.
  private let position: [Int: Int]

  /// Per node, the paths whose sum it gives.
  private var paths: [Int: [ProjectionPath]] = [:]

  /// How many operations these have together.
  private var operations = 0

  /// Neurons whose spikes carry their threshold, by node, and the Scale nodes that say so.
  private let graded: [Int: Float]
  private let absorbed: Set<Int>

  init(_ typed: NIRTypedGraph) throws(FormatError) {
    self.typed = typed
    layers = try typed.orderedLayers()
    position = Dictionary(uniqueKeysWithValues: layers.enumerated().map { ($1, $0) })
    var (graded, absorbed) = ([Int: Float](), Set<Int>())
    for layer in layers {
      guard let (threshold, scale) = typed.chargePerSpike(of: layer) else { continue }
      graded[layer] = threshold
      if let scale { absorbed.insert(scale) }
    }
    self.graded = graded
    self.absorbed = absorbed
  }

  mutating func model() throws(FormatError) -> NIRModel {
    let names = NIRNames(typed).names(of: layers)
    var described: [SpikingLayer] = []
    for (index, node) in layers.enumerated() {
      var incoming: [ProjectionPath] = []
      for source in typed.graph.sourcesInFileOrder(of: node) { incoming += try paths(of: source) }
      var layer = SpikingLayer(
        name: names[index], shape: typed.nodes[node].output.shape, neuron: neuron(of: node),
        projections: incoming.map(\.projection))
      layer.initialPotential = typed.nodes[node].initialPotential
      described.append(layer)
    }
    let network = SpikingNetwork(
      name: URL(filePath: typed.graph.file).deletingPathExtension().lastPathComponent,
      inputShape: typed.nodes[typed.input].output.shape, layers: described, coding: .rate)
    return NIRModel(
      network: network, fileNames: layers.map { typed.graph.nodes[$0].name },
      notes: [typed.timeStepNote].compactMap(\.self) + network.continuousNotes + network.delayNotes
        + network.loopNotes + network.foreignNotes + typed.strangeNotes,
      warnings: typed.order.compactMap { typed.nodes[$0].rounding })
  }

  private func neuron(of node: Int) -> NeuronParameters {
    guard case .neurons(let neuron) = typed.nodes[node].operation else { return .readout }
    guard let threshold = graded[node], let firing = neuron.dynamics?.firing
    else { return neuron }
    return .integrateAndFire(threshold: threshold, reset: firing.reset)
  }

  /// - Precondition: No linear nodes feed each other.
  private mutating func paths(of node: Int) throws(FormatError) -> [ProjectionPath] {
    if let known = paths[node] { return known }
    let shape = typed.nodes[node].output.shape
    var result: [ProjectionPath] = []
    switch typed.nodes[node].operation {
    case .input:
      result = [ProjectionPath(source: .input, shape: shape)]
    case .neurons, .output:
      result = [ProjectionPath(source: .layer(position[node] ?? 0), shape: shape)]
    case .linear(let stages):
      for source in typed.graph.sourcesInFileOrder(of: node) { result += try paths(of: source) }
      guard result.count <= 1024 else {
        throw typed.graph.unsupported(
          node, "more than 1024 linear paths lead to it; put neurons between")
      }
      if absorbed.contains(node) { break }
      for stage in stages { result = extended(result, by: stage) }
    }
    operations += result.reduce(0) { $0 + $1.projection.stages.count }
    guard operations <= 1 << 18 else {
      throw typed.graph.unsupported(
        node, "the linear paths of the graph have more than \(1 << 18) operations")
    }
    paths[node] = result
    return result
  }

  private func extended(_ paths: [ProjectionPath], by stage: SynapticStage) -> [ProjectionPath] {
    if case .scale(let factors) = stage.operation, factors.allSatisfy({ $0 == 1 }) { return paths }
    return ProjectionPath.extended(paths, by: stage.operation, shape: stage.shape)
  }
}

extension NIRTypedGraph {
  fileprivate func orderedLayers() throws(FormatError) -> [Int] {
    let layers = self.layers
    let position = Dictionary(uniqueKeysWithValues: layers.enumerated().map { ($1, $0) })
    let order = NIRLayerOrder(
      feeders: feedingLayers(of: layers).map { Set($0.compactMap { position[$0] }) },
      beginnings: layers.map { beginning(of: $0) })
    switch order.order() {
    case .success(let order): return order.map { layers[$0] }
    case .failure(let cycle):
      throw .instantCycle(
        file: graph.file, nodes: cycle.layers.map { graph.nodes[layers[$0]].name })
    }
  }

  private func beginning(of layer: Int) -> NIRLayerOrder.Beginning? {
    guard case .neurons(let neuron) = nodes[layer].operation else { return nil }
    switch neuron.nirForm(timeStep: 1) {
    case .neurons(let neuron): return neuron.firing == nil ? nil : .neuron
    case .delay(let steps):
      guard steps.all.contains(where: { $0 > 0 }) else { return nil }
      return steps.all.contains(0) ? .partialDelay : .delay
    case .missing: return nil
    }
  }

  /// The threshold of neurons that integrate one unit per unit of current, if whatever they feed
  /// gets their spikes times the threshold: those of a converted network.
  ///
  /// - Returns: The Scale node that multiplies, too; without one the threshold is 1.
  fileprivate func chargePerSpike(of layer: Int) -> (threshold: Float, scale: Int?)? {
    guard case .neurons(let parameters) = nodes[layer].operation,
      let neuron = parameters.dynamics, case .integrator(let resistance) = neuron.membrane,
      let firing = neuron.firing, firing.rule == .reaching,
      let threshold = firing.threshold.common, threshold > 0,
      resistance.common.map({ $0 * neuron.timeStep == 1 }) == true,
      firing.reset == .bySubtraction
        || firing.reset == .toZero && firing.resetPotential.common == 0,
      !firing.firesSeveral
    else { return nil }
    let fed = graph.targets(of: layer)
    if threshold == 1 { return (1, nil) }
    guard fed.count == 1, case .linear(let stages) = nodes[fed[0]].operation, stages.count == 1,
      case .scale(let factors) = stages[0].operation,
      factors.allSatisfy({ $0 == threshold }), graph.sources(of: fed[0]).count == 1
    else { return nil }
    return (threshold, fed[0])
  }
}

extension SpikingNetwork {
  /// How neurons of continuous time are understood.
  fileprivate var continuousNotes: [String] {
    var lines: [String] = []
    for layer in layers {
      guard let neuron = layer.neuron.dynamics, neuron.membrane != .memoryless
      else { continue }
      let line =
        "neurons: \(neuron.modelName), \(neuron.integration.title) with dt = "
        + "\(neuron.timeStep) s"
        + (neuron.synapse.map { $0.rule.note } ?? "")
        + (neuron.firing.map { ", \($0.note)" } ?? "")
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// What programs that write NIR do otherwise, and their files do not tell.
  fileprivate var foreignNotes: [String] {
    let isPlain = layers.contains { layer in
      guard let firing = layer.neuron.dynamics?.firing else { return false }
      return firing.rule == .exceeding && firing.reset != .bySubtractionInNextStep
        && !firing.firesSeveral
    }
    var lines: [String] = []
    if layers.contains(where: { $0.neuron.dynamics?.synapse?.rule == .filter }) {
      lines.append(
        "synaptic currents: they follow their input by dt/tau_syn and act in the same step; "
          + "Norse's LIFCell adds its input whole (--synapses jump, before 1.1 jump-delayed)")
    }
    if layers.contains(where: \.mayStartElsewhere) {
      lines.append(
        "potentials: they start at 0, as NIR says nothing of that; SpikingJelly starts at v_reset, "
          + "Norse at v_leak, which are not 0 here: give the nodes the metadata "
          + "'\(NIRMetadata.initialPotential)' where they are from there")
    }
    guard isPlain else { return lines }
    lines.append(
      "spikes: one at most per neuron and step, with the reset in the same step, as NIR has it; "
        + "sinabs fires several (--spikes-per-step several --spike-at ge --integration "
        + "exponential), and snnTorch resets a step later (--reset soft-delayed)")
    return lines
  }
}

extension SpikingLayer {
  /// Whether neurons that start at 0 start at another potential in the programs that write NIR.
  fileprivate var mayStartElsewhere: Bool {
    guard initialPotential == .rest, let neuron = neuron.dynamics else { return false }
    var potentials = neuron.firing.map { [$0.resetPotential] } ?? []
    if case .leaky(_, _, let leakPotential) = neuron.membrane { potentials.append(leakPotential) }
    return potentials.contains { $0.common != 0 }
  }
}

extension ContinuousNeuron.Firing {
  /// When it fires, and what that leaves behind.
  fileprivate var note: String {
    let condition =
      switch rule {
      case .reaching: "fires at v >= v_threshold"
      case .exceeding: "fires at v > v_threshold"
      }
    let rest =
      switch reset {
      case .bySubtraction: "by subtraction (soft)"
      case .toZero: "to v_reset (hard)"
      case .bySubtractionInNextStep: "by subtraction in the next step (soft-delayed)"
      }
    return "\(condition)\(firesSeveral ? ", several spikes per step" : ""), reset \(rest)"
  }
}

extension ContinuousNeuron.Integration {
  fileprivate var title: String {
    switch self {
    case .euler: "forward Euler"
    case .exponential: "exponential decay"
    }
  }
}
