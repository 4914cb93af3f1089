import Foundation
import InputFiles
import Networks

/// Why thresholds cannot be read.
package struct ThresholdError: Error, CustomStringConvertible {
  package let description: String

  /// Whether there was no file to read at all, instead of a bad one.
  package var isMissingInput = false
}

/// Thresholds from a JSON file.
///
/// An object from layer names to numbers; a list in layer order; what `convert` writes; or a report
/// of `evaluate`, which has thresholds for each of its methods.
package struct ThresholdFile: Sendable {
  private let path: String
  private let names: [String]
  private let content: Content

  private enum Content {
    case one([Float])
    case perMethod([String: [Float]])
  }

  /// Reads the file at once.
  ///
  /// - Throws: `ThresholdError` where there is no such file, or its content fits no spiking layers.
  package init(at path: String, for network: AnalogNetwork) throws {
    self.path = path
    names = network.activations.map { network.nodes[network.nodes[$0].inputs[0]].name }
    let data: Data
    do {
      data = Data(try InputFile.contents(of: path, limit: 1 << 28))
    } catch {
      throw ThresholdError(
        description: "\(error); name a JSON file", isMissingInput: error.isMissingInput)
    }
    do {
      content = try ThresholdFile.content(of: data, path: path, names: names)
    } catch let error as ConversionError {
      throw ThresholdError(description: "\(path): \(error)")
    }
  }

  /// The file that the options name, or `nil`.
  package init?(_ options: OptionValues, for network: AnalogNetwork) throws {
    guard let path = options.text(of: ConversionRecipe.thresholds) else { return nil }
    try self.init(at: path, for: network)
  }

  /// The thresholds for a method, one per spiking layer, in the order of
  /// `AnalogNetwork.activations`.
  ///
  /// A report is asked for the method under the user's name for it, and for a method that is made
  /// for one T also under `name@T`.
  package func thresholds(for choice: MethodChoice) throws -> [Float] {
    switch content {
    case .one(let values):
      return values
    case .perMethod(let methods):
      let tied = choice.recipe.method.steps.map { "\(choice.recipe.method.name)@\($0)" }
      guard let values = tied.flatMap({ methods[$0] }) ?? methods[choice.label] else {
        throw ThresholdError(
          description: "\(path): has no thresholds for '\(tied ?? choice.label)'; it has them for "
            + methods.keys.sorted().joined(separator: ", "))
      }
      return values
    }
  }

  private static func content(of data: Data, path: String, names: [String]) throws -> Content {
    let decoder = JSONDecoder()
    if let report = try? decoder.decode(ReportThresholds.self, from: data) {
      return .perMethod(try report.thresholds(names: names))
    }
    if let converted = try? decoder.decode(ConvertedThresholds.self, from: data) {
      return .one(try check(converted.thresholds, names: names))
    }
    if let list = try? decoder.decode([Float].self, from: data) {
      return .one(try check(list, names: names))
    }
    guard let named = try? decoder.decode([String: Float].self, from: data) else {
      throw ThresholdError(
        description: "\(path): holds neither an object of numbers by layer name nor a list; "
          + #"write {"conv1": 1.5, …} or [1.5, …]"#)
    }
    if let stranger = named.keys.sorted().first(where: { !names.contains($0) }) {
      throw ConversionError.unknownLayer(name: stranger, expected: names)
    }
    return .one(
      try check(
        names.map { name in
          guard let value = named[name] else {
            throw ConversionError.missingThreshold(layer: name)
          }
          return value
        }, names: names))
  }
}

/// One positive, finite number per layer.
private func check(_ values: [Float], names: [String]) throws -> [Float] {
  guard values.count == names.count else {
    throw ConversionError.thresholdCount(expected: names, actual: values.count)
  }
  for (name, value) in zip(names, values) where !value.suitsThresholds {
    throw ConversionError.invalidThreshold(layer: name, value: value)
  }
  return values
}

/// The part of an evaluation's report that holds thresholds.
private struct ReportThresholds: Decodable {
  struct Method: Decodable {
    let theta: [Float]
    let thetaAt: [String: [Float]]?

    private enum CodingKeys: String, CodingKey {
      case theta
      case thetaAt = "theta_at"
    }
  }

  let methods: [String: Method]

  /// By method, and by `method@T` where they differ over T.
  func thresholds(names: [String]) throws -> [String: [Float]] {
    var thresholds: [String: [Float]] = [:]
    for (label, method) in methods {
      thresholds[label] = try check(method.theta, names: names)
      for (step, theta) in method.thetaAt ?? [:] {
        thresholds["\(label)@\(step)"] = try check(theta, names: names)
      }
    }
    return thresholds
  }
}

/// The part of a converted network that holds thresholds.
private struct ConvertedThresholds: Decodable {
  struct Layer: Decodable {
    let activation: String?
    let threshold: Float?
  }

  let layers: [Layer]

  var thresholds: [Float] { layers.filter { $0.activation != nil }.compactMap(\.threshold) }
}
