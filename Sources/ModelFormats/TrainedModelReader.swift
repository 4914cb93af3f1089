import InputFiles
import Networks

/// Reads trained networks of every kind of file, which content tells and not the name.
package enum TrainedModelReader {
  /// The names of such files end in these.
  package static let extensions = ["onnx", "keras", "h5"]

  /// The network in a file: ONNX, or a whole model of Keras.
  ///
  /// - Parameters:
  ///   - lengths: Those of an image, for a file that leaves some open.
  ///   - outputs: The outputs that are wanted, by name and in this order; none for all.
  ///   - tail: Whether outputs may be computed behind the layers.
  /// - Throws: `FormatError`, which says of any other file what it is and what leads to a model.
  package static func network(
    at path: String, lengths: [Int]? = nil, outputs: [String] = [], tail: TailReading = .never
  ) throws(FormatError) -> AnalogNetwork {
    if ForeignFile.isSavedModel(folder: path) {
      throw .notONNX(file: path, found: .savedModel)
    }
    let file: InputFile
    let start: [UInt8]
    do throws(InputFileError) {
      file = try InputFile(path)
      start = try file.read(0..<min(file.size, ForeignFile.startLength))
    } catch {
      throw .input(error)
    }
    switch try ForeignFile(start[...], of: path) {
    case nil:
      return try ONNXReader.network(at: path, lengths: lengths, outputs: outputs, tail: tail)
    case .hdf5:
      return try KerasReader.network(inHDF5: file, lengths: lengths, outputs: outputs, tail: tail)
    case .archive where (try? ForeignFile.isKeras(archive: path)) == true:
      return try KerasReader.network(
        inArchive: path, lengths: lengths, outputs: outputs, tail: tail)
    case let found?: throw .notONNX(file: path, found: found)
    }
  }
}
