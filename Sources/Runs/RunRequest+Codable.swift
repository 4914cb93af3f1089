import Conversion
import Foundation
import PlainText
import SpikingEngine

/// Why a request cannot be read.
package struct RunRequestError: Error, Equatable, CustomStringConvertible {
  package var version: Int

  package init(version: Int) {
    self.version = version
  }

  package var description: String {
    "the run was asked for in version \(version) of requests, and this program knows up to "
      + "\(RunRequest.version); take a later spiketop"
  }
}

// As JSON: keys of their own that do not change with the code; what is missing has its default.
extension RunRequest: Codable {
  /// Rises when a key changes its meaning; new keys alone do not raise it.
  package static let version = 1

  private enum CodingKeys: String, CodingKey {
    case version
    case model
    case data
    case method
    case secondRun
    case image
    case steps
    case precision
    case threads
  }

  /// - Throws: `RunRequestError` of a later version, and `DecodingError`, also where the request is
  ///   impossible.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decodeIfPresent(Int.self, forKey: .version) ?? RunRequest.version
    guard (1...RunRequest.version).contains(version) else {
      throw RunRequestError(version: version)
    }
    self.init(
      model: try values.decode(ModelRequest.self, forKey: .model),
      data: try values.decodeIfPresent(DataRequest.self, forKey: .data) ?? DataRequest(),
      method: try values.decodeIfPresent(MethodRequest.self, forKey: .method)
        ?? MethodRequest(OptionDefaults.method),
      secondRun: try values.decodeIfPresent(String.self, forKey: .secondRun),
      image: try values.decodeIfPresent(Int.self, forKey: .image) ?? OptionDefaults.image,
      steps: try values.decodeIfPresent(Int.self, forKey: .steps),
      threads: try values.decodeIfPresent(Int.self, forKey: .threads) ?? OptionDefaults.threads)
    if let name = try values.decodeIfPresent(String.self, forKey: .precision) {
      guard let precision = Precision(rawValue: name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .precision, in: values, debugDescription: "there is no precision '\(name)'")
      }
      self.precision = precision
    }
    if let fault {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: fault))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(RunRequest.version, forKey: .version)
    try values.encode(model, forKey: .model)
    try values.encode(data, forKey: .data)
    try values.encode(method, forKey: .method)
    try values.encodeIfPresent(secondRun, forKey: .secondRun)
    try values.encode(image, forKey: .image)
    try values.encodeIfPresent(steps, forKey: .steps)
    try values.encode(precision.rawValue, forKey: .precision)
    try values.encode(threads, forKey: .threads)
  }
}

// As text.
extension RunRequest {
  package func json() -> Data { Data(jsonText(self).utf8) }

  /// - Throws: `RunRequestError` of a later version, and `DecodingError`.
  package init(json: Data) throws {
    self = try JSONDecoder().decode(RunRequest.self, from: json)
  }
}
