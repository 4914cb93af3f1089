import HDF5
import InputFiles
import Networks
import PlainText
import ZipArchives

/// Reads whole models of Keras: `.keras` files (Keras 3, and 2.12 on), and `.h5` files that
/// `model.save` of Keras 2 or 3 has written.
///
/// The layers are written down in the words of ONNX, which `ONNXReader` imports: what holds of
/// operators there holds of layers here. Images have their channels first in the network, whatever
/// order the layers have; what a layer does to the order of elements stays as it is in Keras.
package enum KerasReader {
  /// How an HDF5 file is opened.
  package typealias Opening = (InputFile) throws(HDF5Error) -> HDF5Reader

  /// In bytes; the largest networks in use take a tenth.
  private static let configurationLimit = 1 << 26

  /// The network in a `.keras` archive.
  ///
  /// - Parameters:
  ///   - lengths: Those of an image, for a model that leaves some open.
  ///   - outputs: The layers whose values are wanted, in this order; none for the model's own.
  ///   - tail: Whether outputs may be computed behind the layers.
  package static func network(
    inArchive path: String, lengths: [Int]? = nil, outputs: [String] = [],
    tail: TailReading = .never, kinds: KerasLayerKinds = .standard,
    opening: Opening = { file throws(HDF5Error) in try HDF5Reader(file) }
  ) throws(FormatError) -> AnalogNetwork {
    let (text, weights, edition): ([UInt8], InputFile, KerasEdition?)
    do throws(ZipError) {
      let archive = try ZipArchive(path)
      let members = try archive.members(.dense)
      func entry(_ name: String) -> UInt64? { members.last { $0.name == name }?.entry }
      guard let configuration = entry("config.json"), let stored = entry("model.weights.h5") else {
        let isSharded = entry("model.weights.json") != nil
        throw .damaged(
          path: path,
          problem: isSharded
            ? "keeps its weights in several files; save it with model.save('m.keras')"
            : "holds no 'config.json' and 'model.weights.h5', as model.save('m.keras') writes them")
      }
      guard try archive.size(of: configuration) <= configurationLimit else {
        throw .damaged(path: path, problem: "has a 'config.json' larger than any network's")
      }
      (text, weights) = (try archive.content(of: configuration), try archive.file(stored))
      let metadata = entry("metadata.json")
      if let metadata, try archive.size(of: metadata) <= configurationLimit {
        edition = KerasEdition(metadata: try archive.content(of: metadata))
      } else {
        edition = nil
      }
    } catch {
      throw FormatError(error)
    }
    let reader = try KerasWeights.attempt { () throws(HDF5Error) in try opening(weights) }
    return try network(
      configuration: text, weights: KerasWeights(reader, layout: .objects), edition: edition,
      kinds: kinds,
      file: path, byteCount: weights.size, lengths: lengths, outputs: outputs, tail: tail)
  }

  /// The network in an `.h5` file.
  ///
  /// - Parameters:
  ///   - lengths: Those of an image, for a model that leaves some open.
  ///   - outputs: The layers whose values are wanted, in this order; none for the model's own.
  ///   - tail: Whether outputs may be computed behind the layers.
  package static func network(
    inHDF5 file: InputFile, lengths: [Int]? = nil, outputs: [String] = [],
    tail: TailReading = .never, kinds: KerasLayerKinds = .standard,
    opening: Opening = { file throws(HDF5Error) in try HDF5Reader(file) }
  ) throws(FormatError) -> AnalogNetwork {
    let reader = try KerasWeights.attempt { () throws(HDF5Error) in try opening(file) }
    let weights = KerasWeights(reader, layout: .names)
    guard let text = try weights.configuration() else {
      throw .notONNX(file: file.path, found: try weights.foreignKind())
    }
    return try network(
      configuration: Array(text.utf8), weights: weights, edition: try weights.edition(),
      kinds: kinds, file: file.path, byteCount: file.size, lengths: lengths, outputs: outputs,
      tail: tail)
  }

  private static func network(
    configuration: [UInt8], weights: KerasWeights, edition: KerasEdition?,
    kinds: KerasLayerKinds, file: String, byteCount: Int, lengths: [Int]?, outputs: [String],
    tail: TailReading
  ) throws(FormatError) -> AnalogNetwork {
    let place: JSONPlace
    do {
      place = try JSONPlace(configuration)
    } catch {
      throw .malformed(file: file, node: "config.json", what: error.description)
    }
    let model = try KerasModel(KerasOptions(place, file: file, layer: "config.json"), path: nil)
    var translation = KerasTranslation(
      file: file, weights: weights, kinds: kinds, edition: edition, imageLengths: lengths)
    let graph = try translation.graph(of: model)
    return try ONNXReader.network(
      from: graph, file: file, byteCount: byteCount + 4 * translation.numberCount,
      outputs: outputs, tail: tail)
  }
}

extension FormatError {
  init(_ error: ZipError) {
    switch error {
    case .input(let error): self = .input(error)
    case .damaged(let path, let problem):
      self = .damaged(file: path, reason: "\(problem); copy or download it again")
    }
  }
}
