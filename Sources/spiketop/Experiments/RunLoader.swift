import Conversion
import Dashboard
import Foundation
import Networks
import SpikingEngine
import TerminalUI
import TimeTravel

/// Puts images before converted networks, for the dashboard to look at.
struct RunLoader: RunSource {
  private var conversion: ConversionContext
  private let choices: [MethodChoice]
  private let steps: Int?
  /// The layers whose potentials a recording keeps.
  private let probes: ProbeList
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
  }

  /// The networks of the latest subject.
  private var first: Prepared?
  private var second: Prepared?

  /// The number of the latest subject.
  var generation = -1

  /// - Parameters:
  ///   - choices: The methods to choose from; none for a spiking network as it is.
  ///   - steps: How far a run goes; `nil` for what suits the method.
  ///   - options: Those of a second network, unless it is told otherwise.
  ///   - probes: The layers whose potentials a recording keeps.
  init(
    conversion: ConversionContext, choices: [MethodChoice], steps: Int?,
    memory: MemoryLimits, probes: ProbeList = ProbeList()
  ) {
    self.conversion = conversion
    self.choices = choices
    self.steps = steps
    self.probes = probes
    self.memory = memory
  }

  /// - Parameter text: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  mutating func load(
    image: Int, method: Int, secondRun text: String?
  ) throws -> LoadedRun {
    let first = try firstNetwork(method)
    let second = try text.map { try secondNetwork($0, beside: method) }
    let sessions = try [first, second].compactMap(\.self).map {
      try Session(of: image, converted: $0.converted, conversion: conversion, fanOut: $0.fanOut)
    }
    let timelines = try timelines(of: sessions)
    let horizon = steps ?? sessions.map(\.converted.defaultSteps).max() ?? 1
    generation += 1
    var context = context(sessions[0], method: method)
    context.secondRun = second.map {
      RunContext.SecondRun(text: $0.text ?? "", title: $0.title)
    }
    return LoadedRun(
      engine: EngineLoad(
        timeline: timelines[0], secondRun: timelines.count > 1 ? timelines[1] : nil,
        horizon: horizon, generation: generation),
      context: context,
      header: RunHeader(sessions[0], steps: horizon, conversion: conversion))
  }

  /// One timeline per session; together they keep to the memory of one.
  private func timelines(of sessions: [Session]) throws -> [Timeline] {
    let whole = CheckpointBudget(
      interval: checkpointInterval(for: sessions), bytes: memory.checkpoints)
    let runStates = sessions.map { RunState($0.simulation, setting: $0.setting) }
    var budgets = [whole]
    if runStates.count > 1 {
      let shared = whole.shared(by: runStates[0], and: runStates[1])
      budgets = [shared.0, shared.1]
    }
    return try zip(sessions, budgets).map { session, budget in
      Timeline(
        session.simulation, setting: session.setting, checkpoints: budget,
        rasterBytes: memory.spikes / sessions.count,
        probes: try probes.layers(of: session.setting.packed.network))
    }
  }

  private mutating func firstNetwork(_ method: Int) throws -> Prepared {
    if let first, first.method == method { return first }
    let converted = try conversion.trained() ?? conversion.converted(by: choices[method])
    let prepared = Prepared(
      method: method, text: nil, title: converted.title, converted: converted,
      fanOut: converted.packed.fanOutTable())
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
    let choice = try MethodRegistry.standard.secondRun(
      text, beside: choices[method].request, steps: steps ?? MethodRegistry.usualSteps)
    var converted: ConversionContext.Converted
    do {
      converted = try conversion.converted(by: choice.method)
      converted.packed = try converted.packed.rounded(to: choice.precision)
    } catch let error as PrecisionError {
      throw UsageError(description: "compare '\(text)': \(error)")
    } catch let error as ConversionError {
      throw UsageError(description: "compare '\(text)': \(error)")
    }
    let prepared = Prepared(
      method: method, text: text, title: choice.title, converted: converted,
      fanOut: converted.packed.fanOutTable())
    second = prepared
    return prepared
  }

  /// So many steps that replaying them leaves time to draw within a twentieth of a second.
  ///
  /// The first steps are not measured, because few neurons fire in them.
  private func checkpointInterval(for sessions: [Session]) -> Int {
    let (engine, clock) = (Engine(), ContinuousClock())
    var perStep = 0.0
    for session in sessions {
      var runState = RunState(session.simulation, setting: session.setting)
      runState.advance(by: 16, setting: session.setting, on: engine)
      let duration = clock.measure {
        runState.advance(by: 8, setting: session.setting, on: engine)
      }
      perStep += duration / .seconds(8)
    }
    return min(max(Int(0.03 / max(perStep, 1e-6)), 1), 64)
  }

  private func context(_ session: Session, method: Int) -> RunContext {
    let trained = session.model.spiking == nil ? nil : session.converted
    return RunContext(
      generation: generation, model: session.model.name,
      methods: trained.map { [$0.title] } ?? choices.map(\.recipe.title),
      methodNames: trained.map { [$0.label] } ?? choices.map(\.label), method: method,
      image: session.index, imageCount: conversion.data.images.count,
      dataset: conversion.data.images.name,
      label: session.label, classNames: session.model.classNames,
      picture: PixelImage(input: session.image.elements, shape: session.model.inputShape),
      logits: session.logits, notes: conversion.notes)
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
