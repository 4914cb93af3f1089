import Conversion
import Dashboard
import Experiments
import Foundation
import OutputFiles
import PlainText
import Runs

/// A session: the run that was asked for, and where one was in the dashboard.
///
/// Relative paths in the file are relative to its folder.
package struct SessionFile: Equatable {
  /// As seen from the working directory.
  package var request: RunRequest
  package var view: SavedView

  /// What of the file nobody knows, one line each.
  package var warnings: [String] = []

  /// Rises when a key changes its meaning; new keys alone do not raise it.
  static let version = 1

  /// What stands for the bundled network, wherever the program lies.
  static let bundledName = "demo"

  package init(request: RunRequest, view: SavedView) {
    self.request = request
    self.view = view
  }

  /// Writes it, whole or not at all.
  package func save(as place: SessionRequest) -> ExportOutcome {
    let file = OutputFile(
      typed: place.path, replacing: place.replaces ? .files : .nothing, reading: request.inputs)
    let folder = URL(filePath: file.path).deletingLastPathComponent().path
    do {
      try file.write(Data(toml(in: folder).utf8))
      return .written(rows: nil)
    } catch {
      return error.reason == .exists ? .exists : .failed(reason: error.problem)
    }
  }

  /// - Parameter folder: That of the file, as seen from the working directory.
  package func toml(in folder: String) -> String {
    let paths = SessionPaths(folder: folder)
    var text = TOMLText()
    text.comment("A session: 'spiketop watch --session FILE' goes on with it.")
    text.set("version", SessionFile.version)
    writeRun(paths, to: &text)
    writeView(to: &text)
    return text.content
  }

  private func writeRun(_ paths: SessionPaths, to text: inout TOMLText) {
    let (model, data) = (request.model, request.data)
    text.table("run")
    let bundled = try? RunRequest.bundled()
    let isBundled = model.path == bundled?.model.path
    text.set("model", isBundled ? SessionFile.bundledName : paths.written(model.path))
    text.set("card", model.card.map { paths.written($0) })
    text.set("scale", model.scale)
    text.set("mean", model.mean)
    text.set("std", model.standardDeviation)
    text.set("classes", model.classNames)
    text.set("input-shape", model.inputShape?.map(String.init).joined(separator: "x"))
    text.set("dt", model.timeStep)
    text.set("reset", model.reset?.rawValue)
    text.set("spike-at", model.spikeAt?.rawValue)
    text.set("integration", model.integration?.rawValue)
    text.set("spikes-per-step", model.spikesPerStep?.rawValue)
    text.set("synapses", model.synapses?.rawValue)
    text.set("output", model.outputs)
    if let score = model.minimumScore { text.set("min-score", score) }
    if let overlap = model.largestOverlap { text.set("nms", overlap) }
    text.set("max-boxes", model.boxLimit)
    if !isBundled || data.images != bundled?.data.images {
      text.set("data", data.images.map { paths.written(dataSet: $0) })
    }
    text.set("calibration", data.calibration.map { paths.written(dataSet: $0) })
    if data.calibrationCount != OptionDefaults.calibrationCount {
      text.set("calibration-count", data.calibrationCount)
    }
    text.set("calibration-indices", data.calibrationIndices.map { paths.written($0) })
    text.set("annotations", data.annotations.map { paths.written($0) })
    text.set("index", request.image)
    text.set("method", request.method.name)
    text.set("steps", request.steps)
    text.set("compare", request.secondRun)
    let options = MethodRegistry.standard.options.filter { option in
      request.method.values[option].map { $0 != option.standard } ?? false
    }
    if !options.isEmpty { text.table("run.options") }
    for option in options {
      switch (option.kind, request.method.values[option]) {
      case (.file, .text(let path)): text.set(option.name, paths.written(path))
      case (_, .text(let words)): text.set(option.name, words)
      case (_, .flag(let isSet)): text.set(option.name, isSet)
      case (_, .number(let number)) where option.isWhole: text.set(option.name, Int(number))
      case (_, .number(let number)): text.set(option.name, number)
      case (_, nil): break
      }
    }
  }

  private func writeView(to text: inout TOMLText) {
    text.table("view")
    text.set("screen", view.screen.rawValue)
    text.set("layer", view.layer)
    text.set("neuron", view.neuron)
    text.set("step", view.step)
    text.set("zoom", view.timeZoom)
    text.set("rasters", view.rasterMode.rawValue)
    text.set("neurons-per-dot", view.unitsPerDot)
    if !view.search.isEmpty { text.set("search", view.search) }
    for (screen, settings) in view.settings.sorted(by: { $0.key < $1.key }) {
      text.table("screens.\(screen)")
      for (name, value) in settings.sorted(by: { $0.key < $1.key }) { text.set(name, value) }
    }
    if !view.marks.isEmpty {
      text.comment("Of marks, layers count from 0 on, and units as in run files.")
    }
    for saved in view.marks {
      let mark = saved.mark
      text.table("[mark]")
      text.set("letter", String(mark.letter))
      text.set("step", mark.place.step)
      text.set("image", mark.image)
      text.set("method", saved.method)
      text.set("screen", mark.place.screen.rawValue)
      text.set("layer", mark.place.layer)
      text.set("unit", mark.place.unit)
      if !mark.note.isEmpty { text.set("note", mark.note) }
    }
    for saved in view.breaks {
      text.table("[break]")
      text.set("condition", saved.condition)
      if !saved.isEnabled { text.set("enabled", false) }
    }
  }
}

/// Paths between the working directory, where a run reads them, and the folder of a session.
struct SessionPaths {
  /// As seen from the working directory; empty for that itself.
  let folder: String

  /// A path as the file has it.
  ///
  /// Components are compared after all links are followed, because `..` is taken so.
  func written(_ path: String) -> String {
    guard !path.begins(with: "/"), !path.begins(with: "~") else { return path }
    let here = FileManager.default.currentDirectoryPath
    let there = folder.isEmpty ? here : folder
    let (start, end) = (components(of: there), components(of: here) + parts(path))
    let shared = zip(start, end).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    let up: [String] = Array(repeating: "..", count: start.count - shared)
    return (up + end[shared...]).joined(separator: "/")
  }

  /// A path of the file as it is seen from the working directory.
  func read(_ path: String) -> String {
    let path = NSString(string: path).expandingTildeInPath
    return path.begins(with: "/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  /// The same where the name of a data set may stand.
  func written(dataSet: String) -> String {
    dataSet == SessionPaths.installedDataSet ? dataSet : written(dataSet)
  }

  func read(dataSet: String) -> String {
    dataSet == SessionPaths.installedDataSet ? dataSet : read(dataSet)
  }

  private static let installedDataSet = "fashion-mnist"

  private func components(of folder: String) -> [String] {
    let resolved = realpath(folder, nil)
    defer { free(resolved) }
    return parts(resolved.map { String(cString: $0) } ?? folder)
  }

  private func parts(_ path: String) -> [String] {
    path.parts(between: "/").filter { !$0.isEmpty && $0 != "." }
  }
}
