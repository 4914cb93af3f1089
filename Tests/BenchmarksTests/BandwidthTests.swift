import Benchmarks
import Foundation
import Testing

@Suite struct BandwidthTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "spiketop-bandwidth-\(UUID())")

  private let known = ReadBandwidth(level2: 2e11, level3: 1e11, memory: 4e10)
  private let other = ReadBandwidth(level2: 3e11, level3: 2e11, memory: 5e10)

  @Test func aBandwidthIsMeasuredOnceForEachMachine() {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = BandwidthFile(folder: folder)

    let first = file.bandwidth(of: "a", renews: false) { known }
    let again = file.bandwidth(of: "a", renews: false) { other }
    let elsewhere = file.bandwidth(of: "b", renews: false) { other }
    let renewed = file.bandwidth(of: "a", renews: true) { other }

    #expect([first, again, elsewhere, renewed] == [known, known, other, other])
    #expect(file.bandwidth(of: "a", renews: false) { known } == other)
  }

  @Test(arguments: [
    "", "{", "[]", #"{"version": 2, "bandwidths": {}}"#, #"{"version": 1}"#,
    #"{"version": 1, "bandwidths": {"a": {"level2": 0, "level3": 1e11, "memory": 1e10}}}"#,
    #"{"version": 1, "bandwidths": {"a": {"level2": 2e99, "level3": 1e11, "memory": 1e10}}}"#,
    #"{"version": 1, "bandwidths": {"a": {"level2": "fast"}}}"#,
  ])
  func aDamagedFileIsReplaced(content: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(content.utf8).write(to: folder.appending(path: "bandwidth.json"))
    let file = BandwidthFile(folder: folder)

    #expect(file.bandwidth(of: "a", renews: false) { known } == known)
    #expect(file.bandwidth(of: "a", renews: false) { other } == known)
  }

  @Test func aFolderThatCannotBeMadeIsIgnored() {
    for folder in [nil, URL(filePath: "/dev/null/spiketop")] {
      let file = BandwidthFile(folder: folder)

      #expect(file.bandwidth(of: "a", renews: false) { known } == known)
      #expect(file.bandwidth(of: "a", renews: false) { other } == other)
    }
  }

  @Test(arguments: [
    (["XDG_CACHE_HOME": "/x", "HOME": "/home"], "/x/spiketop"),
    (["XDG_CACHE_HOME": "x", "HOME": "/home"], "/home/.cache/spiketop"),
    (["HOME": "/home"], "/home/.cache/spiketop"), ([:], nil),
  ])
  func theEnvironmentSaysWhereToKeepThem(environment: [String: String], path: String?) {
    #expect(BandwidthFile(environment: environment).folderPath == path)
  }

  /// Ranges so wide that a machine under load stays within them.
  @Test func cachesAreNotSlowerThanMemory() {
    let bandwidth = ReadBandwidth.measured(threads: 1)

    #expect(bandwidth.isPlausible, "\(bandwidth)")
    #expect(bandwidth.level2 > bandwidth.memory, "\(bandwidth)")
  }

  @Test func cacheSizesAreReadOrAssumed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, level, size) in [
      ("index0", "1", "48K"), ("index2", "2", "2048K\n"), ("index3", "3", "lots"),
    ] {
      let cache = folder.appending(path: name)
      try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
      try Data(level.utf8).write(to: cache.appending(path: "level"))
      try Data(size.utf8).write(to: cache.appending(path: "size"))
    }

    let sizes = CacheSizes(directory: folder.path)
    let assumed = CacheSizes(directory: folder.appending(path: "absent").path)

    #expect(sizes.level2 == 2 << 20 && sizes.level3 == assumed.level3)
    #expect(assumed.level2 == 1 << 20 && assumed.level3 == 32 << 20)
  }
}
