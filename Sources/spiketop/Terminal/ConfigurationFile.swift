import CursesTerminal
import Dashboard
import Foundation
import InputFiles
import PlainText
import TOMLKit
import TerminalUI

/// Where the configuration comes from.
enum ConfigurationFile {
  /// What the user has set, or the defaults where there is no file in the usual place.
  ///
  /// - Parameter path: The file to read instead of the one in the usual place.
  static func load(_ path: String?) throws(ConfigurationError) -> Configuration {
    let place = path ?? usualPath
    guard path != nil || InputFile.isThere(place) else {
      return Configuration()
    }
    return try Configuration(TOMLDocument(contentsOf: place, kind))
  }

  private static let kind = TOMLDocument.Kind(
    name: "a configuration", sizeLimit: 1 << 16, lineLimit: 1000, lineLengthLimit: 1000,
    example: "'spiketop config'")

  /// `$XDG_CONFIG_HOME/spiketop/config.toml`, or below `~/.config`.
  static var usualPath: String {
    let environment = ProcessInfo.processInfo.environment
    // The specification wants relative paths ignored.
    let home = environment["XDG_CONFIG_HOME"].flatMap { $0.begins(with: "/") ? $0 : nil }
    let base = home ?? NSString(string: "~/.config").expandingTildeInPath
    return "\(base)/spiketop/config.toml"
  }
}

extension Configuration {
  init(_ document: TOMLDocument) throws(ConfigurationError) {
    self.init()
    var taken: [Key: Action] = [:]
    for (keys, value) in document.entries {
      do {
        try set(keys, to: value, taken: &taken)
      } catch {
        throw document.error(in: keys, error.reason)
      }
    }
  }
}

/// What is wrong with a value, or with its key.
private struct ValueError: Error {
  var reason: String
}

extension Configuration {
  /// - Parameter taken: The keys that the file has given away so far.
  private mutating func set(
    _ keys: [String], to value: any TOMLValueConvertible, taken: inout [Key: Action]
  ) throws(ValueError) {
    switch keys {
    case ["theme"]: theme = try choice(value, of: Theme.allCases.map { ($0.rawValue, $0) })
    case ["colors"]:
      colors = try choice(
        value, of: [("auto", nil)] + ColorDepth.allCases.map { ($0.rawValue, $0) })
    case ["glyphs"]:
      dots = try choice(
        value, of: [("auto", nil)] + GlyphChoice.allCases.map { ($0.rawValue, $0) })
      // Unlike a kind of dots, it stands in the way of all of Unicode.
      if dots == .ascii { (glyphs, dots) = (.ascii, nil) }
    case ["mouse"]:
      guard let isUsed = value.bool else { throw ValueError(reason: "must be true or false") }
      usesMouse = isUsed
    case ["speed"]:
      speed =
        value.string == "max"
        ? .infinity : try number(value, in: 0.1...1_000_000, or: ", or \"max\"")
    case ["frames-per-second"]: framesPerSecond = try number(value, in: 2...60)
    case ["memory", "checkpoints"]: memory.checkpoints = try mebibytes(value)
    case ["memory", "spikes"]: memory.spikes = try mebibytes(value)
    case ["memory"] where value.table != nil, ["keys"] where value.table != nil: break
    case _ where keys.count == 2 && keys[0] == "keys": try bind(keys[1], to: value, taken: &taken)
    default:
      throw ValueError(reason: "is not known; 'spiketop config' lists what is")
    }
  }

  private mutating func bind(
    _ name: String, to value: any TOMLValueConvertible, taken: inout [Key: Action]
  ) throws(ValueError) {
    guard let action = DashboardRegistry.standard.action(Action.Name(rawValue: name)) else {
      throw ValueError(reason: "is no action; 'spiketop config' lists them")
    }
    let words = value.string.map { [$0] } ?? value.array?.map { $0.string }
    var keys: [Key] = []
    for word in words ?? [nil] {
      guard let word else { throw ValueError(reason: "must be a key or a list of keys in quotes") }
      guard let key = key(named: word) else {
        throw ValueError(
          reason: "has no key '\(word)'; write a character, or a name such as Space, Ctrl-g, F2, Up"
        )
      }
      if let other = taken[key] {
        throw ValueError(
          reason: "has the key '\(word)', which 'keys.\(other.name.rawValue)' has too; "
            + "give one of them another")
      }
      taken[key] = action
      keys.append(key)
    }
    keyMap.bind(action.name, to: keys)
  }

  private func choice<Value>(
    _ value: any TOMLValueConvertible, of choices: [(name: String, value: Value)]
  ) throws(ValueError) -> Value {
    let text = value.string ?? value.int.map(String.init)
    guard let choice = choices.first(where: { $0.name == text }) else {
      let names = choices.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw ValueError(reason: "must be one of \(names)")
    }
    return choice.value
  }

  private func number(
    _ value: any TOMLValueConvertible, in range: ClosedRange<Double>, or more: String = ""
  ) throws(ValueError) -> Double {
    guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
      let (low, high) = (range.lowerBound.formatted(), Int(range.upperBound))
      throw ValueError(reason: "must be a number from \(low) to \(high)\(more)")
    }
    return number
  }

  private func mebibytes(_ value: any TOMLValueConvertible) throws(ValueError) -> Int {
    guard let count = value.int, (1...1_048_576).contains(count) else {
      throw ValueError(reason: "must be a whole number of MiB from 1 to 1048576")
    }
    return count << 20
  }
}
