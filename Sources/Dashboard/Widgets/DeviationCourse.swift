import Networks
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// D = N(t) - N*(t) of a neuron at the last step of each cell; `nan` where it is not known.
  ///
  /// Costs O(steps of the page).
  ///
  /// - Parameter unit: In channels-last order.
  func deviationCourse(of unit: Int, in layer: Int, _ axis: TimeAxis) -> [Double] {
    var values = Array(repeating: Double.nan, count: axis.width)
    let (first, last) = (axis.firstStep, min(axis.lastStep, engine.raster.lastStep))
    let reference = engine.setting.references[layer]
    guard engine.raster.firstStep <= first, first <= last,
      let schedule = EvenSchedule(of: unit, layer: network.layers[layer], reference)
    else { return values }
    let neuron = network.layers[layer].neuron
    let spikes = { (step: Int) in
      let charge = engine.raster.value(of: unit, in: layer, at: step)
      return charge == 0 ? 0 : Int(neuron.spikeCount(ofEvent: charge))
    }
    // N before the page, from N now: the page is short, and what lies before it may be long.
    var count = Int(runState.statistics.layers[layer].counts.count[unit])
    for step in first..<max(step + 1, first) { count -= spikes(step) }
    for step in first...last {
      count += spikes(step)
      guard let firstCell = axis.firstCell(of: step), let cell = axis.cell(of: step)
      else { continue }
      let deviation = Double(count - schedule.count(at: step))
      for cell in firstCell...cell { values[cell] = deviation }
    }
    return values
  }
}

extension Canvas {
  /// Draws D over time as a strip of colours, blue behind the schedule and orange ahead of it; with
  /// few colours as signs.
  ///
  /// - Parameters:
  ///   - values: One for each cell; `nan` leaves it blank.
  ///   - reach: What full colours stand for.
  mutating func drawLeadLagStrip(_ values: [Double], reach: Double, row: Int, column: Int) {
    let hasScale = glyphs == .braille && capabilities.colorCount >= 256
    for (cell, value) in values.enumerated() where value.isFinite {
      let fraction = reach > 0 ? min(max(value / reach, -1), 1) : 0
      if hasScale {
        self[row, column + cell] = Cell("█", style: .signed(fraction))
      } else {
        let style: Style = fraction > 0 ? .lead : fraction < 0 ? .lag : .label
        let glyph = fraction > 0 ? glyphs.lead : fraction < 0 ? glyphs.lag : glyphs.absent
        self[row, column + cell] = Cell(glyph, style: style)
      }
    }
  }
}
