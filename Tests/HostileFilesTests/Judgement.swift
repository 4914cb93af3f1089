import Foundation

/// What is wrong with how the program dealt with a file.
enum Fault: String, CaseIterable, Sendable {
  case crashed
  case hung
  case overMemory = "over memory"
  case acceptedWrongly = "accepted wrongly"
  case refusedWrongly = "refused wrongly"
  case unclear = "refused unclearly"
}

/// What the honest file of a reader takes, and with it what all others may take.
struct Bounds: Sendable {
  private let honest: MeasuredProgram.Outcome

  /// So much memory nobody misses.
  private static let floor = 128 << 20
  /// Of the processor, beyond honest work.
  private static let extraSeconds = 2.0

  init(_ honest: MeasuredProgram.Outcome) {
    self.honest = honest
  }

  var memory: Int { max(4 * honest.memory, Self.floor) }
  var processorSeconds: Double { honest.processorSeconds + Self.extraSeconds }
}

extension Right {
  /// What is wrong with an outcome; empty if it is right.
  ///
  /// - Parameter names: What a refusal has to say one of.
  func faults(
    of outcome: MeasuredProgram.Outcome, within bounds: Bounds, names: [String]
  ) -> [Fault] {
    if outcome.isLate || outcome.processorSeconds > bounds.processorSeconds { return [.hung] }
    if outcome.status >= 126 { return [.crashed] }
    var faults: [Fault] = []
    if outcome.memory > bounds.memory { faults.append(.overMemory) }
    if !statuses.contains(outcome.status) {
      faults.append(outcome.status == 0 ? .acceptedWrongly : .refusedWrongly)
    } else if outcome.status != 0, !Self.isClear(outcome.errors, names: names) {
      faults.append(.unclear)
    }
    return faults
  }

  private var statuses: Set<Int32> {
    switch self {
    case .refused: [65, 66]
    case .notReplaced: [65, 66, 73]
    case .asked: [64]
    case .unavailable: [69]
    case .accepted: [0]
    case .either: [0, 64, 65, 66]
    }
  }

  /// Whether it is one line that names what it is about, for people, and safe for a terminal.
  private static func isClear(_ errors: String, names: [String]) -> Bool {
    errors.hasPrefix("spiketop: ") && errors.hasSuffix("\n") && errors.count <= 600
      && !errors.unicodeScalars.dropLast().contains(where: isUnsafe)
      && names.contains(where: errors.contains)
      && !["NSCocoaError", "Swift.", "Error Domain"].contains(where: errors.contains)
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
