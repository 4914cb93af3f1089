import Foundation
import PlainText

/// What the program needs of the system before it does anything.
///
/// Where they get less, the libraries it is made of end the process, each in a way of its own:
/// Dispatch by a trap where it finds no descriptor, all of them where the stack ends.
enum LeastResources {
  /// How many files and connections may be open at a time, besides those that are already; no
  /// command with one thread needs as many.
  private static let descriptors = 24

  /// The stack of the main thread, in bytes.
  private static let stack: UInt = 256 << 10

  /// What is missing, and how to get it; `nil` where all is there.
  static var lack: String? {
    let limit = stackLimit
    if limit < stack {
      return "the stack may take \(limit >> 10) KiB, but \(stack >> 10) are needed; let the "
        + "program have more (ulimit -s)"
    }
    let free = freeDescriptors
    if free < descriptors {
      return "only \(free) files more can be opened (\(systemReason(EMFILE))), but \(descriptors) "
        + "are needed; let the program have more (ulimit -n)"
    }
    return nil
  }

  private static var stackLimit: UInt {
    var limit = rlimit()
    let number = __rlimit_resource_t(RLIMIT_STACK.rawValue)
    return getrlimit(number, &limit) == 0 ? limit.rlim_cur : .max
  }

  /// How many there are, but no more than are needed.
  private static var freeDescriptors: Int {
    let probes = (0..<descriptors).map { _ in dup(STDIN_FILENO) }.filter { $0 >= 0 }
    for probe in probes { close(probe) }
    return probes.count
  }
}
