import Conversion
import Datasets
import Experiments
import Foundation
import Runs
import SpikingEngine
import Testing

/// Calibrations are found again where all that they depend on is the same, and never trusted.
@Suite(.serialized) struct CalibrationCacheTests {
  private let scratch: Scratch
  private let folder: String

  init() throws {
    scratch = try Scratch()
    folder = scratch.path("cache")
  }

  private func cache(
    program: String = "test 1", limit: Int = CalibrationCache.limit
  ) -> CalibrationCache {
    CalibrationCache(in: URL(filePath: folder), program: program, limit: limit)
  }

  private func request(_ method: String, count: Int = 12) -> RunRequest {
    RunRequest(
      model: ModelRequest(path: Program.model),
      data: DataRequest(images: Program.images, calibrationCount: count),
      method: MethodRequest(method), steps: 8)
  }

  /// The network, and what is said of it.
  private func converted(
    _ request: RunRequest, _ cache: CalibrationCache
  ) throws -> (PackedNetwork, notes: [String]) {
    var conversion = try ConversionContext(
      request, cache: cache, display: ProgressDisplay(show: { _ in }, say: { _ in }))
    let network = try conversion.converted(for: request).packed
    return (network, conversion.notes)
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }

  private func bytes(_ file: String) throws -> Data {
    try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
  }

  @Test(arguments: ["robust", "max", "light", "advanced", "bistable8", "mmse"])
  func resultsAreTheSameWithAndWithout(method: String) throws {
    let request = request(method)
    let plain = try converted(request, .none)

    let first = try converted(request, cache())
    let kept = try files.map { try bytes($0) }
    let second = try converted(request, cache())

    for other in [first, second] {
      #expect(other.0.network == plain.0.network && other.notes == plain.notes)
    }
    #expect(!kept.isEmpty && cache().byteCount == kept.reduce(0) { $0 + $1.count })
    #expect(try files.map { try bytes($0) } == kept, "nothing was found out anew")
  }

  /// Wherever the damage is.
  @Test func anEntryThatIsDamagedIsFoundOutAnewAndReplaced() throws {
    let request = request("advanced")
    let plain = try converted(request, .none).0.network
    _ = try converted(request, cache())
    let whole = try files.map { (name: $0, content: try bytes($0)) }
    #expect(whole.count == 2)

    for (name, content) in whole {
      let damages: [Data] =
        [Data(), Data("not ours".utf8), content.prefix(content.count / 2), content + [0]]
        + [0, 20, 60, content.count / 2, content.count - 1].map { position in
          var damaged = content
          damaged[position] ^= 0x40
          return damaged
        }
      for (number, damaged) in damages.enumerated() {
        // Only this entry can answer.
        for other in whole { try FileManager.default.removeItem(atPath: "\(folder)/\(other.name)") }
        try damaged.write(to: URL(filePath: "\(folder)/\(name)"))
        #expect(try converted(request, cache()).0.network == plain, "\(name), damage \(number)")
        #expect(try bytes(name) == content, "\(name), damage \(number) is replaced")
      }
    }
  }

  /// An entry under another's name is not taken.
  @Test func anEntryOfSomethingElseIsNotTaken() throws {
    let (own, other) = (request("max"), request("max", count: 5))
    _ = try converted(other, cache())
    let foreign = try files.map { try bytes($0) }
    for file in try files { try FileManager.default.removeItem(atPath: "\(folder)/\(file)") }
    _ = try converted(own, cache())
    let names = try files
    for (name, content) in zip(names, foreign) {
      try content.write(to: URL(filePath: "\(folder)/\(name)"))
    }

    #expect(try converted(own, cache()).0.network == converted(own, .none).0.network)
  }

