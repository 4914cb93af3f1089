import CursesTerminal
import Foundation
import MemoryShortage

/// What happens where the system has no memory left to give.
enum OutOfMemory {
  /// Says so and ends the program with status 69 from now on, in place of a crash wherever the
  /// memory is asked for.
  static func endsTheProgram() {
    ms_end_without_memory {
      CrashGuard.restoreTerminal()
      // Nothing that takes memory itself.
      let message: StaticString =
        "spiketop: there is not enough memory; let the program have more, or give it less to do\n"
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    }
  }

  /// Leaves it to those who ask, as HDF5 and its callers do.
  static func isToldToWhoAsks() { ms_end_without_memory(nil) }
}
