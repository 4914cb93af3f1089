extension RasterChart: ChartLayout {
  /// The room between two bands.
  private var bandGap: Double { bands.count > 8 ? 1.6 : 3 }

  private var rowCount: Int { bands.reduce(0) { $0 + max($1.rowCount, 1) } }

  private func rowHeight(width: Double) -> Double {
    let gaps = Double(max(bands.count - 1, 0)) * bandGap
    let room = min(max(width * 0.75, 90), 280) - gaps
    return min(max(room / Double(max(rowCount, 1)), 0.5), 9)
  }

  /// Each band from the upper edge of the data on.
  private func bandPlaces(rowHeight: Double) -> [(top: Double, height: Double)] {
    var top = 0.0
    return bands.map { band in
      let height = Double(max(band.rowCount, 1)) * rowHeight
      defer { top += height + bandGap }
      return (top, height)
    }
  }

  /// Of bands and of rows, from top to bottom.
  private func names(rowHeight: Double) -> [(name: String, height: Double)] {
    zip(bands, bandPlaces(rowHeight: rowHeight)).flatMap { band, place in
      let own = band.name.isEmpty ? [] : [(band.name, place.top + place.height / 2)]
      return own
        + band.rowNames.map { ($0.name, place.top + ($0.row + 0.5) * rowHeight) }
    }
  }

  func leftMargin(width: Double) -> Double {
    RowNames(names(rowHeight: 1).map(\.name)).margin(width: width, label: yLabel)
  }

  func legend(on theme: PlotStyle.Theme) -> Legend {
    guard kinds.count > 1 else { return Legend() }
    return Legend(
      kinds.indices.map { kind in
        let stroke = stroke(of: kind, width: 1, on: theme)
        return (
          kinds[kind],
          .shapes { place in
            let ends = [Place(x: place.x, y: place.y - 3), Place(x: place.x, y: place.y + 3)]
            return [Shape(.line(ends, stroke))]
          }
        )
      })
  }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let rowHeight = rowHeight(width: place.width)
    let places = bandPlaces(rowHeight: rowHeight)
    let height = (places.last.map { $0.top + $0.height } ?? 0) + 1
    let area = area(in: place, left: left, height: height)
    let x = HorizontalAxis(xAxis, values: [], in: area)

    var block = Block()
    for place in places.dropFirst() {
      let y = area.y + place.top - bandGap / 2
      block.shapes.append(.level(y, across: area, theme.grid))
    }
    let names = names(rowHeight: rowHeight)
    block.shapes += RowNames(names.map(\.name)).shapes(
      at: names.map { area.y + $0.height }, of: area, width: place.width, on: theme)
    block.shapes += uprightLabel(yLabel, beside: area, left: place.x, on: theme)
    for kind in kinds.indices {
      let lines = zip(bands, places).flatMap { band, place in
        band.marks.filter { $0.kind == kind }.compactMap { mark -> [Place]? in
          let top = area.y + place.top + Double(mark.row) * rowHeight
          return x.x(of: Double(mark.x)).map { line(at: $0, top: top, height: rowHeight, kind) }
        }
      }
      guard !lines.isEmpty else { continue }
      let width = min(max(x.cellWidth * 0.6, 0.3), 1)
      block.shapes.append(Shape(.lines(lines, stroke(of: kind, width: width, on: theme))))
    }
    let axis = x.block(on: theme)
    block.shapes += axis.shapes
    block.height = area.height + axis.height
    return block
  }

  /// A mark as high as its row; those of the first kind leave a gap to the next row.
  private func line(at x: Double, top: Double, height: Double, _ kind: Int) -> [Place] {
    let inset = height > 1.5 && kind == 0 ? height * 0.12 : 0
    return [Place(x: x, y: top + inset), Place(x: x, y: top + height - inset)]
  }

  private func stroke(of kind: Int, width: Double, on theme: PlotStyle.Theme) -> Stroke {
    // Kinds can be told apart without colour, too.
    Stroke(
      color: SeriesLook(kind, on: theme).color, width: kind == 0 ? width : width * 1.5,
      isRound: false)
  }
}
