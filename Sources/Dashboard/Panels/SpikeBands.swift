import TerminalUI

/// What a band of neurons did in some steps.
struct BandCount {
  var spikes = 0
  /// Those of inactivated neurons.
  var sinSpikes = 0
  /// Neurons times recorded steps: the most spikes that there could be.
  var places = 0
}

/// Bands of neurons, to be drawn as a raster: a dot for each band and piece of time.
///
/// A dot is set where the band fired, at least as much as the mean of all bands shown in the same
/// steps: a rule that looks at nothing later, so that what is drawn stays as it is. A cell shows the
/// SIN mark where at least a tenth of its spikes are those of inactivated neurons. Both rules are
/// this project's own.
protocol SpikeBands {
  var bandCount: Int { get }
  /// The last step that is recorded.
  var lastStep: Int { get }

  /// What each band did in these steps, in the order of drawing.
  func counts(in steps: ClosedRange<Int>) -> [BandCount]
}

extension SpikeBands {
  /// Draws time to the right and bands downwards, four in a cell.
  func drawAcross(_ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas) {
    for column in 0..<min(rect.columns, axis.width) {
      let times = knownDots(axis.dots(ofCell: column, count: 2))
      guard !times.isEmpty else { continue }
      for row in 0..<min(rect.rows, (bandCount + 3) / 4) {
        var cell = RasterCell()
        for (x, bands) in times.enumerated() {
          for y in 0..<4 where row * 4 + y < bandCount {
            cell.add(bands.counts[row * 4 + y], mean: bands.mean, x: x, y: y)
          }
        }
        cell.draw(row: rect.row + row, column: rect.column + column, on: &canvas)
      }
    }
  }

  /// Draws time downwards and bands to the right, two in a cell.
  func drawDownwards(_ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas) {
    for row in 0..<min(rect.rows, axis.width) {
      let times = knownDots(axis.dots(ofCell: row, count: 4))
      guard !times.isEmpty else { continue }
      for column in 0..<min(rect.columns, (bandCount + 1) / 2) {
        var cell = RasterCell()
        for (y, bands) in times.enumerated() {
          for x in 0..<2 where column * 2 + x < bandCount {
            cell.add(bands.counts[column * 2 + x], mean: bands.mean, x: x, y: y)
          }
        }
        cell.draw(row: rect.row + row, column: rect.column + column, on: &canvas)
      }
    }
  }

  /// Of each dot along time, as far as steps are recorded, and the mean share over all bands.
  private func knownDots(_ dots: [ClosedRange<Int>]) -> [(counts: [BandCount], mean: Double)] {
    dots.prefix { $0.lowerBound <= lastStep }.map { steps in
      let counts = counts(in: steps)
      let spikes = counts.reduce(0) { $0 + $1.spikes }
      let places = counts.reduce(0) { $0 + $1.places }
      return (counts, Double(spikes) / Double(max(places, 1)))
    }
  }
}

/// One cell of a raster: eight dots.
private struct RasterCell {
  private var dots: [(x: Int, y: Int)] = []
  private var spikes = 0
  private var sinSpikes = 0
  private var places = 0

  mutating func add(_ count: BandCount, mean: Double, x: Int, y: Int) {
    places += count.places
    guard count.spikes > 0 else { return }
    spikes += count.spikes
    sinSpikes += count.sinSpikes
    if Double(count.spikes) >= mean * Double(count.places) { dots.append((x, y)) }
  }

  func draw(row: Int, column: Int, on canvas: inout Canvas) {
    guard spikes > 0 else { return }
    if sinSpikes > 0, 10 * sinSpikes >= spikes {
      canvas[row, column] = Cell(canvas.glyphs.sinSpike, style: .sinSpike)
      return
    }
    var grid = DotGrid(Size(rows: 1, columns: 1))
    for (x, y) in dots { grid.set(x: x, y: y, style: .spike(intensity)) }
    canvas.draw(grid, row: row, column: column)
  }

  /// By the share of the cell's neurons that fired in a step, on a scale that does not move.
  private var intensity: Int {
    switch Double(spikes) / Double(max(places, 1)) {
    case ..<0.05: 1
    case ..<0.15: 2
    case ..<0.4: 3
    default: 4
    }
  }
}
