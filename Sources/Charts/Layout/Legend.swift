/// The names of the series beside a sample of each, in rows above the plot, where they hide
/// nothing.
struct Legend {
  private enum Sample {
    case curve(SeriesLook)
    case reference
    case bar(SeriesLook)
  }

  private let entries: [(name: String, sample: Sample)]

  init(_ chart: LineChart) {
    entries =
      chart.series.enumerated().map { ($1.name, .curve(SeriesLook($0))) }
      + chart.references.map { ($0.name, .reference) }
  }

  init(_ chart: BarChart) {
    entries = chart.series.enumerated().map { ($1.name, .bar(SeriesLook($0))) }
  }

  /// Rows of entries below the upper edge of a box; the height of the box is not used.
  func block(in place: Box) -> Block {
    guard !entries.isEmpty else { return Block() }
    let rowHeight = 18.0
    var block = Block(height: rowHeight)
    var x = place.x
    for entry in entries {
      let sampleWidth = width(of: entry.sample)
      let room = place.width - sampleWidth - 6
      let name = StrokeFont.shortened(entry.name, width: room, size: TextSize.label)
      // Fonts of readers may be wider than ours.
      let width = sampleWidth + 6 + StrokeFont.width(of: name, size: TextSize.label) * 1.06
      if x > place.x, x + width > place.x + place.width {
        x = place.x
        block.height += rowHeight
      }
      let middle = place.y + block.height - rowHeight / 2
      block.shapes += shapes(of: entry.sample, at: Place(x: x, y: middle))
      block.shapes.append(
        Shape(
          .lettering(
            Lettering(
              text: name, place: Place(x: x + sampleWidth + 6, y: middle + TextSize.label * 0.36),
              size: TextSize.label))))
      x += width + 18
    }
    return block
  }

  private func width(of sample: Sample) -> Double {
    switch sample {
    case .curve, .reference: 34
    case .bar: 14
    }
  }

  /// - Parameter place: The middle of the left edge.
  private func shapes(of sample: Sample, at place: Place) -> [Shape] {
    let ends = [place, Place(x: place.x + 34, y: place.y)]
    switch sample {
    case .curve(let look):
      let marker = look.markerShapes(at: Place(x: place.x + 17, y: place.y))
      return [Shape(.line(ends, look.stroke))] + marker
    case .reference:
      return [Shape(.line(ends, referenceStroke))]
    case .bar(let look):
      let box = Box(x: place.x, y: place.y - 6, width: 14, height: 12)
      return look.barShapes(box)
    }
  }
}
