import Foundation

/// Limits for this whole process, which it cannot lift again.
enum ProcessLimits {
  /// Of the memory that is mapped, of the processor's time, and no picture of a crash.
  ///
  /// - Returns: What somebody else lets this process map, where that is less; in bytes.
  static func set(_ bounds: ReadingBounds) -> Int? {
    set(RLIMIT_CORE, to: 0)
    // At the hard limit, a second later, nobody would be told.
    let most = bounds.processorSeconds(for: bounds.values)
    set(RLIMIT_CPU, to: bounds.processorSeconds(for: 0), hard: most + 1)
    let (wanted, outer) = (mapped + bounds.memory, addresses)
    set(RLIMIT_AS, to: wanted)
    return outer.flatMap { $0 < wanted ? $0 : nil }
  }

  /// Gives more of the processor's time, up to the hard limit.
  static func allow(processorSeconds: Int) {
    var limit = rlimit()
    let number = __rlimit_resource_t(RLIMIT_CPU.rawValue)
    guard getrlimit(number, &limit) == 0, limit.rlim_cur < rlim_t(processorSeconds) else { return }
    limit.rlim_cur = min(rlim_t(processorSeconds), limit.rlim_max)
    _ = setrlimit(number, &limit)
  }

  /// How much this process may map, in bytes; `nil` for without end.
  static var addresses: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max
    else { return nil }
    return Int(clamping: limit.rlim_cur)
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
