import Foundation

/// Small files that are right, which the hostile ones are made from.
struct HonestFiles: Sendable {
  /// A convolution and a classifier for pictures of 8 by 8 pixels, and one for pictures of CIFAR.
  let network = ONNXFile.network().bytes
  let colourNetwork = ONNXFile.network(channels: 3, side: 32).bytes

  /// Four pictures of 8 by 8 pixels, and with labels.
  let images = npyFile("4, 1, 8, 8", pixels(4 * 64))
  let labelled = zipFile([
    ZipEntry("images.npy", npyFile("4, 1, 8, 8", pixels(4 * 64))),
    ZipEntry(
      "labels.npy", npyFile("4,", [UInt8](wholes: [0, 1, 2, 0]), type: "<i8")),
  ])
  let colourImages = npyFile("2, 3, 32, 32", pixels(2 * 3072))

  /// Forty steps of the network, and its evaluation, as the program keeps them.
  let run: [UInt8]
  let evaluation: [UInt8]

  /// An evaluation of four pictures.
  static let evaluationCommand =
    "evaluate net.onnx --data labelled.npz --calibration images.npy --method max --steps 4"

  /// Makes them, and puts those that commands name into the folder where the program starts.
  init(in scene: Scene, by program: MeasuredProgram) throws {
    let files = [
      ("net.onnx", network), ("colour.onnx", colourNetwork), ("images.npy", images),
      ("colour.npy", colourImages), ("labelled.npz", labelled),
      ("vectors.npy", npyFile("2, 2", pixels(4))),
    ]
    for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: scene.path(name))) }
    for line in [
      "record net.onnx --data images.npy --calibration images.npy --method max --steps 40 "
        + "--potentials all -o run.snn",
      "\(HonestFiles.evaluationCommand) --resume done.resume",
    ] {
      let command = ReadingCommand(line)
      let outcome = try program.run(command.arguments, name: "made")
      guard outcome.status == 0 else { throw DishonestFile(description: "\(line): \(outcome)") }
    }
    run = Array(try Data(contentsOf: URL(filePath: scene.path("run.snn"))))
    evaluation = Array(try Data(contentsOf: URL(filePath: scene.path("done.resume"))))
  }
}

/// Numbers between 0 and 1, in single precision.
func pixels(_ count: Int) -> [UInt8] {
  [UInt8](floats: (0..<count).map { Float($0 * 29 % 97) / 96 })
}
