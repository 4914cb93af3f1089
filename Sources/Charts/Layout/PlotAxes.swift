/// The y axis of a chart: its ticks, the lines at their heights, and what it measures.
struct VerticalAxis {
  private let axis: Axis
  private let scale: AxisScale

  /// - Parameter height: That of the data, in points.
  init(_ axis: Axis, values: [Double], height: Double) {
    self.axis = axis
    scale = AxisScale(axis, values: values, tickLimit: Int(height / 17), ends: .onTicks)
  }

  /// The room left of the data.
  var margin: Double {
    let ticks = scale.ticks.map { Typeface.width(of: $0.label, size: TextSize.tick, isBold: false) }
    return (ticks.max() ?? 0) * TextSize.reserve + 5 + labelRoom(axis.label)
  }

  /// The height of a value; `nil` if it has no place on the axis.
  func y(of value: Double, in box: Box) -> Double? {
    scale.fraction(of: value).map { box.maxY - $0 * box.height }
  }

  /// Lines at the ticks, their labels, and the label of the axis.
  ///
  /// - Parameter left: Where the column begins.
  func shapes(in box: Box, left: Double, on theme: PlotStyle.Theme) -> [Shape] {
    let ticks = scale.ticks.compactMap { tick in y(of: tick.value, in: box).map { ($0, tick) } }
    return ticks.map { Shape.level($0.0, across: box, theme.grid) }
      + ticks.map { Shape.leftLabel($0.1.label, at: $0.0, of: box, on: theme) }
      + uprightLabel(axis.label, beside: box, left: left, on: theme)
  }
}

/// The x axis of a chart: its line, its ticks, and what it measures.
struct HorizontalAxis {
  private let axis: Axis
  private let scale: AxisScale
  private let box: Box
  /// How far from the edges of the data the first and the last value stand.
  private let inset: Double

  /// - Parameter inset: Where values are not those of cells, room for the marks at them.
  init(
    _ axis: Axis, values: [Double], in box: Box, inset: Double = 0, ends: AxisScale.Ends = .onData
  ) {
    self.axis = axis
    self.box = box
    scale = HorizontalAxis.scale(axis, values: values, width: box.width, ends: ends)
    self.inset = axis.cells.map { box.width / Double(2 * $0.count) } ?? inset
  }

  /// With as many ticks as have room for their labels.
  private static func scale(
    _ axis: Axis, values: [Double], width: Double, ends: AxisScale.Ends
  ) -> AxisScale {
    var limit = max(Int(width / 16), 3)
    while true {
      let scale = AxisScale(axis, values: values, tickLimit: limit, ends: ends)
      let labels = scale.ticks.map {
        Typeface.width(of: $0.label, size: TextSize.tick, isBold: false)
      }
      let room = width / Double(max(scale.ticks.count, 1))
      if limit <= 3 || (labels.max() ?? 0) * TextSize.reserve + 7 <= room { return scale }
      limit -= 1
    }
  }

  /// How wide the part of a cell is; 0 on an axis without.
  var cellWidth: Double { axis.cells == nil ? 0 : 2 * inset }

  func x(of value: Double) -> Double? {
    // A single cell is as wide as the axis.
    if let cells = axis.cells, cells.count == 1 {
      return value == Double(cells.lowerBound) ? box.midX : nil
    }
    return scale.fraction(of: value).map { box.x + inset + $0 * (box.width - 2 * inset) }
  }

  /// Line, ticks and labels below the data, with the height that they take.
  func block(on theme: PlotStyle.Theme) -> Block {
    var block = Block(shapes: [Shape.level(box.maxY, across: box, theme.quietInk)])
    for tick in scale.ticks {
      guard let x = x(of: tick.value) else { continue }
      let mark = [Place(x: x, y: box.maxY), Place(x: x, y: box.maxY + 2.5)]
      block.shapes.append(Shape(.line(mark, Stroke(color: theme.quietInk, width: 0.6))))
      guard axis.isNumbered else { continue }
      block.shapes.append(
        Shape(
          .lettering(
            Lettering(
              text: tick.label, place: Place(x: x, y: box.maxY + 4 + TextSize.tick),
              size: TextSize.tick, anchor: .middle, color: theme.quietInk))))
    }
    block.height = axis.isNumbered ? 4 + TextSize.tick + 2 : 3
    guard !axis.label.isEmpty else { return block }
    let baseline = box.maxY + block.height + TextSize.label
    block.shapes.append(.xLabel(axis.label, below: box, baseline: baseline, on: theme))
    block.height += TextSize.label + 3
    return block
  }
}

/// What the label of a y axis takes.
func labelRoom(_ label: String) -> Double { label.isEmpty ? 0 : TextSize.label * 1.5 }

/// The label of a y axis, at the left edge of the column; none where it would not be read.
func uprightLabel(
  _ label: String, beside box: Box, left: Double, on theme: PlotStyle.Theme
) -> [Shape] {
  guard !label.isEmpty else { return [] }
  let text = Typeface.shortened(
    label, width: box.height / TextSize.reserve, size: TextSize.label)
  guard text == label || text.count > 8 else { return [] }
  let place = Place(x: left + TextSize.label, y: box.midY)
  return [
    Shape(
      .lettering(
        Lettering(
          text: text, place: place, size: TextSize.label, anchor: .middle, color: theme.ink,
          isUpright: true)))
  ]
}

extension Shape {
  /// A thin line from one side of the data to the other.
  static func level(_ y: Double, across box: Box, _ color: Color) -> Shape {
    let ends = [Place(x: box.x, y: y), Place(x: box.maxX, y: y)]
    return Shape(.line(ends, Stroke(color: color, width: 0.6, isRound: false)))
  }

  /// A number or a name at the left of the data.
  static func leftLabel(
    _ text: String, at y: Double, of box: Box, on theme: PlotStyle.Theme
  ) -> Shape {
    Shape(
      .lettering(
        Lettering(
          text: text, place: Place(x: box.x - 4, y: y + TextSize.tick * 0.36),
          size: TextSize.tick, anchor: .end, color: theme.quietInk)))
  }

  static func xLabel(
    _ text: String, below box: Box, baseline: Double, on theme: PlotStyle.Theme
  ) -> Shape {
    let text = Typeface.shortened(
      text, width: box.width / TextSize.reserve, size: TextSize.label)
    return Shape(
      .lettering(
        Lettering(
          text: text, place: Place(x: box.midX, y: baseline), size: TextSize.label,
          anchor: .middle, color: theme.ink)))
  }

  /// Says in the middle of an empty area that it has nothing to show.
  static func emptyNote(in box: Box, on theme: PlotStyle.Theme) -> Shape {
    Shape(
      .lettering(
        Lettering(
          text: "no data", place: Place(x: box.midX, y: box.midY + 2.5), size: TextSize.label,
          anchor: .middle, color: theme.quietInk)))
  }
}
