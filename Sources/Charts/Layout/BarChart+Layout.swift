extension BarChart: ChartLayout {
  private func height(width: Double) -> Double { min(max(width * 0.36, 60), 140) }

  private func yAxis(width: Double) -> VerticalAxis {
    VerticalAxis(yAxis, values: yScaleValues, height: height(width: width))
  }

  func leftMargin(width: Double) -> Double { yAxis(width: width).margin }

  func legend(on theme: PlotStyle.Theme) -> Legend {
    let entries = series.enumerated().map { index, series in
      (series.name, Legend.Sample.bar(SeriesLook(series.look ?? index, on: theme)))
    }
    // What a single series is the title says, where there is one.
    return Legend(entries.count > 1 || title.isEmpty ? entries : [])
  }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let area = area(in: place, left: left, height: height(width: place.width))
    let y = yAxis(width: place.width)
    let slots = Slots(count: categories.count, box: area)
    let isOneBarEach = isOneBarEach

    var block = Block()
    block.shapes += y.shapes(in: area, left: place.x, on: theme)
    for category in categories.indices {
      block.shapes += group(category, slots: slots, isOneBar: isOneBarEach, theme: theme) {
        y.y(of: $0, in: area)
      }
    }
    // The line on which bars stand covers their feet.
    block.shapes += y.y(of: 0, in: area).map { [.level($0, across: area, theme.ink)] } ?? []
    if isEmpty { block.shapes.append(.emptyNote(in: area, on: theme)) }
    let names = CategoryNames(categories, slots: slots, top: area.maxY, color: theme.quietInk)
    block.shapes += names.shapes
    var bottom = names.bottom
    if !categoryLabel.isEmpty {
      bottom += TextSize.label + 2.5
      block.shapes.append(.xLabel(categoryLabel, below: area, baseline: bottom, on: theme))
    }
    block.height = bottom + 3 - place.y
    return block
  }

  /// Whether series are kinds of categories, so that no category has bars of two: each bar stands
  /// in the middle then.
  private var isOneBarEach: Bool {
    categories.indices.allSatisfy { category in
      series.count { value($0, category: category) != nil } <= 1
    }
  }

  private func group(
    _ category: Int, slots: Slots, isOneBar: Bool, theme: PlotStyle.Theme,
    y: (Double) -> Double?
  ) -> [Shape] {
    let count = isOneBar ? 1 : max(series.count, 1)
    let groupWidth = min(slots.width * 0.82, Double(count) * 16)
    let barWidth = groupWidth / Double(count)
    // Neighbours of one group are told apart by a hairline where there is room for it.
    let gap = barWidth > 3 ? 0.5 : 0
    return series.enumerated().flatMap { index, series -> [Shape] in
      guard let value = value(series, category: category), let foot = y(0), let head = y(value)
      else { return [] }
      let place = isOneBar ? 0 : Double(index)
      let x = slots.middle(category) - groupWidth / 2 + place * barWidth
      let height = max(abs(foot - head), 0.5)
      let box = Box(
        x: x, y: value < 0 ? foot : foot - height, width: barWidth - gap, height: height)
      let note = "\(series.name), \(categories[category]): \(yAxis.text(of: value))"
      return SeriesLook(series.look ?? index, on: theme).barShapes(box, note: note)
    }
  }
}

/// The places of categories: the width of a plot in equal parts.
private struct Slots {
  let width: Double
  private let left: Double

  init(count: Int, box: Box) {
    width = box.width / Double(max(count, 1))
    left = box.x
  }

  func middle(_ category: Int) -> Double { left + (Double(category) + 0.5) * width }
}

/// Names below their groups: side by side if they fit, else upright; if even those would touch,
/// only some are written.
private struct CategoryNames {
  private(set) var shapes: [Shape] = []
  private(set) var bottom: Double

  /// - Parameter top: The lower edge of the plot.
  init(_ categories: [String], slots: Slots, top: Double, color: Color) {
    let longest = 70.0
    // Smaller letters leave room for more names.
    let size = slots.width < TextSize.tick ? 6 : TextSize.tick
    let names = categories.map { Typeface.shortened($0, width: longest, size: size) }
    let widest =
      names.map { Typeface.width(of: $0, size: size, isBold: false) * TextSize.reserve }.max() ?? 0
    guard widest + 4 > slots.width else {
      bottom = top + 4 + size
      for (index, name) in names.enumerated() {
        let place = Place(x: slots.middle(index), y: bottom)
        shapes.append(
          Shape(
            .lettering(
              Lettering(text: name, place: place, size: size, anchor: .middle, color: color))))
      }
      return
    }
    bottom = top + 5 + widest
    let stride = Int((size * 0.98 / slots.width).rounded(.up))
    for (index, name) in names.enumerated() where index % max(stride, 1) == 0 {
      let place = Place(x: slots.middle(index) + size * 0.36, y: top + 4)
      shapes.append(
        Shape(
          .lettering(
            Lettering(
              text: name, place: place, size: size, anchor: .end, color: color, isUpright: true))))
    }
  }
}
