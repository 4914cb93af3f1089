import ArgumentParser
import Foundation
import RunFiles

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
  func loader(memory: MemoryLimits, display: ProgressDisplay) throws -> SubjectLoader {
    let subject = try subject()
    let workbench: Workbench
    do {
      workbench = try subject.workbench(display: display)
    } catch {
      throw Absence(description: "\(error)")
    }
    return SubjectLoader(
      workbench: workbench, choices: [try subject.choice()], steps: run.steps,
      methods: subject.methods, memory: memory)
  }

  /// The options of the command that was recorded, about the image and the method that it recorded.
  private func subject() throws -> SubjectOptions {
    guard let command = try? Spiketop.parseAsRoot(run.arguments) as? any SubjectCommand,
      var subject = try? command.subjectOptions()
    else { throw Absence(description: "this spiketop does not know the command that ran it") }
    subject.model.model = path
    subject.index = run.image
    // A network that is not converted has no method.
    if (try? subject.choice(named: run.methodName)) != nil { subject.method = run.methodName }
    subject.steps = run.steps
    subject.data.data = absolute(subject.data.data)
    subject.data.calibration = absolute(subject.data.calibration)
    subject.data.calibrationIndices = absolute(subject.data.calibrationIndices)
    subject.methods.thresholds = absolute(subject.methods.thresholds)
    return subject
  }

  /// A file of the command, as seen from the folder where it ran.
  private func absolute(_ path: String?) -> String? {
    guard let path, !path.hasPrefix("/") else { return path }
    let file = URL(filePath: run.directory).appending(path: path).path
    return FileManager.default.fileExists(atPath: file) ? file : path
  }
}

/// A command that runs one image before one network.
protocol SubjectCommand {
  func subjectOptions() throws -> SubjectOptions
}

extension Watch: SubjectCommand {
  func subjectOptions() -> SubjectOptions { subject }
}

extension Run: SubjectCommand {
  func subjectOptions() -> SubjectOptions { subject }
}

extension Record: SubjectCommand {
  func subjectOptions() -> SubjectOptions { subject }
}

extension Demo: SubjectCommand {
  func subjectOptions() throws -> SubjectOptions { try watch().subject }
}
