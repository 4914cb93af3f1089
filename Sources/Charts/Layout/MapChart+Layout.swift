extension MapChart: ChartLayout {
  func leftMargin(width: Double) -> Double { 0 }

  func legend(on theme: PlotStyle.Theme) -> Legend { Legend() }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let gap = 6.0
    let count = Double(max(tiles.count, 1))
    let room = min((place.width - gap * (count - 1)) / count, place.width * 0.7)
    let aspect = tiles.map { Double($0.height) / Double($0.width) }.max() ?? 1
    let width = min(room, 200 / aspect)
    let top = place.y + TextSize.label + 4
    var block = Block()
    for (index, tile) in tiles.enumerated() {
      let box = Box(
        x: place.x + Double(index) * (width + gap), y: top, width: width, height: width * aspect)
      block.shapes += shapes(of: tile, in: box, on: theme)
    }
    block.height = top + width * aspect + 5 - place.y
    // Side by side below the pictures.
    let barWidth = (place.width - 10 * Double(scales.count - 1)) / Double(max(scales.count, 1))
    let bars = scales.enumerated().map { index, scale in
      let x = place.x + Double(index) * (barWidth + 10)
      return scale.bar(
        in: Box(x: x, y: place.y + block.height, width: barWidth, height: 0), on: theme)
    }
    block.shapes += bars.flatMap(\.shapes)
    block.height += bars.map(\.height).max() ?? 0
    return block
  }

  private func shapes(of tile: Tile, in box: Box, on theme: PlotStyle.Theme) -> [Shape] {
    let colors = tile.values.map { scales[tile.scale].color(of: $0, on: theme) }
    let pixels = PixelBlock(width: tile.width, height: tile.height, colors: colors)
    let corners = [
      Place(x: box.x, y: box.y), Place(x: box.maxX, y: box.y), Place(x: box.maxX, y: box.maxY),
      Place(x: box.x, y: box.maxY), Place(x: box.x, y: box.y),
    ]
    let title = Typeface.shortened(
      tile.title, width: box.width / TextSize.reserve, size: TextSize.label)
    return [
      Shape(
        .lettering(
          Lettering(
            text: title, place: Place(x: box.midX, y: box.y - 3), size: TextSize.label,
            anchor: .middle, color: theme.ink))),
      Shape(.pixels(pixels, box)),
      Shape(.line(corners, Stroke(color: theme.quietInk, width: 0.4))),
    ]
  }
}
