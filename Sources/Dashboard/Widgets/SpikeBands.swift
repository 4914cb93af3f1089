import TerminalUI

/// What a band of neurons did in some steps.
struct BandCount {
  var spikes = 0
  /// Those of inactivated neurons.
  var sinSpikes = 0
  /// Those that take others back, where a raster tells.
  var takenBack = 0
  /// Neurons times recorded steps: the most spikes that there could be.
  var places = 0
}

/// Bands of neurons, to be drawn as a raster: a dot for each band and piece of time.
///
/// A dot is set where the band fired, at least as much as the mean of all bands shown in the same
/// steps: a rule that looks at nothing later, so that what is drawn stays as it is. Its colour
/// tells the share of neurons that fired, and how many of the spikes are those of inactivated
/// neurons; with fewer than 256 colours a cell shows the SIN mark where these are a tenth or more.
/// Where at least half of the spikes take others back, it has the colour of lag instead.
/// The rules are this project's own.
protocol SpikeBands {
  var bandCount: Int { get }
  /// The steps that are recorded.
  var recordedSteps: Range<Int> { get }
  var key: RasterMemo.Bands { get }
  /// What all dots have, where their colour tells whose they are and not how many neurons fired.
  var style: Style? { get }

  /// What each band did in these steps, in the order of drawing.
  func counts(in steps: ClosedRange<Int>) -> [BandCount]
}

/// Where later steps lie in a raster; bands lie across.
enum TimeDirection {
  case right, down

  /// How many dots of a cell lie along time, and across it.
  fileprivate var dots: (along: Int, across: Int) { self == .right ? (2, 4) : (4, 2) }
}

extension SpikeBands {
  var style: Style? { nil }

  /// Draws the cells of all bands and of the steps that are recorded.
  func draw(
    _ axis: TimeAxis, towards direction: TimeDirection, in rect: Rect, memo: RasterMemo,
    on canvas: inout Canvas
  ) {
    let isRight = direction == .right
    let (length, width) = isRight ? (rect.columns, rect.rows) : (rect.rows, rect.columns)
    let (strip, capabilities) = (memo.strip(key), canvas.capabilities)
    let recordedSteps = recordedSteps
    for place in 0..<min(length, axis.width) {
      let dots = axis.dots(ofCell: place, count: direction.dots.along)
      let known = dots.prefix { $0.lowerBound < recordedSteps.upperBound }
      guard let first = known.first, let last = dots.last else { continue }
      let span = RasterMemo.Span(
        firstStep: first.lowerBound, lastStep: last.upperBound, dotCount: dots.count)
      let isComplete =
        recordedSteps.contains(first.lowerBound) && recordedSteps.contains(last.upperBound)
      let cells = strip.cells(span, isComplete: isComplete) {
        self.cells(of: known, direction).map { $0.cell(capabilities, style: style) }
      }
      for (group, cell) in cells.prefix(width).enumerated() {
        let (row, column) = isRight ? (group, place) : (place, group)
        if let cell { canvas[rect.row + row, rect.column + column] = cell }
      }
    }
  }

  /// All cells of some dots along time.
  private func cells(
    of dots: ArraySlice<ClosedRange<Int>>, _ direction: TimeDirection
  ) -> [RasterCell] {
    let across = direction.dots.across
    var cells = Array(repeating: RasterCell(), count: (bandCount + across - 1) / across)
    for (time, steps) in dots.enumerated() {
      let counts = counts(in: steps)
      let spikes = counts.reduce(0) { $0 + $1.spikes }
      let places = counts.reduce(0) { $0 + $1.places }
      let mean = Double(spikes) / Double(max(places, 1))
      for (band, count) in counts.enumerated() {
        let (x, y) = direction == .right ? (time, band % 4) : (band % 2, time)
        cells[band / across].add(count, mean: mean, x: x, y: y)
      }
    }
    return cells
  }
}

/// One cell of a raster: eight dots.
private struct RasterCell {
  private var dots: UInt8 = 0
  private var spikes = 0
  private var sinSpikes = 0
  private var takenBack = 0
  private var places = 0

  mutating func add(_ count: BandCount, mean: Double, x: Int, y: Int) {
    places += count.places
    guard count.spikes > 0 else { return }
    spikes += count.spikes
    sinSpikes += count.sinSpikes
    takenBack += count.takenBack
    if Double(count.spikes) >= mean * Double(count.places) { dots |= dotMask(x: x, y: y) }
  }

  /// `nil` where nothing is to be drawn.
  ///
  /// - Parameter style: What it has whatever it holds; `nil` for the colour of what it holds.
  func cell(_ capabilities: Capabilities, style: Style?) -> Cell? {
    if let style { return dots == 0 ? nil : Cell(dotGlyph(dots, capabilities), style: style) }
    if takenBack > 0, 2 * takenBack >= spikes, dots != 0 {
      return Cell(dotGlyph(dots, capabilities), style: .lag)
    }
    let hasScale = capabilities.glyphs == .braille && capabilities.colorCount >= 256
    if !hasScale, sinSpikes > 0, 10 * sinSpikes >= spikes {
      return Cell(capabilities.glyphs.sinSpike, style: .sinSpike)
    }
    guard dots != 0 else { return nil }
    let rate = Double(spikes) / Double(max(places, 1))
    return Cell(
      dotGlyph(dots, capabilities),
      style: .spikes(rate: rate, sinShare: Double(sinSpikes) / Double(max(spikes, 1))))
  }
}
