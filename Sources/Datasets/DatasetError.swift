import InputFiles
import Networks

/// Why images, labels or arrays cannot be read or used.
package enum DatasetError: Error, Equatable {
  /// Nothing has this name.
  case absent(path: String)
  /// The operating system refuses to read it.
  case unreadable(path: String, reason: String)
  /// The system lacks what opening it takes.
  case unavailable(path: String, reason: String)
  /// A known data set is not installed; `package` is the Debian package that holds it.
  case notInstalled(path: String, package: String)
  /// A directory without images, or an array of none.
  case noImages(path: String)
  /// A directory that holds training images only.
  case noTestPart(path: String, trainingFile: String)
  /// The content is none of the known `formats`; `looksLike` names it if it is a known foreign one.
  case unknownFormat(path: String, looksLike: String?, formats: String)
  /// The format is known, but this use of it is not read; `hint` says what to do.
  case unsupported(path: String, what: String, hint: String)
  /// The content contradicts itself: truncated, too long or garbled.
  case damaged(path: String, problem: String)
  /// More than this program takes into memory; both numbers count bytes.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// An archive without the array.
  case noSuchArray(path: String, name: String, present: [String])
  /// As many labels as images are needed.
  case labelCountMismatch(path: String, labels: Int, images: Int)
  /// A data set has no image with this number.
  case imageIndexOutOfRange(dataset: String, index: Int, count: Int)
  /// The images cannot become the input of the network; both shapes are channels x height x width.
  case wrongShape(dataset: String, images: String, network: String, reason: String)
  /// An image has numbers that no network computes with, as stored or after preprocessing.
  case notFinite(dataset: String, index: Int)
  /// A label that the network has no output for.
  case labelOutOfRange(dataset: String, label: Int, classes: Int)
  /// The scale, mean or standard deviation cannot be applied.
  case invalidPreprocessing(problem: String)
}

extension DatasetError {
  /// What an error says about who can help, and with it the exit status of a command.
  package enum Kind: Equatable, Sendable {
    /// The input is not there or cannot be opened.
    case noInput
    /// The input is there, but its content is of no use.
    case badData
    /// The request asks for something that the input does not have.
    case usage
    /// The machine lacks something.
    case unavailable
  }

  /// Who can help.
  package var kind: Kind {
    switch self {
    case .absent, .unreadable, .notInstalled, .noImages, .noTestPart: .noInput
    case .unknownFormat, .unsupported, .damaged, .tooLarge, .noSuchArray, .labelCountMismatch,
      .wrongShape, .labelOutOfRange, .notFinite, .invalidPreprocessing:
      .badData
    case .imageIndexOutOfRange: .usage
    case .unavailable: .unavailable
    }
  }
}

extension DatasetError {
  init(_ error: InputFileError) {
    self =
      switch error {
      case .absent(let path): .absent(path: path)
      case .notRegular(let path, let kind):
        .unreadable(path: path, reason: "it is \(kind), not a regular file")
      case .unreadable(let path, let reason): .unreadable(path: path, reason: reason)
      case .unavailable(let path, _): .unavailable(path: path, reason: error.reason)
      case .tooLarge(let path, let bytes, let limit):
        .tooLarge(path: path, bytes: bytes, limit: limit)
      case .shrunk(let path):
        .damaged(path: path, problem: "has become shorter while it was read")
      }
  }
}

extension DatasetError: CustomStringConvertible {
  /// One line: where, what is wrong, and what the user can do about it.
  package var description: String {
    switch self {
    case .absent(let path):
      "\(path.isEmpty ? "''" : path): no such file or directory; check the name"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); name a readable file or directory"
    case .unavailable(let path, let reason):
      "\(path): \(reason)"
    case .notInstalled(let path, let package):
      "\(path): is not installed; run 'apt-get install \(package)'"
    case .noImages(let path):
      "\(path): holds no images; name a directory with PNG or JPEG, IDX or CIFAR binary files"
    case .noTestPart(let path, let trainingFile):
      "\(path): holds training images only; name \(trainingFile) itself to use them"
    case .unknownFormat(let path, let looksLike, let formats):
      "\(path): \(looksLike.map { "looks like \($0)" } ?? "is of an unknown format"); "
        + "use \(formats)"
    case .unsupported(let path, let what, let hint):
      "\(path): \(what); \(hint)"
    case .damaged(let path, let problem):
      "\(path): \(problem); copy or create the file again"
    case .tooLarge(let path, let bytes, let limit):
      "\(path): asks for \(bytes) bytes, but at most \(limit) are read; split or shrink it"
    case .noSuchArray(let path, let name, let present):
      "\(path): has no array '\(name)'; it has \(listed(present))"
    case .labelCountMismatch(let path, let labels, let images):
      "\(path): has \(labels) labels for \(images) images; use files that belong together"
    case .imageIndexOutOfRange(let dataset, let index, let count):
      "\(dataset): has no image \(index); choose one of 0 to \(count - 1)"
    case .wrongShape(let dataset, let images, let network, let reason):
      "\(dataset): images of \(images) do not fit a network for \(network): \(reason)"
    case .notFinite(let dataset, let index):
      "\(dataset): image \(index) holds NaN or infinity, or numbers beyond "
        + "±\(Float.largestInNetworks); save finite numbers"
    case .labelOutOfRange(let dataset, let label, let classes):
      "\(dataset): has the label \(label), but the network tells \(classes) classes apart; "
        + "use the data set it was trained on"
    case .invalidPreprocessing(let problem):
      "preprocessing: \(problem); correct the model card"
    }
  }

  private func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.isEmpty ? "none" : names.count > 8 ? shown + ", …" : shown
  }
}
