/// The names of the series beside a sample of each, in rows above the data, where they hide
/// nothing.
struct Legend {
  enum Sample {
    /// - Parameter isMarked: Whether the curve has signs.
    case curve(SeriesLook, isMarked: Bool)
    case line(Stroke)
    case bar(SeriesLook)
    case shapes((Place) -> [Shape])
  }

  private let entries: [(name: String, sample: Sample)]

  init(_ entries: [(name: String, sample: Sample)] = []) {
    self.entries = entries
  }

  /// Rows of entries below the upper edge of a box; the height of the box is not used.
  func block(in place: Box, on theme: PlotStyle.Theme) -> Block {
    guard !entries.isEmpty else { return Block() }
    let rowHeight = 10.5
    var block = Block(height: rowHeight)
    var x = place.x
    for entry in entries {
      let sampleWidth = width(of: entry.sample)
      let room = place.width - sampleWidth - 3
      let name = Typeface.shortened(entry.name, width: room, size: TextSize.label)
      let nameWidth = Typeface.width(of: name, size: TextSize.label, isBold: false)
      let width = sampleWidth + 3 + nameWidth * TextSize.reserve
      if x > place.x, x + width > place.x + place.width {
        x = place.x
        block.height += rowHeight
      }
      let middle = place.y + block.height - rowHeight / 2
      block.shapes += shapes(of: entry.sample, at: Place(x: x, y: middle))
      let baseline = Place(x: x + sampleWidth + 3, y: middle + TextSize.label * 0.36)
      block.shapes.append(
        Shape(
          .lettering(
            Lettering(text: name, place: baseline, size: TextSize.label, color: theme.ink))))
      x += width + 9
    }
    return block
  }

  private func width(of sample: Sample) -> Double {
    switch sample {
    case .curve, .line: 18
    case .bar: 8
    case .shapes: 5
    }
  }

  /// - Parameter place: The middle of the left edge.
  private func shapes(of sample: Sample, at place: Place) -> [Shape] {
    let ends = [Place(x: place.x + 0.6, y: place.y), Place(x: place.x + 17.4, y: place.y)]
    switch sample {
    case .curve(let look, let isMarked):
      let marker = isMarked ? look.markerShapes(at: Place(x: place.x + 9, y: place.y)) : []
      return [Shape(.line(ends, look.stroke))] + marker
    case .line(let stroke):
      return [Shape(.line(ends, stroke))]
    case .bar(let look):
      return look.barShapes(Box(x: place.x, y: place.y - 3, width: 8, height: 6))
    case .shapes(let shapes):
      return shapes(Place(x: place.x + 2.5, y: place.y))
    }
  }
}
