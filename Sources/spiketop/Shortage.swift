import CursesTerminal
import Foundation
import MemoryShortage

/// What happens where the system has no memory or no thread left to give.
enum Shortage {
  /// Says so and ends the program with status 69 from now on, in place of a crash or of a wait
  /// without end wherever something is asked for.
  static func endsTheProgram() {
    ms_end_in_shortage { shortage in
      CrashGuard.restoreTerminal()
      // Nothing that takes memory itself.
      let message: StaticString =
        shortage == MS_MEMORY
        ? "spiketop: there is not enough memory; let the program have more, or give it less to do\n"
        : "spiketop: the system starts no more threads; let the program have more (ulimit -u, -v)\n"
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    }
  }

  /// Leaves it to those who ask, as HDF5 and its callers do.
  static func isToldToWhoAsks() { ms_end_in_shortage(nil) }
}
