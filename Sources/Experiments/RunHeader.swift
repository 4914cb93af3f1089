import Foundation
import Networks
import OutputFiles
import RunFiles
import Runs
import SpikeStatistics

/// All about a run that does not change while it is recorded.
package struct RunHeader: Sendable {
  package let description: RunDescription
  package let request: RunRequest
  package let setting: RunSetting

  /// In the order of unit numbers.
  package let image: [Float]

  /// - Parameters:
  ///   - request: What the session is of.
  ///   - steps: How far the run is meant to go.
  ///   - conversion: Where the session comes from.
  ///   - networkHash: That of the session's network where it is known; a large one takes a while.
  package init(
    _ session: Session, of request: RunRequest, steps: Int, conversion: ConversionContext,
    by origin: RunOrigin, networkHash: String? = nil
  ) {
    let network = session.setting.packed.network
    let model = session.model
    let content = try? model.content.hashes().checksum
    var description = RunDescription(
      program: origin.program, arguments: origin.arguments, directory: origin.directory,
      model: content.map {
        RunDescription.Model(
          path: URL(filePath: model.path).absoluteURL.path, checksum: $0.text,
          network: networkHash ?? network.contentHash.text)
      },
      method: session.converted.title, methodName: session.converted.label,
      notes: conversion.notes, name: network.name, inputShape: network.inputShape,
      coding: network.coding, layers: network.layers.map(RunDescription.Layer.init),
      image: session.index, imageCount: conversion.data.images.count,
      dataset: conversion.data.images.name, label: session.label, classNames: model.classNames,
      logits: Array(session.analogOutputs.joined()), steps: steps)
    description.tail = network.tail
    description.task = model.task.isClassification ? nil : model.task
    if network.readoutStart > 0 { description.readoutStart = network.readoutStart }
    self.description = description
    self.request = request
    setting = session.setting
    image = session.image.elements
  }

  /// Begins a run file.
  ///
  /// - Parameter file: `nil` for one in the current folder that is named after the run.
  package func recorder(to file: StagedFile?) throws -> RunRecorder {
    RunRecorder(
      try RunFileWriter(
        file ?? OutputFile(freePath).stageRun(), description, request: request, setting: setting,
        image: image))
  }

  /// `lenet-robust-0.snn`, or the first of `lenet-robust-0-2.snn` and so on that does not exist.
  private var freePath: String {
    let method = description.methodName.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let stem = "\(description.name)-\(String(method))-\(description.image)"
    var (path, number) = ("\(stem).snn", 1)
    while !OutputFile(path).isFree {
      number += 1
      path = "\(stem)-\(number).snn"
    }
    return path
  }
}
