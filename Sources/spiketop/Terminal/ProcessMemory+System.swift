import Dashboard
import Experiments
import Foundation

extension ProcessMemory {
  /// What the system says of this process, and the server of who watches.
  init(server: RunServer?, cache: CalibrationCache) {
    self.init(
      resident: ProcessMemory.residentBytes, viewers: server?.waiting,
      calibrations: cache.folder.map {
        Store(folder: $0, byteCount: cache.byteCount, limit: cache.limit)
      })
  }

  /// `nil` where the system does not say.
  private static var residentBytes: Int? {
    let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = text?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
  }
}
