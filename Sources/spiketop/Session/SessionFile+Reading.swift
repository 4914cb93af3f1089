import Conversion
import Dashboard
import Experiments
import Foundation
import Runs
import TOMLKit
import TimeTravel

extension SessionFile {
  private static let kind = TOMLDocument.Kind(
    name: "a session", sizeLimit: 1 << 20, lineLimit: 4000, lineLengthLimit: 4000,
    example: "':save FILE.toml'", isWritten: true)

  /// Reads a file; paths in it become such as are seen from the working directory.
  ///
  /// - Throws: `ConfigurationError`, which names the line and the key.
  package init(contentsOf path: String) throws {
    try self.init(TOMLDocument(contentsOf: path, SessionFile.kind))
  }

  /// - Parameter path: The name of the file, for errors and for the folder of its paths.
  package init(toml text: String, path: String) throws {
    try self.init(TOMLDocument(text, path: path, SessionFile.kind))
  }

  private init(_ document: TOMLDocument) throws {
    let slash = document.path.unicodeScalars.lastIndex(of: "/")
    let folder = slash.map { $0 == document.path.startIndex ? "/" : document.path[..<$0] } ?? ""
    var reader = SessionReader(document, SessionPaths(folder: String(folder)))
    try reader.readAll()
    guard !reader.session.request.model.path.isEmpty else {
      throw ConfigurationError(
        path: document.path, reason: "'run.model' is missing: it names the network")
    }
    self = reader.session
    try check(document)
  }

  /// Finds what single values do not tell: methods and options that cannot be.
  private func check(_ document: TOMLDocument) throws {
    let registry = MethodRegistry.standard
    do {
      try registry.check(request.method.values)
    } catch {
      throw document.error(in: ["run", "options"], "\(error)")
    }
    do {
      _ = try request.choice(from: registry)
    } catch {
      throw document.error(in: ["run", "method"], "\(error)")
    }
    guard let second = request.secondRun else { return }
    do {
      _ = try registry.secondRun(
        second, beside: request.method, steps: request.steps ?? OptionDefaults.steps)
    } catch {
      throw document.error(in: ["run", "compare"], "\(error)")
    }
  }
}

/// Takes in one value of a session after the other.
private struct SessionReader {
  let document: TOMLDocument
  let paths: SessionPaths
  var session = SessionFile(
    request: RunRequest(model: ModelRequest(path: "")),
    view: SavedView(screen: DashboardRegistry.standard.screens[0].name))

  init(_ document: TOMLDocument, _ paths: SessionPaths) {
    (self.document, self.paths) = (document, paths)
  }

  mutating func readAll() throws {
    for (keys, value) in document.entries {
      do {
        guard try !take(keys, value) else { continue }
        session.warnings.append(
          document.error(in: keys, "is not known, and left out").description)
      } catch let error as SessionValueError {
        throw document.error(in: keys, error.reason)
      }
    }
  }

  /// - Returns: Whether the key is known.
  private mutating func take(_ keys: [String], _ value: any TOMLValueConvertible) throws -> Bool {
    switch keys {
    case ["version"]:
      let version = try SessionValue.integer(value, in: 1...Int.max)
      guard version == SessionFile.version else {
        throw SessionValueError(
          reason: "is \(version), and this program knows sessions of version "
            + "\(SessionFile.version); take a later spiketop")
      }
    case ["mark"]: try takeAll(value, "mark") { try $0.takeMark(&$1) }
    case ["break"]: try takeAll(value, "break") { try $0.takeBreak(&$1) }
    case ["run"], ["run", "options"], ["view"], ["screens"]: return value.table != nil
    case _ where keys.count == 2 && keys[0] == "run": return try takeRun(keys[1], value)
    case _ where keys.count == 2 && keys[0] == "view": return try takeView(keys[1], value)
    case _ where keys.count == 3 && keys.starts(with: ["run", "options"]):
      return try takeOption(keys[2], value)
    case _ where keys.count == 3 && keys[0] == "screens":
      guard
        let screen = DashboardRegistry.standard.screens.first(where: { $0.name.rawValue == keys[1] }
        ),
        screen.settingNames.contains(keys[2])
      else { return false }
      session.view.settings[keys[1], default: [:]][keys[2]] = try SessionValue.string(value)
    default: return false
    }
    return true
  }

