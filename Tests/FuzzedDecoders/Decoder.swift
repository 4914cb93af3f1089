import Datasets
import Foundation
import HDF5
import InputFiles
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
    onnx, nir, keras, card, images, npz, coco, voc, spikes, sonata, run, stream, request, condition,
  ]

  private static let onnx = ofFiles("onnx") { _ = try ONNXReader.network(at: $0) }
  private static let card = ofFiles("card") { _ = try ModelCard.card(at: $0) }
  private static let images = ofFiles("images") { try use(.open($0)) }
  private static let npz = ofFiles("npz") { path in
    try? use(.open(path))
    _ = try SpikeReader.spikes(at: path)
  }
  private static let spikes = ofFiles("spikes") { _ = try SpikeReader.spikes(at: $0) }

  private static let coco = ofFiles("coco") { _ = try AnnotationReaders.open($0) }
  private static let voc = ofFiles("voc", ending: ".xml") { _ = try AnnotationReaders.open($0) }

  private static let run = ofFiles("run") { path in
    let reader = try RunFileReader(path)
    _ = try? reader.request()
    _ = reader.layersWithPotentials()
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

  private static let keras = ofAnswers("keras") { open in
    let reader = try open()
    try withFile(hdf5Beginning) { path in
      _ = try KerasReader.network(inHDF5: InputFile(path), opening: { _ in reader })
    }
  }

  private static let sonata = ofAnswers("sonata") { open in
    let readers = SpikeFileReaders([.sonata(opening: { _ in try open() })])
    try withFile(hdf5Beginning) { path in _ = try SpikeReader.spikes(at: path, readers: readers) }
  }

  /// Files only have to begin like HDF5: what they hold is answered.
  private static let hdf5Beginning = "\u{89}HDF\r\n\u{1A}\n".unicodeScalars.map {
    UInt8($0.value)
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
    _ name: String, ending: String = "",
    _ body: @escaping @Sendable (_ path: String) throws -> Void
  ) -> Decoder {
    Decoder(name: name) { bytes in try? withFile(bytes, ending: ending, body) }
  }

  private static func ofAnswers(
    _ name: String, _ body: @escaping @Sendable (@escaping Opening) throws -> Void
  ) -> Decoder {
    Decoder(
      name: name, decode: { bytes in try? withReader(answering: bytes, body) },
      answers: { file in recordedAnswers(about: file, body) })
  }

  /// A file that holds some bytes, for what opens paths.
  private static func withFile(
    _ bytes: [UInt8], ending: String = "", _ body: (String) throws -> Void
  ) throws {
    var name = Array((NSTemporaryDirectory() + "inputXXXXXX" + ending).utf8CString)
    let descriptor = mkstemps(&name, Int32(ending.utf8.count))
    precondition(descriptor >= 0, "no temporary file can be made")
    defer {
      close(descriptor)
      unlink(name)
    }
    precondition(bytes.isEmpty || write(descriptor, bytes, bytes.count) == bytes.count)
    try body(String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
