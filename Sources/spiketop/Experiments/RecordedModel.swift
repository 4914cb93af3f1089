import ArgumentParser
import Conversion
import Foundation
import RunFiles
import Runs

/// The model behind a recording, if it is still as it was.
struct RecordedModel {
  /// Why the run cannot be computed again.
  struct Absence: Error, CustomStringConvertible {
    let description: String
  }

  private let run: RunDescription
  private let path: String

  init(_ run: RunDescription) throws(Absence) {
    self.run = run
    guard let model = run.model else { throw Absence(description: "the file names none") }
    path = model.path
    guard let content = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
      throw Absence(description: "there is no \(path)")
    }
    guard Checksum(of: content).text == model.checksum else {
      throw Absence(description: "\(path) has changed since")
    }
  }

  /// What loads the same run again: the method recorded is the only one in the menu.
  func loader(memory: MemoryLimits, display: ProgressDisplay) throws -> RunLoader {
    let context = try context()
    let conversion: ConversionContext
    do {
      conversion = try context.conversion(display: display)
    } catch {
      throw Absence(description: "\(error)")
    }
    return RunLoader(
      conversion: conversion, choices: [try context.choice()], steps: run.steps,
      memory: memory)
  }

  /// The options of the command that was recorded, about the image and the method that it recorded.
  private func context() throws -> RunOptions {
    guard let command = try? Spiketop.parseAsRoot(run.arguments) as? any RunCommand,
      var context = try? command.runOptions()
    else { throw Absence(description: "this spiketop does not know the command that ran it") }
    context.model.model = path
    context.index = run.image
    // A network that is not converted has no method.
    if (try? context.choice(named: run.methodName)) != nil { context.method = run.methodName }
    context.steps = run.steps
    context.data.data = absolute(context.data.data)
    context.data.calibration = absolute(context.data.calibration)
    context.data.calibrationIndices = absolute(context.data.calibrationIndices)
    let thresholds = context.methods.values.text(of: ConversionRecipe.thresholds)
    context.methods.values[ConversionRecipe.thresholds] = absolute(thresholds).map { .text($0) }
    return context
  }

  /// A file of the command, as seen from the folder where it ran.
  private func absolute(_ path: String?) -> String? {
    guard let path, !path.hasPrefix("/") else { return path }
    let file = URL(filePath: run.directory).appending(path: path).path
    return FileManager.default.fileExists(atPath: file) ? file : path
  }
}

/// A command that runs one image before one network.
protocol RunCommand {
  func runOptions() throws -> RunOptions
}

extension Watch: RunCommand {
  func runOptions() -> RunOptions { context }
}

extension Run: RunCommand {
  func runOptions() -> RunOptions { context }
}

extension Record: RunCommand {
  func runOptions() -> RunOptions { context }
}

extension Demo: RunCommand {
  func runOptions() throws -> RunOptions { try watch().context }
}
