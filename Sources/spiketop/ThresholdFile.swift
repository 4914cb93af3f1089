import Conversion
import Foundation
import Networks

/// Why thresholds cannot be read.
struct ThresholdError: Error, CustomStringConvertible {
  let description: String

  /// Whether there was no file to read at all (exit status 66), instead of a bad one (65).
  var isMissingInput = false
}

/// Thresholds from a JSON file: an object from layer names to numbers, or a list in layer order.
enum ThresholdFile {
  static func thresholds(at path: String, for network: AnalogNetwork) throws -> [Float] {
    let names = network.activations.map { network.nodes[network.nodes[$0].inputs[0]].name }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ThresholdError(
        description: "\(path): cannot be read; name a JSON file", isMissingInput: true)
    }
    do {
      return try check(values(in: data, path: path, names: names), names: names)
    } catch let error as ConversionError {
      throw ThresholdError(description: "\(path): \(error)")
    }
  }

  private static func values(in data: Data, path: String, names: [String]) throws -> [Float] {
    let decoder = JSONDecoder()
    if let list = try? decoder.decode([Float].self, from: data) {
      guard list.count == names.count else {
        throw ConversionError.thresholdCount(expected: names, actual: list.count)
      }
      return list
    }
    guard let named = try? decoder.decode([String: Float].self, from: data) else {
      throw ThresholdError(
        description: "\(path): holds neither an object of numbers by layer name nor a list; "
          + #"write {"conv1": 1.5, …} or [1.5, …]"#)
    }
    if let stranger = named.keys.sorted().first(where: { !names.contains($0) }) {
      throw ConversionError.unknownLayer(name: stranger, expected: names)
    }
    return try names.map { name in
      guard let value = named[name] else {
        throw ConversionError.missingThreshold(layer: name)
      }
      return value
    }
  }

  private static func check(_ values: [Float], names: [String]) throws -> [Float] {
    for (name, value) in zip(names, values) where !value.isFinite || value <= 0 {
      throw ConversionError.invalidThreshold(layer: name, value: value)
    }
    return values
  }
}