  /// Each of these is another calibration.
  @Test func allThatDecidesIsAskedFor() throws {
    let usual = request("max")
    var requests = [usual, request("robust"), request("max", count: 11)]
    var other = usual
    other.model.scale = 0.5
    requests.append(other)
    other = usual
    other.data.calibration = Program.images
    requests.append(other)
    other = usual
    let model = scratch.path("changed.onnx")
    var content = try Data(contentsOf: URL(filePath: Program.model))
    // A bit of a weight.
    content[content.count / 2] ^= 1
    try content.write(to: URL(filePath: model))
    try FileManager.default.copyItem(atPath: Program.card, toPath: scratch.path("changed.json"))
    other.model.path = model
    requests.append(other)

    var known = 0
    for request in requests {
      #expect(try converted(request, cache()).0.network == converted(request, .none).0.network)
      #expect(try files.count > known, "\(request)")
      known = try files.count
    }
    _ = try converted(usual, cache(program: "test 2"))
    #expect(try files.count > known, "another program may calculate otherwise")
    known = try files.count
    // The name of a file means nothing.
    other = usual
    other.model.path = scratch.path("same.onnx")
    try FileManager.default.copyItem(atPath: Program.model, toPath: other.model.path)
    try FileManager.default.copyItem(atPath: Program.card, toPath: scratch.path("same.json"))
    _ = try converted(other, cache())
    #expect(try files.count == known)
  }

  @Test func itTakesNoMoreRoomThanItMay() throws {
    _ = try converted(request("max"), cache())
    let size = cache().byteCount
    _ = try converted(request("max", count: 5), cache(limit: size))
    #expect(cache().byteCount <= size)
    _ = try converted(request("max", count: 6), cache(limit: 10))
    #expect(cache().byteCount <= size)
  }

  @Test(arguments: ["/dev/null/cache", "/proc/cache"])
  func aFolderThatCannotBeIsNoError(folder: String) throws {
    let cache = CalibrationCache(in: URL(filePath: folder), program: "test")

    #expect(
      try converted(request("max"), cache).0.network == converted(request("max"), .none).0.network)
    #expect(cache.byteCount == 0)
  }

  /// As a user meets it.
  @Test func commandsKeepCalibrationsUnlessToldNotTo() throws {
    let command =
      "XDG_CACHE_HOME='\(scratch.path("home"))' $SPIKETOP convert \"$MODEL\" --data \"$IMAGES\" "
      + "--calibration-count 20 --method light@8 -o -"
    let kept = "\(scratch.path("home"))/spiketop/calibrations"

    let without = try Program.shell(command + " --no-cache")
    #expect(without.status == 0 && !FileManager.default.fileExists(atPath: kept))
    let first = try Program.shell(command)
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept).count == 2)
    let second = try Program.shell(command)

    #expect(first == without && second == without)
    let memory = try Program.shell(
      "echo memory | XDG_CACHE_HOME='\(scratch.path("home"))' $SPIKETOP demo --line")
    #expect(memory.output.contains("Calibrations are kept in \(kept)"))
    let none = try Program.shell(
      "echo memory | XDG_CACHE_HOME='\(scratch.path("home"))' $SPIKETOP demo --line --no-cache")
    #expect(!none.output.contains("alibrations are kept"))
  }

  /// Collet's own test vectors.
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
    ] as [(String, UInt64)])
  func theHashIsThatOfItsDefinition(text: String, hash: UInt64) {
    let found = Array(text.utf8).withUnsafeBytes { ContentHash.hash(of: $0, seed: 0) }
    #expect(found == hash)
  }

  /// Every byte counts, wherever it stands.
  @Test func theHashTellsEveryByte() {
    let bytes = (0..<100).map { UInt8($0) }
    for count in 0...100 {
      let hash = { (bytes: [UInt8]) in
        bytes.withUnsafeBytes { ContentHash.hash(of: $0, seed: 5) }
      }
      let whole = Array(bytes.prefix(count))
      var hashes: Set<UInt64> = [hash(whole)]
      for position in 0..<count {
        var changed = whole
        changed[position] ^= 0x80
        hashes.insert(hash(changed))
      }
      #expect(hashes.count == count + 1, "\(count) bytes")
    }
  }
}
