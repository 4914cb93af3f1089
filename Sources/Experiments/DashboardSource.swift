import Conversion
import Evaluation
import Foundation
import Networks
import Runs

/// What the dashboard looks at: runs, and how the methods that made them are diagnosed.
package struct DashboardSource {
  /// Diagnoses a method by its number at T = `steps`, until it shall stop; `nil` if it was stopped
  /// early.
  package typealias Diagnose =
    @Sendable (_ method: Int, _ steps: Int, _ isStopped: @escaping @Sendable () -> Bool) throws
    -> DiagnosisReport?

  package var loader: any RunSource
  package let diagnose: Diagnose

  package init(loader: any RunSource, diagnose: @escaping Diagnose) {
    self.loader = loader
    self.diagnose = diagnose
  }

  /// A network and its images, by the method that is asked for and all others of the menu.
  ///
  /// - Throws: What reading model and images throws, and `UsageError` where a second network is
  ///   asked for beside one that is not converted.
  package init(
    _ request: RunRequest, memory: MemoryLimits, probes: LayerList, by origin: RunOrigin,
    cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    let conversion = try ConversionContext(request, cache: cache, display: display)
    let choices = try conversion.model.analog.map { try request.menu(for: $0) } ?? []
    if request.secondRun != nil { _ = try conversion.model.analog(for: "'--compare' needs") }
    let attempts = choices.map { choice in
      // A processor is left to the dashboard.
      DiagnosisAttempt(
        request.replacing(method: choice.request, threads: max(processorCount - 1, 1)),
        count: OptionDefaults.diagnosisCount, cache: cache, display: display)
    }
    self.init(
      loader: RunLoader(
        request, conversion: conversion, choices: choices, memory: memory, probes: probes,
        by: origin)
    ) { method, steps, isStopped in
      guard attempts.indices.contains(method) else {
        throw UsageError(
          description: "diagnose holds a network against its ANN, and there is none")
      }
      return try attempts[method].at(steps: steps).diagnosed(isStopped: isStopped)
    }
  }

  /// A run that is replayed.
  ///
  /// - Parameter refusal: Why it cannot be diagnosed.
  package init(replaying loader: any RunSource, refusal: String) {
    self.init(loader: loader) { _, _, _ in throw UsageError(description: refusal) }
  }
}

extension RunRequest {
  /// The chosen method first, then the others in their usual forms.
  fileprivate func menu(
    for network: AnalogNetwork, from registry: MethodRegistry = .standard
  ) throws(MethodError) -> [MethodChoice] {
    let first = try choice(from: registry)
    var menu = [first]
    for name in registry.menu(for: network) {
      let other = try replacing(
        method: MethodRequest(name, values: method.values), threads: threads
      )
      .choice(from: registry)
      if other.recipe.title != first.recipe.title { menu.append(other) }
    }
    return menu
  }

  fileprivate func replacing(method: MethodRequest, threads: Int) -> RunRequest {
    var request = self
    (request.method, request.threads) = (method, threads)
    return request
  }
}
