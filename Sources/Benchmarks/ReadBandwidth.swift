import Dispatch
import Foundation
import MemoryBandwidth
import Synchronization

/// How fast this machine reads memory, in bytes per second.
package struct ReadBandwidth: Codable, Equatable, Sendable {
  /// From the cache of each core.
  package var level2: Double

  /// From the cache of all cores.
  package var level3: Double

  package var memory: Double

  package init(level2: Double, level3: Double, memory: Double) {
    self.level2 = level2
    self.level3 = level3
    self.memory = memory
  }

  /// Measures, in about a second and with as much memory as four times the largest cache, up to
  /// 512 MiB.
  ///
  /// Each thread reads its own data, which fill half of a cache, or much more than all. What counts
  /// is its best trial in its own processor time, so that other work on the machine hardly matters;
  /// the sum over the threads is an upper bound.
  package static func measured(threads: Int, caches: CacheSizes = CacheSizes()) -> ReadBandwidth {
    let read = { (bytes: Int) in
      bestRate(bytes: bytes / threads, threads: threads)
    }
    return ReadBandwidth(
      level2: read(caches.level2 / 2 * threads),
      level3: read(max(caches.level3 / 2, caches.level2 * 4 * threads)),
      memory: read(min(max(caches.level3 * 4, 128 << 20), 512 << 20)))
  }

  /// Whether the figures can be those of a machine.
  package var isPlausible: Bool {
    [level2, level3, memory].allSatisfy { $0.isFinite && $0 > 1e8 && $0 < 1e16 }
  }
}

/// The sum of the best rates of several threads, each with so many bytes.
private func bestRate(bytes: Int, threads: Int) -> Double {
  let block = Int(MEMORY_BANDWIDTH_BLOCK)
  let bytes = max(bytes / block, 1) * block
  let total = Mutex(0.0)
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    let data = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    defer { data.deallocate() }
    // Pages that were never written would all be the same page of zeros.
    data.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
    let rate = bestRate(of: data, bytes: bytes)
    total.withLock { $0 += rate }
  }
  return total.withLock { $0 }
}

private func bestRate(of data: UnsafeRawPointer, bytes: Int) -> Double {
  let passes = max((256 << 20) / bytes, 1)
  var (best, sum) = (Double.infinity, UInt64(0))
  for _ in 0..<40 {
    let start = seconds(CLOCK_THREAD_CPUTIME_ID)
    sum &+= memory_bandwidth_read(data, bytes, passes)
    best = min(best, seconds(CLOCK_THREAD_CPUTIME_ID) - start)
  }
  precondition(sum != 0, "ones add up to nothing")
  return Double(bytes * passes) / max(best, 1e-9)
}
