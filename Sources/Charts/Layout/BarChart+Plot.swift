extension BarChart {
  /// The plot below the upper edge of a box; the height of the box is not used.
  func plot(in place: Box) -> Block {
    var place = place
    place.height = 190
    let area = PlotArea(yAxis: yAxis, values: yScaleValues, in: place)
    let slots = Slots(count: categories.count, box: area.box)

    var block = Block()
    block.shapes += area.yAxisShapes()
    for category in categories.indices {
      block.shapes += group(category, slots: slots, in: area)
    }
    // The line on which bars stand covers their feet.
    block.shapes += area.y(of: 0).map { [area.horizontalLine(y: crisp($0), color: .ink)] } ?? []
    if isEmpty { block.shapes.append(area.emptyNote()) }
    let names = CategoryNames(categories, slots: slots, top: area.box.maxY)
    block.shapes += names.shapes
    var bottom = names.bottom
    if !categoryLabel.isEmpty {
      bottom += TextSize.label + 5
      block.shapes.append(area.xLabel(categoryLabel, baseline: bottom))
    }
    block.height = bottom + 5 - place.y
    return block
  }

  private func group(_ category: Int, slots: Slots, in area: PlotArea) -> [Shape] {
    let groupWidth = min(slots.width * 0.82, Double(series.count) * 26)
    let barWidth = groupWidth / Double(max(series.count, 1))
    // Neighbours of one group are told apart by a hairline where there is room for it.
    let gap = barWidth > 5 ? 1.0 : 0
    return series.enumerated().flatMap { index, series -> [Shape] in
      guard let value = value(series, category: category), let foot = area.y(of: 0),
        let head = area.y(of: value)
      else { return [] }
      let x = slots.middle(category) - groupWidth / 2 + Double(index) * barWidth
      let box = Box(
        x: x, y: min(foot, head), width: barWidth - gap, height: max(abs(foot - head), 0.8))
      let note = "\(series.name), \(categories[category]): \(yAxis.text(of: value))"
      return SeriesLook(index).barShapes(box, note: note)
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
  init(_ categories: [String], slots: Slots, top: Double) {
    let longest = 130.0
    // Smaller letters leave room for about 70 names.
    let size = slots.width < TextSize.tick ? 9.5 : TextSize.tick
    let names = categories.map { StrokeFont.shortened($0, width: longest, size: size) }
    let widest = names.map { StrokeFont.width(of: $0, size: size) * 1.06 }.max() ?? 0
    guard widest + 8 > slots.width else {
      bottom = top + 6 + size
      for (index, name) in names.enumerated() {
        let place = Place(x: slots.middle(index), y: bottom)
        shapes.append(Shape(.lettering(Lettering(name, at: place, size: size, anchor: .middle))))
      }
      return
    }
    bottom = top + 8 + widest
    let stride = Int((size * 0.98 / slots.width).rounded(.up))
    for (index, name) in names.enumerated() where index % max(stride, 1) == 0 {
      let place = Place(x: slots.middle(index) + size * 0.36, y: top + 7)
      shapes.append(
        Shape(.lettering(Lettering(name, at: place, size: size, anchor: .end, isUpright: true))))
    }
  }
}

extension Lettering {
  fileprivate init(
    _ name: String, at place: Place, size: Double, anchor: Anchor, isUpright: Bool = false
  ) {
    self.init(
      text: name, place: place, size: size, anchor: anchor, color: .quietInk,
      isUpright: isUpright)
  }
}
