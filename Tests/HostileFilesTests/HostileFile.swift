/// A file that is wrong in some way, and what is right to do with it, said beforehand.
struct HostileFile: Sendable {
  /// What is wrong with it.
  let name: String
  let content: Content
  let right: Right

  /// What lies in the same folder, by name.
  var beside: [String: Content] = [:]

  /// How it is read, where not as all files of its reader are.
  var commands: [ReadingCommand]?

  init(
    _ name: String, _ content: Content, _ right: Right, beside: [String: Content] = [:],
    commands: [ReadingCommand]? = nil
  ) {
    (self.name, self.content, self.right) = (name, content, right)
    (self.beside, self.commands) = (beside, commands)
  }

  init(
    _ name: String, _ bytes: [UInt8], _ right: Right = .refused,
    beside: [String: Content] = [:], commands: [ReadingCommand]? = nil
  ) {
    self.init(name, .bytes(bytes), right, beside: beside, commands: commands)
  }

  init(
    _ name: String, _ text: String, _ right: Right = .refused,
    beside: [String: Content] = [:], commands: [ReadingCommand]? = nil
  ) {
    self.init(name, .bytes(Array(text.utf8)), right, beside: beside, commands: commands)
  }
}

/// What a reader has to do with a file.
enum Right: Equatable {
  /// One clear line that names the file, and exit status 65, or 66 where there is no input at all.
  case refused
  /// The same, or exit status 73: a file that would be written too.
  case notReplaced
  /// Exit status 64: a file that may mean several things, and an option that says which.
  case asked
  /// Exit status 69: nothing is wrong with what was sent, but the sender has nothing for us.
  case unavailable
  /// Exit status 0.
  case accepted
  /// Any of these, where the format allows of more than one reading.
  case either(because: String)
}

/// What has a name in a folder.
indirect enum Content: Sendable {
  case bytes([UInt8])
  /// A beginning, and zeros up to a size, which take no room on the disk.
  case sparse([UInt8], size: Int)
  case folder([String: Content])
  case link(String)
  case pipe
  case socket
}

/// A call of the program; `{}` stands for the file.
struct ReadingCommand: Sendable, Hashable {
  let arguments: [String]

  /// Whether the file comes by standard input.
  var isStream = false

  /// What a refusal has to name instead of the file.
  var named: String?

  init(_ line: String, isStream: Bool = false, named: String? = nil) {
    arguments = line.split(separator: " ").map(String.init)
    (self.isStream, self.named) = (isStream, named)
  }
}

extension ReadingCommand {
  /// A few steps of a small network.
  static func run(_ words: String) -> ReadingCommand {
    ReadingCommand("run \(words) --method max --steps 2")
  }
}

extension [ReadingCommand] {
  /// Pictures for a network of one channel: as what is classified, and as what calibrates.
  static let pictures: [ReadingCommand] = [
    .run("net.onnx --data {} --calibration images.npy"),
    .run("net.onnx --data images.npy --calibration {}"),
  ]
}

/// Hostile files of one reader.
struct HostileReader: Sendable {
  let name: String

  /// What the files are called.
  let fileName: String

  /// Every file is read by all of them.
  let commands: [ReadingCommand]

  /// The readers of the program's registries that these files are for, by name.
  var registered: [String] = []

  /// What all commands accept; what it takes is the measure for the others.
  let honest: @Sendable (HonestFiles) throws -> HostileFile

  let files: @Sendable (HonestFiles) throws -> [HostileFile]
}
