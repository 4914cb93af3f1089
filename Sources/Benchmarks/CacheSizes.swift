import Foundation

/// The sizes of the caches of the first processor, in bytes.
package struct CacheSizes: Equatable, Sendable {
  /// Per core.
  package var level2: Int

  /// Of the one cache that the first processor shares with others, which may be some of them.
  package var level3: Int

  /// As the system tells; where it does not, sizes of usual processors.
  ///
  /// - Parameter directory: One folder per cache, with the files `level` and `size`.
  package init(directory: String = "/sys/devices/system/cpu/cpu0/cache") {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    var sizes: [Int: Int] = [:]
    for name in names.sorted() {
      guard let level = line(of: "\(directory)/\(name)/level").flatMap({ Int($0) }),
        let size = line(of: "\(directory)/\(name)/size").flatMap(byteCount)
      else { continue }
      sizes[level] = size
    }
    level2 = sizes[2] ?? 1 << 20
    level3 = sizes[3] ?? 32 << 20
  }
}

private func line(of path: String) -> String? {
  (try? String(contentsOfFile: path, encoding: .utf8))?
    .trimmingCharacters(in: .whitespacesAndNewlines)
}

/// `1024K` or `32M` in bytes; `nil` for what makes no sense.
private func byteCount(_ text: String) -> Int? {
  let units = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
  let unit = text.last.flatMap { units[String($0)] }
  guard let number = Int(unit == nil ? text : String(text.dropLast())),
    (1...1 << 24).contains(number)
  else { return nil }
  return number * (unit ?? 1)
}
