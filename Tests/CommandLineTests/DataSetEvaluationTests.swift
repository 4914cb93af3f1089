import Conversion
import Experiments
import Foundation
import Runs
import SpikeStatistics
import SpikingEngine
import Synchronization
import Testing

/// What was found of images is found again, and only where it is of the same.
@Suite struct DataSetEvaluationTests {
  private let scratch: Scratch
  private let images: String

  init() throws {
    scratch = try Scratch()
    images = scratch.path("images")
    try FileManager.default.copyItem(atPath: Program.images, toPath: images)
    // No other test keeps anything there.
    setenv("XDG_STATE_HOME", FileManager.default.temporaryDirectory.path + "/spiketop-state", 1)
  }

  private func evaluation(
    model: String = Program.model, images: String? = nil, method: String = "robust",
    steps: Int = 12, precision: Precision = .fp32
  ) throws -> DataSetEvaluation {
    let request = RunRequest(
      model: ModelRequest(path: model), data: DataRequest(images: images ?? self.images),
      method: MethodRequest(method), precision: precision)
    let source = try DashboardSource(
      request, memory: MemoryLimits(), probes: LayerList(),
      by: RunOrigin(program: "test \(scratch.path(""))", arguments: [], directory: "/"),
      cache: .none, display: ProgressDisplay(show: { _ in }, say: { _ in }))
    var loader = source.loader
    return try loader.evaluation(method: 0, steps: steps)
  }

  /// - Returns: What was found, by number, until there were so many.
  private func run(
    _ evaluation: DataSetEvaluation, from start: Int = 0, threads: Int, count: Int
  ) throws -> [ImageOutcome] {
    let found = Mutex<[ImageOutcome]>([])
    try evaluation.run(
      from: start, known: evaluation.known(), threads: threads,
      isStopped: { found.withLock { $0.count >= count } },
      report: { outcome in found.withLock { $0.append(outcome) } })
    return found.withLock { $0.sorted { $0.index < $1.index } }
  }

  @Test func whatWasFoundIsFoundAgainAndOnlyOfTheSame() throws {
    #expect(try evaluation().known().isEmpty)
    let found = try run(evaluation(), from: 5, threads: 2, count: 6)

    #expect(found.count >= 6 && found[0].index >= 5)
    #expect(try evaluation().known() == found)
    // Each of these is another evaluation.
    #expect(try evaluation(steps: 13).known().isEmpty)
    #expect(try evaluation(method: "max").known().isEmpty)
    #expect(try evaluation(precision: .q15).known().isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: images)
    let file = try #require(names.first { $0.contains("t10k-images") })
    try FileManager.default.removeItem(atPath: "\(images)/\(file)")
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 28, 0, 0, 0, 28]
    try Data(header + Array(repeating: 9, count: 200 * 28 * 28)).write(
      to: URL(filePath: "\(images)/t10k-images-idx3-ubyte"))
    #expect(try evaluation().known().isEmpty, "other images are there now")
  }

  /// Whatever the path and the date of model and images.
  @Test func theSameContentsAreFoundAgainWhereverTheyLie() throws {
    let found = try run(evaluation(), threads: 2, count: 3)
    let (model, copy) = (scratch.path("copy.onnx"), scratch.path("copies"))
    try FileManager.default.copyItem(atPath: Program.model, toPath: model)
    let card = (Program.model as NSString).deletingPathExtension + ".json"
    if FileManager.default.fileExists(atPath: card) {
      try FileManager.default.copyItem(atPath: card, toPath: scratch.path("copy.json"))
    }
    try FileManager.default.copyItem(atPath: images, toPath: copy)
    for name in try FileManager.default.contentsOfDirectory(atPath: copy) {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: "\(copy)/\(name)")
    }

    #expect(try evaluation(model: model, images: copy).known() == found)
  }

  /// What is known is not run again, and the number of threads changes nothing.
  @Test func theRestIsRunAndIsTheSameOnAnyThread() throws {
    let first = try run(evaluation(), threads: 1, count: 3)
    let second = try run(evaluation(), threads: 3, count: 4)
    #expect(Set(first.map(\.index)).isDisjoint(with: second.map(\.index)))
    let known = try evaluation().known()
    #expect(known.map(\.index) == (first + second).map(\.index).sorted())

    let other = try run(evaluation(method: "robust", steps: 12), from: 100, threads: 1, count: 1)
    #expect(other.map(\.index) == [100])
  }
}
