import ArgumentParser
import Experiments

/// Whether calibrations are kept between runs of the program.
struct CacheOptions: ParsableArguments {
  @Flag(help: "Calibrate anew, and keep nothing of it for the next time.")
  var noCache = false

  var cache: CalibrationCache {
    noCache ? .none : CalibrationCache(of: Spiketop.origin.program)
  }
}
