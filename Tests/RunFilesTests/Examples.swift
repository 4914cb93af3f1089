import ExampleNetworks
import Foundation
import Networks
import OutputFiles
import RunFiles
import Runs
import SpikingEngine
import TimeTravel

/// A folder for the files of one test, gone with the last reference to it.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "run-files-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func description(of run: ExampleRun) -> RunDescription {
  RunDescription(
    program: "tests", method: "robust", notes: ["a note"], name: run.network.name,
    inputShape: run.network.inputShape, coding: run.network.coding,
    layers: run.network.layers.map(RunDescription.Layer.init), image: 3, imageCount: 5,
    dataset: "random", label: 1, classNames: ["a", "b"], logits: run.logits.map { Float($0) },
    steps: 200)
}

func writer(
  of run: ExampleRun, to path: String, maximumPages: Int? = nil
) throws -> RunFileWriter {
  try RunFileWriter(
    OutputFile(path).stageRun(), description(of: run), setting: run.setting,
    image: run.image.elements, maximumPages: maximumPages)
}

/// Runs and records; the timeline remembers what was sent.
func record(
  _ run: ExampleRun, steps: Int, to path: String, probes: Set<Int> = []
) throws -> Timeline {
  let recorder = RunRecorder(try writer(of: run, to: path))
  var timeline = Timeline(run.simulation, setting: run.setting, probes: probes)
  while timeline.step < steps {
    timeline.advance(by: min(5, steps - timeline.step), on: Engine())
    recorder.take(timeline.steps, isPaused: false)
  }
  recorder.take(timeline.steps, isPaused: true)
  recorder.end()
  if case .failed(let error, _) = recorder.status { throw error }
  return timeline
}

func replay(_ reader: RunFileReader) throws -> Timeline {
  let packed = PackedNetwork(replaying: reader.description.network)
  return Timeline(
    Simulation(replaying: reader, of: packed), setting: reader.setting(of: packed),
    probes: reader.layersWithPotentials())
}

/// What every layer sent in a step, as one number per neuron.
func sent(by timeline: Timeline, at step: Int) -> [[Float]] {
  timeline.setting.packed.network.layers.enumerated().map { layer, description in
    let events = timeline.raster.events(of: layer, at: step)
    return (0..<description.shape.count).map { events.value(of: $0) }
  }
}
