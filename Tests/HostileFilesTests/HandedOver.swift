import Foundation
import Proofs

extension Trial {
  /// Files that once broke the program, from the folder beside the project, in the way that their
  /// notes say: one clear line is right for all of them.
  static func handedOver(by program: MeasuredProgram, in scene: Scene) throws -> [Trial] {
    guard let folder = Proofs.shared("trust", for: "files that broke the program") else {
      return []
    }
    let tiny = folder.path
    let ways: [(prefix: String, commands: [ReadingCommand])] = [
      ("nir-", [ReadingCommand("inspect {} --dt 0.001 --reset soft")]),
      (
        "onnx-add",
        [
          ReadingCommand(
            "run {} --data \(tiny)/tiny.npy --calibration \(tiny)/tiny.npy --method max --steps 2")
        ]
      ),
      ("onnx-", [ReadingCommand("inspect {}")]),
      (
        "npz-1MB",
        [
          ReadingCommand(
            "run \(tiny)/tiny.onnx --data {} --calibration \(tiny)/tiny.npy --method max --steps 2")
        ]
      ),
      ("npz-", [ReadingCommand("export {} --format csv -o -")]),
      ("csv-", [ReadingCommand("export {} --format csv -o -")]),
      ("config-", [ReadingCommand("demo --plain-steps 1 --config {}")]),
      (
        "run-",
        [
          ReadingCommand("export {} --format csv -o -"),
          ReadingCommand("replay {} --no-model --plain-steps 40"),
        ]
      ),
      ("live-", [ReadingCommand("attach - --plain-steps 3", isStream: true, named: "-: ")]),
    ]
    let honest = try ReadingCommand(
      "run net.onnx --data images.npy --calibration images.npy --method max --steps 2"
    )
    .run(place: ".", fileName: "", by: program, in: scene, name: "honest")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.flatMap { name -> [Trial] in
      guard let way = ways.first(where: { name.hasPrefix($0.prefix) }) else { return [] }
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      let file = HostileFile(name, bytes, lawful[name] ?? .refused)
      return way.commands.map {
        Trial(
          title: "handed over: \(name)", place: "handed-over/\(name)", fileName: name, file: file,
          command: $0, bounds: Bounds(honest))
      }
    }
  }

  /// Those that hold nothing wrong: what was wrong was the work that they took.
  private static let lawful: [String: Right] = [
    "csv-step-67108864.csv": .either(because: "67,108,864 is a lawful number of a step"),
    "nir-honest-67M-neurons-called-damaged.nir": .either(
      because: "an honest network, which is only large"),
    "onnx-add-self-40-run-hangs.onnx": .either(because: "forty sums are a network"),
  ]
}
