import Dispatch
import InputFiles
import Synchronization

/// What the bytes of a model file come to, found out while other work goes on.
///
/// A large model takes as long to hash as to decode, and nothing that is shown waits for hashes.
final class ModelContent: Sendable {
  /// The numbers that stand for a file.
  struct Hashes {
    /// As run files name the model.
    var checksum = Checksum()
    /// As what is kept between runs of the program does.
    var hash = ContentHash()
    /// In bytes.
    var size = 0
  }

  private let isDone = DispatchGroup()
  private let result = Mutex<Result<Hashes, InputFileError>?>(nil)

  /// Begins to read.
  init(of path: String) {
    DispatchQueue.global().async(group: isDone) { [result = self] in
      let hashes = Self.hashes(of: path)
      result.result.withLock { $0 = hashes }
    }
  }

  /// Waits until all is read.
  ///
  /// - Throws: `InputFileError` where the file cannot be read.
  func hashes() throws(InputFileError) -> Hashes {
    isDone.wait()
    return try result.withLock { $0 ?? .failure(.shrunk(path: "")) }.get()
  }

  private static func hashes(of path: String) -> Result<Hashes, InputFileError> {
    Result { () throws(InputFileError) in
      let file = try InputFile(path)
      var hashes = Hashes(size: file.size)
      let piece = 8 << 20
      for start in stride(from: 0, to: file.size, by: piece) {
        let bytes = try file.read(start..<min(start + piece, file.size))
        hashes.checksum.add(bytes)
        hashes.hash.add(bytes)
      }
      return hashes
    }
  }
}
