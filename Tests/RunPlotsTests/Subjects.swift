import Conversion
import ExampleNetworks
import Networks
import RunPlots
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// A run of a small residual network after so many steps.
func subject(
  steps: Int, hasANN: Bool = true, method: any ConversionMethod = Robust(),
  rasterBytes: Int = 1 << 20
) throws -> PlotSubject {
  let run = try ExampleRun(Example.residual.network(seed: 1), method: method, headroom: 0.7)
  let setting =
    hasANN
    ? run.setting
    : RunSetting(
      packed: run.packed, fanOut: run.packed.fanOutTable(),
      references: run.references.map { _ in nil })
  var engine = EngineStepper(
    EngineLoad(
      timeline: Timeline(
        run.simulation, setting: setting,
        checkpoints: CheckpointBudget(interval: 8, bytes: 1 << 20), rasterBytes: rasterBytes),
      horizon: max(steps, 1)))
  engine.seek(to: steps)
  return PlotSubject(
    engine.status, model: "example", method: method.title, dataset: "numbers", image: 3, label: 1,
    classNames: ["one", "two"], logits: hasANN ? run.logits.map { Float($0) } : [])
}

extension RunPlot {
  static func of(_ name: String) throws -> RunPlot {
    guard let plot = named(name) else { throw UnknownPlot() }
    return plot
  }
}

private struct UnknownPlot: Error {}

extension PlotSubject {
  var network: SpikingNetwork { status.runState.simulation.network }

  func looking(at layer: Int, _ unit: Int? = nil) -> PlotSubject {
    var subject = self
    (subject.layer, subject.unit) = (layer, unit)
    return subject
  }
}
