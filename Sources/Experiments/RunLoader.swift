import Conversion
import Evaluation
import Networks
import Runs
import SpikingEngine
import TimeTravel

/// Puts images before converted networks, for the dashboard to look at.
package struct RunLoader: RunSource {
  private var conversion: ConversionContext
  private var choices: [MethodChoice]
  /// What the runs have in common, but for image and method.
  private let request: RunRequest
  private let origin: RunOrigin
  /// The layers whose potentials a recording keeps.
  private let probes: LayerList
  private let registry: MethodRegistry
  /// Of one run, or of two together.
  private let memory: MemoryLimits

  /// A converted network, with its table of costs.
  private struct Prepared {
    let method: Int
    /// The description of a second network; `nil` for a first one.
    let text: String?
    let title: String
    let converted: ConversionContext.Converted
    let fanOut: [[Int32]]
    /// As recordings have it.
    let hash: String
  }

  /// The networks of the latest run.
  private var first: Prepared?
  private var second: Prepared?

  /// The number of the latest run.
  package var generation = -1

  /// - Parameters:
  ///   - request: What was asked for: how far a run goes, and in which precision.
  ///   - choices: The methods to choose from; none for a spiking network as it is.
  ///   - probes: The layers whose potentials a recording keeps.
  ///   - registry: The methods by which a second network may be converted.
  package init(
    _ request: RunRequest, conversion: ConversionContext, choices: [MethodChoice],
    memory: MemoryLimits, probes: LayerList = LayerList(), by origin: RunOrigin,
    registry: MethodRegistry = .standard
  ) {
    self.request = request
    self.conversion = conversion
    self.choices = choices
    self.probes = probes
    self.memory = memory
    self.origin = origin
    self.registry = registry
  }

  /// - Parameter text: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  package mutating func load(
    image: Int, method: Int, secondRun text: String?
  ) throws -> LoadedRun {
    try load(image: image, method: method, secondRun: text, recorded: nil)
  }

  /// - Parameter recorded: What runs beside, instead of a second network.
  mutating func load(
    image: Int, method: Int, secondRun text: String?, recorded: RecordedSource?
  ) throws -> LoadedRun {
    let first = try firstNetwork(method)
    let second = try text.map { try secondNetwork($0, beside: method) }
    let sessions = try [first, second].compactMap(\.self).map {
      try Session(of: image, converted: $0.converted, conversion: conversion, fanOut: $0.fanOut)
    }
    let timelines = try timelines(of: sessions, and: recorded)
    let horizon = request.steps ?? sessions.map(\.converted.defaultSteps).max() ?? 1
    generation += 1
    var facts = facts(sessions[0], method: method)
    facts.secondRun = second.map { RunFacts.Method(name: $0.text ?? "", title: $0.title) }
    return LoadedRun(
      engine: EngineLoad(
        timeline: timelines[0], secondRun: timelines.count > 1 ? timelines[1] : nil,
        horizon: horizon, generation: generation),
      facts: facts,
      header: RunHeader(
        sessions[0], of: asked(image: image, method: method, secondRun: text), steps: horizon,
        conversion: conversion, by: origin, networkHash: first.hash))
  }

  package mutating func position(ofMethod text: String, beside method: Int) throws -> Int {
    guard conversion.model.analog != nil, choices.indices.contains(method) else {
      throw UsageError(
        description: "method '\(text)': the file holds a spiking network as it is, and no ANN to "
          + "convert")
    }
    let choice = try registry.method(
      text, beside: choices[method].request, steps: request.steps ?? OptionDefaults.steps)
    if let known = choices.firstIndex(where: { $0.request == choice.request }) { return known }
    choices.append(choice)
    return choices.count - 1
  }

  package mutating func evaluation(method: Int, steps: Int) throws -> DataSetEvaluation {
    let converted = try firstNetwork(method).converted
    let (data, model) = (conversion.data, conversion.model)
    let entry = EvaluationPlan.Entry(
      label: converted.label, title: converted.title, packed: converted.packed,
      thresholds: converted.thresholds, steps: [steps])
    let plan =
      model.analog.map { EvaluationPlan(analog: $0, entries: [entry]) }
      ?? EvaluationPlan(trained: entry)
    let subject = try OutcomeSubject(
      conversion, plan: plan, precision: request.precision, by: origin)
    return DataSetEvaluation(
      ImageEvaluation(analog: model.analog, packed: converted.packed, steps: steps),
      count: data.images.count, file: OutcomeFile(subject)
    ) { try data.evaluationImage(at: $0, for: model) }
  }

  /// Says what makes a run doubtful.
  func warn(_ words: String) { conversion.warn(words) }

  package func input(of image: Int) throws -> InputFacts {
    InputFacts(
      elements: try conversion.input(at: image).elements, shape: conversion.model.inputShape,
      preprocessing: conversion.model.preprocessing,
      label: conversion.model.task.isClassification
        ? conversion.data.images.label(at: image) : nil)
  }

  /// The request of a run on its own.
  private func asked(image: Int, method: Int, secondRun: String?) -> RunRequest {
    var asked = request
    asked.image = image
    asked.secondRun = secondRun
    if choices.indices.contains(method) { asked.method = choices[method].request }
    return asked
  }

  /// One timeline per session, then that of what is recorded; together they keep to the memory of
  /// one.
  private func timelines(
    of sessions: [Session], and recorded: RecordedSource?
  ) throws -> [Timeline] {
    let probed = try sessions.map { try probes.layers(of: $0.setting.packed.network) }
    let plans = zip(sessions, probed).map { session, probes in
      PlannedRun(
        RunState(session.simulation, setting: session.setting), setting: session.setting,
        probes: probes)
    }
    let budgets = memory.budgets(
      for: plans + [recorded?.plan].compactMap(\.self),
      interval: checkpointInterval(for: sessions))
    let timelines = sessions.indices.map { number in
      Timeline(
        sessions[number].simulation, setting: sessions[number].setting,
        budget: budgets[number], probes: probed[number])
    }
    return timelines + [recorded?.timeline(within: budgets[budgets.count - 1])].compactMap(\.self)
  }

  private mutating func firstNetwork(_ method: Int) throws -> Prepared {
    if let first, first.method == method { return first }
    let converted = try (conversion.trained() ?? conversion.converted(by: choices[method]))
      .rounded(to: request.precision)
    let prepared = Prepared(
      method: method, text: nil, title: converted.title, converted: converted,
      fanOut: converted.packed.fanOutTable(), hash: converted.packed.network.contentHash.text)
    first = prepared
    return prepared
  }

  private mutating func secondNetwork(_ text: String, beside method: Int) throws -> Prepared {
    if let second, second.method == method, second.text == text { return second }
    guard conversion.model.analog != nil else {
      throw UsageError(
        description: "compare '\(text)': a NIR file holds one network as it is, and no ANN to "
          + "convert in another way")
    }
    let choice = try registry.secondRun(
      text, beside: choices[method].request, steps: request.steps ?? OptionDefaults.steps)
    var converted: ConversionContext.Converted
    do {
      converted = try conversion.converted(by: choice.method)
      converted.packed = try converted.packed.rounded(to: choice.precision)
    } catch let error as PrecisionError {
      throw UsageError(description: "compare '\(text)': \(error)")
    } catch let error as ConversionError {
      throw UsageError(description: "compare '\(text)': \(error)")
    } catch let error as ModelError {
      throw UsageError(description: "compare '\(text)': \(error)")
    }
    let prepared = Prepared(
      method: method, text: text, title: choice.title, converted: converted,
      fanOut: converted.packed.fanOutTable(), hash: "")
    second = prepared
    return prepared
  }

  /// So many steps that replaying them leaves time to draw within a twentieth of a second.
  ///
  /// The first steps are not measured, because few neurons fire in them, unless a few alone take
  /// longer than anybody would wait for the first picture.
  private func checkpointInterval(for sessions: [Session]) -> Int {
    let (engine, clock) = (Engine(), ContinuousClock())
    var perStep = 0.0
    for session in sessions {
      var runState = RunState(session.simulation, setting: session.setting)
      let advance = { (steps: Int) in
        clock.measure { runState.advance(by: steps, setting: session.setting, on: engine) }
      }
      let start = clock.now
      while runState.step < 16, clock.now - start < .milliseconds(20) { _ = advance(4) }
      perStep += advance(4) / .seconds(4)
    }
    return min(max(Int(0.03 / max(perStep, 1e-6)), 1), 64)
  }

  private func facts(_ session: Session, method: Int) -> RunFacts {
    let network = session.setting.packed.network
    let trained = RunFacts.Method(name: session.converted.label, title: session.converted.title)
    var facts = RunFacts(
      model: session.model.name,
      methods: session.model.spiking == nil
        ? choices.map {
          RunFacts.Method(
            name: $0.label, title: $0.recipe.title,
            summary: type(of: $0.recipe.method).descriptor.summary)
        } : [trained],
      method: method, image: session.index, imageCount: conversion.data.images.count,
      dataset: conversion.data.images.name, label: session.label,
      classNames: session.model.classNames, input: session.image.elements,
      inputShape: session.model.inputShape, analogOutputs: session.analogOutputs,
      notes: conversion.notes,
      neuronCounts: network.firingLayers.map(\.shape.count))
    facts.preprocessing = session.model.preprocessing
    facts.steps = request.steps ?? session.converted.defaultSteps
    (facts.objects, facts.frame) = (session.objects, session.frame)
    return facts
  }
}
