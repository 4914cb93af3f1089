import AnalogPass
import Conversion
import DenseMath
import Foundation
import InputFiles
import Networks
import OutputFiles
import Synchronization

/// Calibrations that are kept between runs of the program, so that the second start is a quick one.
///
/// An entry is found by all that decides its content: the bytes of the model and its weights, the
/// calibration images, how they are prepared, what was asked of them, and who does the arithmetic.
/// So nothing that is found differs in a bit from what would be found out anew.
package struct CalibrationCache: Sendable {
  private let files: StoredFiles

  /// With its version.
  private let program: String

  /// All entries together, in bytes.
  package static let limit = 256 << 20

  /// - Parameter folder: `nil` for nowhere.
  package init(in folder: URL?, program: String, limit: Int = CalibrationCache.limit) {
    files = StoredFiles(folder: folder, limit: limit)
    self.program = program
  }

  /// In the user's folder for caches.
  ///
  /// - Parameter program: With its version: another one keeps its own.
  package init(
    of program: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.init(
      in: UserFolder.cache.url(in: environment)?.appending(path: "calibrations"), program: program)
  }

  /// Keeps nothing, and finds nothing.
  package static let none = CalibrationCache(in: nil, program: "")

  /// `nil` where nothing is kept.
  package var folder: String? { files.folder?.path }

  /// How much the entries take, in bytes.
  package var byteCount: Int { files.byteCount }

  package var limit: Int { files.limit }
}

extension CalibrationCache {
  /// What is kept for one network and one set of images; `nil` where nothing is kept at all.
  ///
  /// - Parameter images: How many calibration images there are.
  /// - Parameter content: All that the answers depend on but the question; asked for at the first
  ///   one, once. Where that fails, nothing is found, and nothing kept.
  func memory(
    for network: AnalogNetwork, images: Int, content: @escaping @Sendable () throws -> String
  ) -> CalibrationMemory? {
    guard folder != nil else { return nil }
    let subject = Subject { "\(program), \(BLAS.kernelName)\n\(try content())" }
    return CalibrationMemory(
      statistics: { lowest in
        entry("activations from \(lowest) % on", of: subject).flatMap { entry in
          entry.read().flatMap {
            ActivationStatistics(
              blob: $0, for: network, lowestPercentile: lowest, imageCount: images)
          }
        }
      },
      keepStatistics: { statistics, lowest in
        entry("activations from \(lowest) % on", of: subject)?.write(statistics.blob)
      },
      conversion: { question in
        entry("conversion \(question)", of: subject)?.read().flatMap(KeptConversion.init(blob:))
      },
      keepConversion: { conversion, question in
        entry("conversion \(question)", of: subject)?.write(conversion.blob)
      })
  }

  private func entry(_ question: String, of subject: Subject) -> CalibrationEntry? {
    subject.text.map { CalibrationEntry("\($0)\n\(question)", in: files) }
  }

  /// What the answers depend on, found out once.
  private final class Subject: Sendable {
    private let find: @Sendable () throws -> String
    private let found = Mutex<String??>(nil)

    init(_ find: @escaping @Sendable () throws -> String) {
      self.find = find
    }

    /// `nil` where it cannot be found out.
    var text: String? {
      found.withLock { found in
        if let found { return found }
        let text = try? find()
        found = .some(text)
        return text
      }
    }
  }
}

extension ContentHash {
  /// The numbers of an operation.
  ///
  /// What has many of them is not made text of, which takes seconds where a map has a million
  /// terms.
  fileprivate mutating func add(_ operation: AnalogOperation) {
    if let layer = operation.weights {
      add(layer.weight.elements)
      add(layer.bias.elements)
    } else if case .sparse(let map) = operation {
      add(map)
    } else {
      add("\(operation)")
    }
  }

  /// The numbers of a map.
  mutating func add(_ map: SparseMap) {
    add("\(map.sourceCount) \(map.target) \(map.sources.count) \(map.weights == nil)")
    add(map.starts)
    add(map.sources)
    add(map.weights ?? [])
  }
}

extension CalibrationCache {
  /// All that answers depend on but the question, the program and the processor.
  static func content(of model: LoadedModel, _ data: LoadedData) throws -> String {
    let file = try model.content.hashes()
    // Weights may lie in files beside the model.
    var weights = ContentHash()
    for node in model.analog?.nodes ?? [] { weights.add(node.operation) }
    let images = try data.calibration.contentHash(of: data.calibrationNumbers)
    let preparation = [
      [model.preprocessing.scale], model.preprocessing.mean, model.preprocessing.standardDeviation,
    ].map { $0.map { String($0.bitPattern, radix: 16) }.joined(separator: " ") }
    return """
      model \(file.hash.text), \(file.size) bytes, weights \(weights.text)
      images \(images.text), \(data.calibrationNumbers.count) \(data.calibration.pixels)
      preparation \(preparation.joined(separator: "; ")); \(model.fit.rawValue)
      """
  }
}
