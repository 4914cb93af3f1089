import AnalogPass
import Networks
import SpikeStatistics
import SpikingEngine
import Tasks
import Tensors

/// What to evaluate: networks made by several methods from one analog network, or a spiking network
/// that was trained as one.
package struct EvaluationPlan: Sendable {
  /// A network to evaluate, how it was made, and when to read it.
  package struct Entry: Sendable {
    /// The name under which results are reported; entries that share it are reported as one.
    package let label: String

    /// As shown to people, with what is a reconstruction.
    package let title: String

    /// The network, ready to run.
    package let packed: PackedNetwork

    /// One per spiking layer, in the order of `AnalogNetwork.activations`; empty without an ANN.
    package let thresholds: [Float]

    /// The numbers of time steps to read off, ascending; it runs to the last of them.
    package let steps: [Int]

    /// The positions of the layers with an analog counterpart; without an ANN of all that fire.
    package let comparedLayers: [Int]

    /// What a spike of each neuron costs, per layer in channels-last order.
    let fanOut: [[Int32]]

    /// A network made for one T is an entry with that T only; entries of the same label are read at
    /// different T.
    package init(
      label: String, title: String? = nil, packed: PackedNetwork, thresholds: [Float],
      steps: [Int]
    ) {
      self.label = label
      self.title = title ?? label
      self.packed = packed
      self.thresholds = thresholds
      self.steps = Set(steps).sorted()
      comparedLayers = packed.network.comparedLayers
      fanOut = packed.fanOutTable()
    }
  }

  /// `nil` where there is none to compare with.
  package var analog: AnalogNetwork?

  /// One per spiking network; those of one label are reported as one method.
  package var entries: [Entry]

  package init(analog: AnalogNetwork, entries: [Entry]) {
    self.analog = analog
    self.entries = entries
  }

  /// A spiking network without an analog one.
  package init(trained entry: Entry) {
    entries = [entry]
  }

  /// The name of the model.
  package var name: String { analog?.name ?? entries.first?.packed.network.name ?? "" }

  /// The number of classes that the networks tell apart.
  package var classes: Int { reader?.classCount ?? 0 }

  /// What the answers are; the same of all networks.
  package var task: NetworkTask { reader?.task ?? .classification }

  /// Makes answers of outputs; `nil` without any network.
  private var reader: TaskReader? {
    analog.map { TaskReader($0) } ?? entries.first.map { TaskReader($0.packed.network) }
  }

  /// The labels of the entries, each once, in order.
  package var labels: [String] {
    var seen: Set<String> = []
    return entries.map(\.label).filter { seen.insert($0).inserted }
  }

  /// Every T at which some entry is read, ascending.
  package var steps: [Int] { Set(entries.flatMap(\.steps)).sorted() }

  /// Simulates every image with every network.
  ///
  /// Neither the number of threads nor the order of the images changes the result.
  ///
  /// - Parameters:
  ///   - image: A preprocessed image with what is known of it.
  ///   - goOn: Called on any thread when an image is done; returns whether to go on.
  /// - Throws: What `image` throws.
  package func evaluated(
    count: Int, threads: Int, image: @Sendable (Int) throws -> EvaluationImage,
    goOn: @Sendable () -> Bool = { true }
  ) throws -> EvaluationResults {
    let collector = ResultCollector(EvaluationResults(self))
    try evaluate(Array(0..<count), threads: threads, image: image) { result in
      collector.add(result)
      return goOn()
    }
    return collector.results
  }

  /// Simulates some images with every network, and hands over the result of each.
  ///
  /// - Parameters:
  ///   - indices: The numbers of the images; they are taken in this order.
  ///   - image: A preprocessed image with what is known of it.
  ///   - collect: Called on any thread with each result; returns whether to go on.
  /// - Throws: `ActivationOverflow`, and what `image` throws.
  package func evaluate(
    _ indices: [Int], threads: Int, image: @Sendable (Int) throws -> EvaluationImage,
    collect: @Sendable (ImageResult) -> Bool
  ) throws {
    let reader = reader
    _ = try concurrently(
      count: indices.count, threads: threads,
      makeState: { (analog.map(ForwardPass.init), Engine()) },
      body: { tools, position in
        collect(
          try result(
            of: indices[position], image: try image(indices[position]), reader: reader,
            pass: &tools.0, engine: tools.1))
      },
      result: { _ in })
  }

  private func result(
    of index: Int, image: EvaluationImage, reader: TaskReader?, pass: inout ForwardPass?,
    engine: Engine
  ) throws(ActivationOverflow) -> ImageResult {
    let activations = pass?.activations(of: image.input)
    try pass?.check()
    var references = activations.map(ImageReferences.init)
    let runs = entries.map {
      ImageRun(
        $0, image: image.input, label: image.label, references: references?.layers(of: $0),
        engine: engine)
    }
    let findings = reader.flatMap { reader in
      ImageFindings(
        of: image, reader, analog: activations?.outputs, found: runs.map(\.outputs))
    }
    return ImageResult(
      answers: ImageAnswers(
        index: index, label: image.label,
        analog: activations.flatMap { task.label(from: $0.logits) },
        predictions: runs.map(\.predictions), findings: findings),
      methods: runs.map(\.tally))
  }
}
