import Foundation

/// The machine that a benchmark runs on.
package struct Machine: Sendable {
  /// As the processor calls itself, or its architecture.
  package let processor: String

  package let caches = CacheSizes()

  package init(processorFile: String = "/proc/cpuinfo") {
    let text = (try? String(contentsOfFile: processorFile, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    processor = name ?? architecture()
  }

  /// What bandwidths depend on.
  package func key(threads: Int) -> String {
    "\(processor), L2 \(caches.level2 >> 10) KiB, L3 \(caches.level3 >> 10) KiB, "
      + "\(threads) threads"
  }

  /// The number of processors that this process may use.
  ///
  /// Those of its affinity, so that a process that was given one core does not start two threads.
  package static let processorCount: Int = {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    // A mask in hexadecimal digits, with commas in between.
    let mask = line?.dropFirst("Cpus_allowed:".count) ?? ""
    let allowed = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    return allowed > 0 ? allowed : ProcessInfo.processInfo.activeProcessorCount
  }()

  /// The largest amount of memory that the process has had so far, in bytes.
  ///
  /// Where the system tells, that of this program alone: `getrusage` counts what the process had
  /// before it became this program, such as the memory of a large parent.
  package static var peakResidentMemory: Int {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    if let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
      Int($0)
    }) {
      return kibibytes * 1024
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}

private func architecture() -> String {
  #if arch(x86_64)
    "x86-64"
  #elseif arch(arm64)
    "arm64"
  #else
    "processor"
  #endif
}
