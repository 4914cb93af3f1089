import Foundation

/// How much memory can be had without taking it from others, in bytes; `nil` where the system does
/// not say.
///
/// What `/proc/meminfo` calls MemAvailable: free memory and the caches that can be given up.
package func availableMemory() -> Int? {
  guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
  let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
  let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  return kibibytes.map { $0 << 10 }
}
