import Foundation

/// One run of the program on one file.
struct Trial: Sendable {
  /// The reader, and the file's name in it.
  let title: String

  /// The folder of the file.
  let place: String
  let fileName: String
  let file: HostileFile
  let command: ReadingCommand
  let bounds: Bounds

  /// All of a reader, after its honest file was read by each command.
  static func all(
    of reader: HostileReader, _ known: HonestFiles, by program: MeasuredProgram, in scene: Scene
  ) throws -> [Trial] {
    let files = try reader.files(known)
    let twice = Dictionary(grouping: files, by: \.name).filter { $1.count > 1 }.keys.sorted()
    guard twice.isEmpty else {
      throw DishonestFile(description: "two files of \(reader.name) are called \(twice)")
    }
    var bounds: [ReadingCommand: Bounds] = [:]
    let place = "\(reader.name)/honest"
    let first = try reader.honest(known)
    _ = try scene.make(reader.fileName, in: place, first.content, beside: first.beside)
    for command in Set(files.flatMap { $0.commands ?? reader.commands }) {
      let honest = try command.run(
        place: place, fileName: reader.fileName, by: program, in: scene, name: "honest")
      guard honest.status == 0 || !reader.commands.contains(command) else {
        throw DishonestFile(description: "\(reader.name), \(command.arguments): \(honest)")
      }
      bounds[command] = Bounds(honest)
    }
    return files.enumerated().flatMap { number, file in
      (file.commands ?? reader.commands).compactMap { command in
        guard let bounds = bounds[command] else { return nil }
        return Trial(
          title: "\(reader.name): \(file.name)", place: "\(reader.name)/\(number)",
          fileName: reader.fileName, file: file, command: command, bounds: bounds)
      }
    }
  }

  func verdict(number: Int, by program: MeasuredProgram, in scene: Scene) -> Verdict {
    // Runs of one file at the same time have copies of their own.
    let place = "\(place)-\(number)"
    do {
      _ = try scene.make(fileName, in: place, file.content, beside: file.beside)
      defer { scene.forget(place) }
      let outcome = try command.run(
        place: place, fileName: fileName, by: program, in: scene, name: "\(number)")
      let names = command.named.map { [$0] } ?? [fileName, "\(number)"]
      return Verdict(
        faults: file.right.faults(of: outcome, within: bounds, names: names),
        text: "\(title) (\(place), \(file.right)): \(command.arguments.joined(separator: " ")): "
          + "\(outcome.status), \(outcome.processorSeconds) s of \(bounds.processorSeconds), "
          + "\(outcome.memory >> 20) MB of \(bounds.memory >> 20): \(outcome.errors.prefix(400))")
    } catch {
      return Verdict(faults: [.crashed], text: "\(title): could not be tried (\(error))")
    }
  }
}

/// What is to be said of a run.
struct Verdict: Sendable {
  let faults: [Fault]
  let text: String
}

/// What every command should accept, and one does not.
struct DishonestFile: Error, CustomStringConvertible {
  let description: String
}

extension ReadingCommand {
  /// - Parameter name: Of the run.
  func run(
    place: String, fileName: String, by program: MeasuredProgram, in scene: Scene, name: String
  ) throws -> MeasuredProgram.Outcome {
    let path = "\(place)/\(fileName)"
    let words = arguments.map {
      $0.replacing("{}", with: path).replacing("{folder}", with: place)
    }
    return try program.run(words, input: isStream ? scene.path(path) : nil, name: name)
  }
}
