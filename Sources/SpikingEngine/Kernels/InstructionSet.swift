import SpikeKernels

/// What kernels are compiled for; all give the same bits.
package enum InstructionSet: Int, CaseIterable, Sendable {
  case baseline
  case avx2
  case avx512

  /// The best that this machine has; those before it in the list work on it, too.
  package static var best: InstructionSet {
    InstructionSet(rawValue: Int(sk_best_instruction_set().rawValue)) ?? .baseline
  }

  /// The one that kernels run with; assigning another is for tests.
  package static var used: InstructionSet {
    get { InstructionSet(rawValue: Int(sk_used_instruction_set().rawValue)) ?? .baseline }
    set {
      precondition(newValue.rawValue <= best.rawValue, "this machine has no \(newValue)")
      sk_use_instruction_set(sk_instruction_set(UInt32(newValue.rawValue)))
    }
  }
}
