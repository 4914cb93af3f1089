/// Where data are drawn: a box between its axes, and what a value on the y axis means in it.
struct PlotArea: Hashable, Sendable {
  let box: Box
  private let yAxis: Axis
  private let yScale: AxisScale

  /// The area below the upper edge of a box, right of the ticks and of the label of the y axis.
  ///
  /// - Parameter place: Its height is that of the area.
  init(yAxis: Axis, values: [Double], in place: Box) {
    yScale = AxisScale(
      yAxis, values: values, tickLimit: Int(place.height / 30), ends: .onTicks)
    self.yAxis = yAxis
    let tickWidth =
      yScale.ticks
      .map { StrokeFont.width(of: $0.label, size: TextSize.tick) }.max() ?? 0
    let left = tickWidth * 1.06 + 8 + (yAxis.label.isEmpty ? 0 : TextSize.label * 1.7)
    // Half of the last label of the x axis may stand beyond the area.
    box = Box(
      x: place.x + left, y: place.y, width: place.width - left - 14, height: place.height)
  }

  /// The height of a value; `nil` if it has no place on the axis.
  func y(of value: Double) -> Double? {
    yScale.fraction(of: value).map { box.maxY - $0 * box.height }
  }

  /// Grid lines, tick labels and the label of the y axis.
  func yAxisShapes() -> [Shape] {
    let lines = yScale.ticks.compactMap { tick in
      y(of: tick.value).map { horizontalLine(y: crisp($0), color: .grid) }
    }
    let labels = yScale.ticks.compactMap { tick in
      y(of: tick.value).map { y in
        Shape(
          .lettering(
            Lettering(
              text: tick.label, place: Place(x: box.x - 7, y: y + TextSize.tick * 0.36),
              size: TextSize.tick, anchor: .end, color: .quietInk)))
      }
    }
    return lines + labels + label
  }

  private var label: [Shape] {
    guard !yAxis.label.isEmpty else { return [] }
    let text = StrokeFont.shortened(yAxis.label, width: box.height, size: TextSize.label)
    let lettering = Lettering(
      text: text, place: Place(x: 16 + TextSize.label * 0.75, y: box.midY), size: TextSize.label,
      anchor: .middle, isUpright: true)
    return [Shape(.lettering(lettering))]
  }

  /// The line on which a value of the y axis lies.
  func horizontalLine(y: Double, color: Color) -> Shape {
    let ends = [Place(x: box.x, y: y), Place(x: box.maxX, y: y)]
    return Shape(.line(ends, Stroke(color: color, width: 1)))
  }

  /// The axis label centred below the area.
  ///
  /// - Parameter baseline: In points from the top of the picture.
  func xLabel(_ text: String, baseline: Double) -> Shape {
    let text = StrokeFont.shortened(text, width: box.width, size: TextSize.label)
    return Shape(
      .lettering(
        Lettering(
          text: text, place: Place(x: box.midX, y: baseline), size: TextSize.label,
          anchor: .middle)))
  }

  /// Says in the middle of an empty area that it has nothing to show.
  func emptyNote() -> Shape {
    Shape(
      .lettering(
        Lettering(
          text: "no data", place: Place(x: box.midX, y: box.midY + 4), size: TextSize.label,
          anchor: .middle, color: .quietInk)))
  }
}

/// The middle of a pixel, where a thin line is not blurred.
func crisp(_ coordinate: Double) -> Double {
  (coordinate - 0.5).rounded() + 0.5
}
