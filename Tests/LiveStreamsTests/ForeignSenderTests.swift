import Datasets
import Foundation
import LiveStreams
import Proofs
import Synchronization
import Testing

/// Networks of other frameworks, streamed by the Python client from a process of their own.
@Suite(.serialized) struct ForeignSenderTests {
  /// Every spike that a layer put out is seen, in its step and at its place.
  @Test(arguments: ["numpy", "torch", "spikingjelly", "spikingjelly-m", "snntorch", "norse"])
  func everySpikeArrives(framework: String) throws {
    guard let python = interpreter(for: framework) else { return }
    let folder = try StreamFolder()
    let address = try #require(StreamAddress("unix:\(folder.path)/s"))
    let file = "\(folder.path)/sent.npz"
    let sender = Sender(
      python, ["stream_models.py", framework, address.description, file])
    guard let source = try sender.attach(to: address, socket: "\(folder.path)/s") else {
      return print("skipped: \(framework) is not installed")
    }
    try wait { !source.isGrowing }
    #expect(sender.waitForEnd() == 0)
    #expect(source.report.dropped == 0)
    #expect(source.report.ending == "the sender's run has ended")

    let sent = try NPZFile(file)
    let layers = source.run.description.layers.dropLast()
    #expect(Set(layers.map(\.name)) == Set(sent.names))
    for (number, layer) in layers.enumerated() {
      let array = try sent.array(layer.name)
      let values = array.floats
      #expect(array.shape[0] == source.lastStep)
      #expect(values.contains { $0 != 0 })
      for step in 1...source.lastStep {
        let words = source.step(step, of: number).words
        let seen = (0..<layer.shape.count).map { unit in
          let place = layer.shape.populationIndex(ofUnit: unit)
          return words[place / 64] >> UInt64(place % 64) & 1 == 1
        }
        let row = values[(step - 1) * layer.shape.count..<step * layer.shape.count]
        #expect(seen == row.map { $0 != 0 })
      }
    }
  }

  /// Nothing that a viewer or a layer does raises into the program, holds it up, or goes uncounted.
  @Test func nothingDisturbsTheSender() throws {
    guard let python = interpreter(for: "numpy") else { return }
    let folder = try StreamFolder()
    let process = Process()
    process.executableURL = python
    process.currentDirectoryURL = Proofs.references
    process.arguments = ["-B", "stream_faults.py", folder.path]
    try process.run()
    process.waitUntilExit()

    #expect(process.terminationStatus == 0)
  }

  /// Numpy alone is among the readers; the frameworks come with the simulators.
  private func interpreter(for framework: String) -> URL? {
    framework == "numpy"
      ? Readers.python(for: "a stream of numpy arrays")
      : Readers.simulators(for: "a stream from \(framework)")
  }
}

/// A Python process that sends.
private final class Sender: Sendable {
  private let process: Process
  private let source = Mutex<LiveSource?>(nil)

  init(_ python: URL, _ arguments: [String]) {
    process = Process()
    process.executableURL = python
    process.currentDirectoryURL = Proofs.references
    process.arguments = ["-B"] + arguments
    process.standardError = FileHandle.nullDevice
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Starts the process, and waits for what it sends; `nil` if it ends before, without its
  /// framework.
  func attach(to address: StreamAddress, socket: String) throws -> LiveSource? {
    let thread = Thread { [self] in
      let attached = try? LiveReceiver.attach(to: address, rasterBytes: 1 << 20)
      source.withLock { $0 = attached }
    }
    thread.start()
    try process.run()
    try wait(seconds: 120) { source.withLock { $0 != nil } || !process.isRunning }
    if process.isRunning || process.terminationStatus != 77 {
      try wait { source.withLock { $0 != nil } }
      return source.withLock(\.self)
    }
    // Nobody else will come: lets the thread go.
    try RawClient(path: socket).close()
    return nil
  }

  func waitForEnd() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}
