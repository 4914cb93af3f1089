import Foundation

/// Limits for this whole process, which it cannot lift again.
enum ProcessLimits {
  /// Of the memory that is mapped, of the processor's time, and no picture of a crash.
  static func set(_ bounds: ReadingBounds) {
    set(RLIMIT_CORE, to: 0)
    // At the hard limit, a second later, nobody would be told.
    set(RLIMIT_CPU, to: bounds.processorSeconds, hard: bounds.processorSeconds + 1)
    set(RLIMIT_AS, to: mapped + bounds.memory)
  }

  /// What the process has mapped, in bytes.
  private static var mapped: Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ").first.flatMap { Int($0) }
    return (pages ?? 0) * Int(getpagesize())
  }

  private static func set(_ resource: __rlimit_resource, to value: Int, hard: Int? = nil) {
    let number = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    guard getrlimit(number, &limit) == 0 else { return }
    limit = rlimit(
      rlim_cur: min(rlim_t(value), limit.rlim_cur),
      rlim_max: min(rlim_t(hard ?? value), limit.rlim_max))
    _ = setrlimit(number, &limit)
  }
}
