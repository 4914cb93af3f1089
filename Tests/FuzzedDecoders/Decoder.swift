import Datasets
import Foundation
import HDF5
import LiveStreams
import ModelFormats
import RunFiles
import Runs
import SpikeFiles
import TimeTravel

/// One kind of input that the program decodes.
///
/// A decoder may refuse an input in any way but by ending the process, and what it takes can be
/// used: `decode` goes on to what readers of the decoded value do first.
package struct Decoder: Sendable {
  package let name: String

  /// Decodes an input, and uses what it gives.
  package let decode: @Sendable ([UInt8]) -> Void

  /// What another process would answer about an HDF5 file that this decoder reads.
  package var answers: @Sendable (_ file: String) -> [UInt8] = { _ in [] }

  package static let all = [
    onnx, nir, card, images, npz, spikes, sonata, run, stream, request, condition,
  ]

  private static let onnx = ofFiles("onnx") { _ = try ONNXReader.network(at: $0) }
  private static let card = ofFiles("card") { _ = try ModelCard.card(at: $0) }
  private static let images = ofFiles("images") { try use(.open($0)) }
  private static let npz = ofFiles("npz") { path in
    try? use(.open(path))
    _ = try SpikeReader.spikes(at: path)
  }
  private static let spikes = ofFiles("spikes") { _ = try SpikeReader.spikes(at: $0) }

  private static let run = ofFiles("run") { path in
    let reader = try RunFileReader(path)
    _ = try? reader.request()
    _ = try? reader.layersWithPotentials()
    guard reader.lastStep > 0 else { return }
    let layers = Array(reader.description.layers.indices)
    for layer in layers { _ = reader.step(1, of: layer) }
    _ = reader.findDamage(in: 1...min(reader.lastStep, 64), of: layers)
  }

  private static let request = Decoder(name: "request") { bytes in
    _ = try? RunRequest(json: Data(bytes))
  }

  private static let condition = Decoder(name: "condition") { bytes in
    _ = try? StopCondition(String(decoding: bytes, as: UTF8.self))
  }

  private static let nir = ofAnswers("nir") { open in
    _ = try NIRReader.model(in: open(), options: NIROptions(timeStep: 1e-3, reset: .bySubtraction))
  }

  private static let sonata = ofAnswers("sonata") { open in
    let readers = SpikeFileReaders([.sonata(opening: { _ in try open() })])
    // It only has to begin like HDF5: what it holds is answered.
    try withFile(Array("\u{89}HDF\r\n\u{1A}\n".unicodeScalars.map { UInt8($0.value) })) { path in
      _ = try SpikeReader.spikes(at: path, readers: readers)
    }
  }

  private static let stream = Decoder(name: "stream") { bytes in
    guard let source = try? LiveSource.received(Data(bytes), limit: 1 << 20) else { return }
    if source.lastStep > 0 { _ = source.step(source.lastStep, of: 0) }
  }

  private static func use(_ images: ImageDataset) throws {
    guard images.count > 0 else { return }
    _ = try images.image(at: 0)
    _ = images.label(at: images.count - 1)
  }
}

// How inputs come to decoders.
extension Decoder {
  private static func ofFiles(
    _ name: String, _ body: @escaping @Sendable (_ path: String) throws -> Void
  ) -> Decoder {
    Decoder(name: name) { bytes in try? withFile(bytes, body) }
  }

  private static func ofAnswers(
    _ name: String, _ body: @escaping @Sendable (@escaping Opening) throws -> Void
  ) -> Decoder {
    Decoder(
      name: name, decode: { bytes in try? withReader(answering: bytes, body) },
      answers: { file in recordedAnswers(about: file, body) })
  }

  /// A file that holds some bytes, for what opens paths.
  private static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    var name = Array((NSTemporaryDirectory() + "inputXXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    precondition(descriptor >= 0, "no temporary file can be made")
    defer {
      close(descriptor)
      unlink(name)
    }
    precondition(bytes.isEmpty || write(descriptor, bytes, bytes.count) == bytes.count)
    try body(String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
