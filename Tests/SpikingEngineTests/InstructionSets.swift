import SpikingEngine

extension InstructionSet {
  /// Those that this machine has.
  ///
  /// One is chosen for the whole process, so that suites that do so run their tests one by one.
  static let available = allCases.filter { $0.rawValue <= best.rawValue }
}
