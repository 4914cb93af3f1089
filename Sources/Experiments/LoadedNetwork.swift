import Datasets
import ModelFormats
import Networks
import Runs

/// A network as its file has it, of either kind.
enum LoadedNetwork {
  case analog(AnalogNetwork)
  case spiking(NIRModel)

  /// Reads a file; what the card says of time counts where the request says nothing.
  ///
  /// - Returns: Besides, the outputs of the network.
  static func read(
    _ request: ModelRequest, card: ModelCard?, images: String?
  ) throws -> (LoadedNetwork, outputs: [DetectionCard.Output]) {
    let path = request.path
    guard path.hasSuffix(".nir") else {
      if !request.nirFlags.isEmpty {
        let flags = request.nirFlags.map { "'\($0)'" }.joined(separator: ", ")
        throw UsageError(
          description: "\(flags): only for NIR files, but '\(path)' does not end in .nir")
      }
      let network = try trained(request, card: card, images: images)
      let outputs = network.results.map { DetectionCard.Output(name: $0.name, shape: $0.shape) }
      return (.analog(network), outputs)
    }
    guard request.outputs == nil else {
      throw UsageError(
        description: "'--outputs' is for ONNX models; the graph '\(path)' has one output")
    }
    let model = try NIRReader.model(
      at: path,
      options: NIROptions(
        timeStep: request.timeStep, reset: request.reset?.reset,
        rule: request.spikeAt ?? card?.spikeAt, integration: request.integration,
        firesSeveral: request.spikesPerStep.map { $0 == .several }, synapses: request.synapses,
        usualTimeStep: card?.dt, usualReset: card?.reset))
    let outputs = model.network.readouts.map { layer in
      DetectionCard.Output(
        name: model.network.layers[layer].name, shape: model.network.layers[layer].shape)
    }
    return (.spiking(model), outputs)
  }

  /// The trained network; lengths that its file leaves open are those of the request, of the card
  /// or of the first image, in this order.
  private static func trained(
    _ request: ModelRequest, card: ModelCard?, images: String?
  ) throws -> AnalogNetwork {
    let read = { (lengths: [Int]?) throws(FormatError) in
      try TrainedModelReader.network(
        at: request.path, lengths: lengths, outputs: request.outputs ?? [],
        tail: card?.tailReading ?? .whereOfPlaces)
    }
    let openLengths: FormatError
    do throws(FormatError) {
      return try read(request.inputShape)
    } catch {
      guard case .symbolicDimension = error else { throw error }
      openLengths = error
    }
    if let shape = card?.input?.shape { return try read(Array(shape.dropFirst())) }
    guard let images else { throw openLengths }
    return try read(try ImageDataset.firstShape(of: images))
  }

  var name: String {
    switch self {
    case .analog(let network): network.name
    case .spiking(let model): model.network.name
    }
  }

  var inputShape: MapShape {
    switch self {
    case .analog(let network): network.inputShape
    case .spiking(let model): model.network.inputShape
    }
  }

  /// What the file tells of its outputs.
  var task: NetworkTask {
    switch self {
    case .analog(let network): network.task
    case .spiking(let model): model.network.task
    }
  }

  /// The network with a task; the other kind is `nil`.
  func doing(_ task: NetworkTask) -> (analog: AnalogNetwork?, spiking: NIRModel?) {
    switch self {
    case .analog(var network):
      network.task = task
      return (network, nil)
    case .spiking(var model):
      model.network.task = task
      return (nil, model)
    }
  }
}

extension ModelRequest.ResetRule {
  fileprivate var reset: Reset {
    switch self {
    case .soft: .bySubtraction
    case .softDelayed: .bySubtractionInNextStep
    case .hard: .toZero
    }
  }
}

extension ModelRequest {
  /// What the outputs mean, by the card and the request, and where they say nothing by the file.
  func task(
    by card: ModelCard?, at cardPath: String, of network: LoadedNetwork,
    for outputs: [DetectionCard.Output], classNames: [String]
  ) throws -> NetworkTask {
    let task =
      card?.task == nil
      ? network.task
      : try card?.networkTask(
        for: outputs, input: network.inputShape, classNames: classNames, file: cardPath)
    guard case .detection(var detection)? = task else {
      if let flag = boxFlags.first {
        throw UsageError(
          description: "'\(flag)' is for detectors, but the card of '\(path)' does not say "
            + "\"task\": \"detection\"")
      }
      return task ?? .classification
    }
    detection.selection = boxSelection(detection.selection)
    return .detection(detection)
  }
}

extension NetworkTask {
  /// How pictures of other sizes become inputs.
  ///
  /// - Parameter card: What says how boxes are found.
  func inputFit(by card: ModelCard?) -> InputFit {
    switch self {
    case .classification: .crop
    case .detection: card?.detection?.fit ?? .stretch
    case .segmentation: .stretch
    }
  }
}
