import Datasets
import Foundation
import Proofs
import SpikeFiles
import Synchronization
import Testing

/// Files that are wrong in every way that was met, read by the program itself: each is dealt with
/// as was said beforehand, soon, and with little memory.
///
/// `HOSTILE_READERS=ONNX,NIR` runs those of some readers; `HOSTILE_FILES=FOLDER` keeps the files.
@Suite(.serialized) struct HostileFilesTests {
  @Test func everyReaderOfARegistryHasHostileFiles() {
    let covered = HostileReaders.all.flatMap(\.registered)
    let registered =
      DatasetReaders.standard.all.map(\.name) + SpikeFileReaders.standard.all.map(\.name)

    #expect(Set(registered).subtracting(covered) == [])
  }

  @Test func everyFileIsDealtWithAsIsRight() throws {
    let scene = try Scene()
    let program = MeasuredProgram(folder: scene.folder)
    let honest = try HonestFiles(in: scene, by: program)
    let chosen = ProcessInfo.processInfo.environment["HOSTILE_READERS"]?.split(separator: ",")
    let readers = HostileReaders.all.filter { reader in
      chosen.map { $0.contains { $0 == reader.name } } ?? true
    }
    let trials =
      try readers.flatMap { try Trial.all(of: $0, honest, by: program, in: scene) }
      + (chosen == nil ? Trial.handedOver(by: program, in: scene) : [])
    let verdicts = atOnce(2, trials.count) { number in
      trials[number].verdict(number: number, by: program, in: scene)
    }
    for verdict in verdicts {
      for fault in verdict.faults { Issue.record("\(fault.rawValue): \(verdict.text)") }
    }
    print(summary(trials, verdicts, readers: readers.count))
  }

  private func summary(_ trials: [Trial], _ verdicts: [Verdict], readers: Int) -> String {
    let counts = Fault.allCases.map { fault in
      "\(verdicts.count { $0.faults.contains(fault) }) \(fault.rawValue)"
    }
    let files = Set(trials.map(\.place)).count
    return "hostile files: \(files) files over \(readers) readers, \(trials.count) runs: "
      + counts.joined(separator: ", ")
  }

  /// The results of some pieces of work, a few at a time, in their order.
  private func atOnce<Result: Sendable>(
    _ width: Int, _ count: Int, _ work: @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: width) { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        let result = work(number)
        results.withLock { $0[number] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
