import Conversion
import Foundation
import InputFiles
import PlainText
import Runs

/// The model behind a recording, if it is still as it was.
package struct RecordedModel {
  /// Why the run cannot be computed again.
  package struct Absence: Error, CustomStringConvertible {
    package let description: String

    /// Whether it is because the recording is not as it was written.
    package let isDamage: Bool

    package init(description: String, isDamage: Bool = false) {
      self.description = description
      self.isDamage = isDamage
    }
  }

  private let run: RunDescription
  private let path: String

  package init(_ run: RunDescription) throws(Absence) {
    self.run = run
    guard let model = run.model else { throw Absence(description: "the file names none") }
    path = model.path
    let content: Checksum
    do {
      content = try Checksum(of: InputFile(path))
    } catch {
      throw Absence(description: "\(error)")
    }
    guard content.text == model.checksum else {
      throw Absence(description: "\(path) has changed since")
    }
  }

  /// What loads the same run again: the method recorded is the only one in the menu.
  ///
  /// - Parameter request: What was asked for when it was recorded.
  package func loader(
    for request: RunRequest, memory: MemoryLimits, by origin: RunOrigin, cache: CalibrationCache,
    display: ProgressDisplay
  ) throws -> RunLoader {
    let request = recorded(request)
    let conversion: ConversionContext
    do {
      conversion = try ConversionContext(request, cache: cache, display: display)
    } catch {
      throw Absence(description: "\(error)")
    }
    let choice: MethodChoice
    do {
      choice = try request.choice()
    } catch {
      throw Absence(
        description: "what was asked for cannot be meant: \(error)", isDamage: true)
    }
    return RunLoader(
      request, conversion: conversion, choices: [choice], memory: memory, by: origin)
  }

  /// The request for the run that was recorded, which may have come long after the start: with its
  /// image, T and method, and with files where they are.
  private func recorded(_ request: RunRequest) -> RunRequest {
    var asked = request
    asked.model.path = path
    asked.image = run.image
    asked.steps = run.steps
    var named = request
    named.method.name = run.methodName
    // The label of a network that is not converted is no method's name.
    if (try? named.choice()) != nil { asked.method.name = run.methodName }
    asked.data.images = absolute(asked.data.images)
    asked.data.calibration = absolute(asked.data.calibration)
    asked.data.calibrationIndices = absolute(asked.data.calibrationIndices)
    asked.data.annotations = absolute(asked.data.annotations)
    let thresholds = asked.method.values.text(of: ConversionRecipe.thresholds)
    asked.method.values[ConversionRecipe.thresholds] = absolute(thresholds).map { .text($0) }
    return asked
  }

  /// A file of the request, as seen from the folder where it was asked.
  private func absolute(_ path: String?) -> String? {
    guard let path, !path.begins(with: "/") else { return path }
    let file = URL(filePath: run.directory).appending(path: path).path
    return FileManager.default.fileExists(atPath: file) ? file : path
  }
}