  private mutating func takeRun(_ key: String, _ value: any TOMLValueConvertible) throws -> Bool {
    switch key {
    case "model":
      let path = try SessionValue.string(value)
      guard !path.isEmpty else { throw SessionValueError(reason: "names no file") }
      guard path != SessionFile.bundledName else {
        let bundled = try RunRequest.bundled()
        session.request.model.path = bundled.model.path
        session.request.data.images = session.request.data.images ?? bundled.data.images
        return true
      }
      session.request.model.path = paths.read(path)
    case "card": session.request.model.card = paths.read(try SessionValue.string(value))
    case "scale": session.request.model.scale = try SessionValue.float(value)
    case "mean": session.request.model.mean = try SessionValue.list(value, SessionValue.float)
    case "std":
      session.request.model.standardDeviation = try SessionValue.list(value, SessionValue.float)
    case "classes":
      session.request.model.classNames = try SessionValue.list(value, SessionValue.string)
    case "input-shape":
      guard let list = LengthList(argument: try SessionValue.string(value)) else {
        throw SessionValueError(reason: "must be one to three lengths, as \"3x224x224\"")
      }
      session.request.model.inputShape = list.lengths
    case "dt": session.request.model.timeStep = try SessionValue.float(value)
    case "reset":
      session.request.model.reset = try SessionValue.choice(value)
    case "spike-at": session.request.model.spikeAt = try SessionValue.choice(value)
    case "integration": session.request.model.integration = try SessionValue.choice(value)
    case "spikes-per-step": session.request.model.spikesPerStep = try SessionValue.choice(value)
    case "synapses": session.request.model.synapses = try SessionValue.choice(value)
    case "output":
      session.request.model.outputs = try SessionValue.list(value, SessionValue.string)
    case "min-score": session.request.model.minimumScore = try SessionValue.number(value)
    case "nms": session.request.model.largestOverlap = try SessionValue.number(value)
    case "max-boxes":
      session.request.model.boxLimit = try SessionValue.integer(value, in: 1...1 << 16)
    case "annotations":
      session.request.data.annotations = paths.read(try SessionValue.string(value))
    case "data": session.request.data.images = paths.read(dataSet: try SessionValue.string(value))
    case "calibration":
      session.request.data.calibration = paths.read(dataSet: try SessionValue.string(value))
    case "calibration-count":
      session.request.data.calibrationCount = try SessionValue.integer(
        value, in: 1...Int(Int32.max))
    case "calibration-indices":
      session.request.data.calibrationIndices = paths.read(try SessionValue.string(value))
    case "index": session.request.image = try SessionValue.integer(value, in: 0...Int(Int32.max))
    case "method": session.request.method.name = try SessionValue.string(value)
    case "steps": session.request.steps = try SessionValue.integer(value, in: 1...1_000_000)
    case "compare": session.request.secondRun = try SessionValue.string(value)
    default: return false
    }
    return true
  }

  private mutating func takeOption(
    _ name: String, _ value: any TOMLValueConvertible
  ) throws -> Bool {
    guard let option = MethodRegistry.standard.options.first(where: { $0.name == name }) else {
      return false
    }
    let taken: OptionValue
    switch option.kind {
    case .flag: taken = .flag(try SessionValue.flag(value))
    case .integer: taken = .number(Double(try SessionValue.integer(value, in: 0...Int(Int32.max))))
    case .integerOr: taken = try SessionValue.countOrWord(value)
    case .number: taken = .number(try SessionValue.number(value))
    case .file: taken = .text(paths.read(try SessionValue.string(value)))
    case .choice, .corrector: taken = .text(try SessionValue.string(value))
    }
    guard option.takes(taken) else {
      throw SessionValueError(reason: "cannot be \(option.text(of: taken)); \(option.help)")
    }
    session.request.method.values[option] = taken == option.standard ? nil : taken
    return true
  }

