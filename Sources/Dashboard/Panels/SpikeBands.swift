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
protocol SpikeBands {
  var bandCount: Int { get }
  /// The spikes per neuron and step that a dot must come up to.
  var meanRate: Double { get }
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
          for y in 0..<4 where row * 4 + y < bandCount { cell.add(bands[row * 4 + y], x: x, y: y) }
        }
        cell.draw(self, row: rect.row + row, column: rect.column + column, on: &canvas)
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
            cell.add(bands[column * 2 + x], x: x, y: y)
          }
        }
        cell.draw(self, row: rect.row + row, column: rect.column + column, on: &canvas)
      }
    }
  }

  /// Of each dot along time, as far as steps are recorded.
  private func knownDots(_ dots: [ClosedRange<Int>]) -> [[BandCount]] {
    dots.prefix { $0.lowerBound <= lastStep }.map { counts(in: $0) }
  }
}

/// One cell of a raster: eight dots.
private struct RasterCell {
  private var dots: [(x: Int, y: Int, count: BandCount)] = []

  mutating func add(_ count: BandCount, x: Int, y: Int) {
    if count.spikes > 0 { dots.append((x, y, count)) }
  }

  func draw(_ bands: some SpikeBands, row: Int, column: Int, on canvas: inout Canvas) {
    guard !dots.isEmpty else { return }
    let spikes = dots.reduce(0) { $0 + $1.count.spikes }
    let sinSpikes = dots.reduce(0) { $0 + $1.count.sinSpikes }
    if sinSpikes > 0, 10 * sinSpikes >= spikes {
      canvas[row, column] = Cell(canvas.glyphs.sinSpike, style: .sinSpike)
      return
    }
    var grid = DotGrid(Size(rows: 1, columns: 1))
    let places = 8 * (dots.map(\.count.places).max() ?? 1)
    let density = Double(spikes) / Double(places)
    let style = Style.spike(
      bands.meanRate > 0 ? Int((2 * density / bands.meanRate).rounded()) : 1)
    for (x, y, count) in dots
    where Double(count.spikes) >= bands.meanRate * Double(count.places) {
      grid.set(x: x, y: y, style: style)
    }
    canvas.draw(grid, row: row, column: column)
  }
}
