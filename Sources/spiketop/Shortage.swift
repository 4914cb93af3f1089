import CursesTerminal
import MemoryShortage

/// What happens where the system has no memory or no thread left to give.
enum Shortage {
  /// Says so and ends the program with status 69 from now on, in place of a crash or of a wait
  /// without end wherever something is asked for.
  static func endsTheProgram() {
    ms_end_in_shortage { shortage in
      CrashGuard.restoreTerminal()
      ms_say(shortage)
    }
  }

  /// Leaves it to those who ask, as HDF5 and its callers do.
  static func isToldToWhoAsks() { ms_end_in_shortage(nil) }
}