  private mutating func takeView(_ key: String, _ value: any TOMLValueConvertible) throws -> Bool {
    switch key {
    case "screen": session.view.screen = try SessionValue.screen(value)
    case "layer": session.view.layer = try SessionValue.string(value)
    case "neuron": session.view.neuron = try SessionValue.integer(value, in: 0...Int(Int32.max))
    case "step": session.view.step = try SessionValue.integer(value, in: 0...1_000_000)
    case "zoom": session.view.timeZoom = try SessionValue.integer(value, in: -5...12)
    case "rasters":
      let names = RasterView.Mode.allCases.map(\.rawValue)
      session.view.rasterMode =
        RasterView.Mode(rawValue: try SessionValue.word(value, of: names))
        ?? session.view.rasterMode
    case "neurons-per-dot":
      session.view.unitsPerDot = try SessionValue.integer(value, in: 1...Int(Int32.max))
    case "search": session.view.search = try SessionValue.string(value)
    default: return false
    }
    return true
  }

  /// Takes each table of a list.
  private mutating func takeAll(
    _ value: any TOMLValueConvertible, _ list: String,
    _ take: (inout SessionReader, inout SessionTable) throws -> Void
  ) throws {
    guard let tables = value.array else {
      throw SessionValueError(reason: "must be a list: begin each with [[\(list)]]")
    }
    for number in 0..<tables.count {
      guard let content = tables[number].table else {
        throw SessionValueError(reason: "must be a list: begin each with [[\(list)]]")
      }
      var table = SessionTable(content)
      do {
        try take(&self, &table)
      } catch let error as SessionValueError {
        throw document.error(in: list, number, error.key.map { [$0] } ?? [], error.reason)
      }
      for key in table.left {
        session.warnings.append(
          document.error(in: list, number, [key], "is not known, and left out").description)
      }
    }
  }

  private mutating func takeMark(_ table: inout SessionTable) throws {
    let letter = try table.take("letter", SessionValue.string)
    guard letter.count == 1, let first = letter.first, first.isASCII, first.isLetter else {
      throw SessionValueError(key: "letter", reason: "must be a letter from a to z or A to Z")
    }
    guard !session.view.marks.contains(where: { $0.mark.letter == first }) else {
      throw SessionValueError(key: "letter", reason: "is the letter of another mark: '\(first)'")
    }
    let limit = Int(Int32.max)
    let place = Place(
      screen: try table.take("screen", SessionValue.screen),
      layer: try table.take("layer") { try SessionValue.integer($0, in: 0...limit) },
      unit: try table.take("unit") { try SessionValue.integer($0, in: 0...limit) }, input: 0,
      step: try table.take("step") { try SessionValue.integer($0, in: 0...1_000_000) })
    let mark = Mark(
      letter: first, place: place,
      image: try table.take("image") { try SessionValue.integer($0, in: 0...limit) },
      method: 0, note: try table.take("note", or: "", SessionValue.string))
    session.view.marks.append(
      SavedMark(mark, method: try table.take("method", SessionValue.string)))
    session.view.marks.sort { $0.mark.letter < $1.mark.letter }
  }

  private mutating func takeBreak(_ table: inout SessionTable) throws {
    let text = try table.take("condition", SessionValue.string)
    do {
      _ = try StopCondition(text, figures: DashboardRegistry.standard.figures)
    } catch {
      throw SessionValueError(key: "condition", reason: "is no condition: \(error)")
    }
    session.view.breaks.append(
      SavedBreak(condition: text, isEnabled: try table.take("enabled", or: true, SessionValue.flag))
    )
  }
}

/// One table of a list, of which values are taken.
private struct SessionTable {
  private let table: TOMLTable
  /// The keys that nobody has asked for.
  private(set) var left: [String]

  init(_ table: TOMLTable) {
    self.table = table
    left = table.keys.sorted()
  }

  /// - Parameter usual: Where the key is missing; `nil` for what must be there.
  mutating func take<Value>(
    _ key: String, or usual: Value? = nil,
    _ read: (any TOMLValueConvertible) throws -> Value
  ) throws -> Value {
    left.removeAll { $0 == key }
    guard let value = table[key] else {
      if let usual { return usual }
      throw SessionValueError(reason: "has no '\(key)'")
    }
    do {
      return try read(value)
    } catch var error as SessionValueError {
      error.key = key
      throw error
    }
  }
}
