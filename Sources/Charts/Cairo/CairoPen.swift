import CCairo
import PlainText

/// Draws shapes on a surface of cairo.
///
/// What goes wrong stays with the surface, whose status says it.
struct CairoPen: ~Copyable {
  private let context: OpaquePointer?

  /// - Parameter scale: Units of the surface per point.
  init(on surface: OpaquePointer?, scale: Double) {
    context = cairo_create(surface)
    cairo_scale(context, scale, scale)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  deinit { cairo_destroy(context) }

  func draw(_ drawing: Drawing) {
    take(drawing.ground)
    cairo_paint(context)
    for shape in drawing.shapes { draw(shape.form) }
  }

  private func draw(_ form: Shape.Form) {
    switch form {
    case .rectangle(let box, let color):
      cairo_rectangle(context, box.x, box.y, box.width, box.height)
      fill(color)
    case .line(let places, let stroke):
      add(places)
      draw(stroke)
    case .lines(let lines, let stroke):
      for line in lines { add(line) }
      draw(stroke)
    case .disc(let center, let radius, let color):
      cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
      fill(color)
    case .polygon(let corners, let color):
      add(corners)
      cairo_close_path(context)
      fill(color)
    case .pixels(let block, let box):
      draw(block, over: box)
    case .lettering(let lettering):
      write(lettering)
    }
  }

  private func take(_ color: Color) {
    cairo_set_source_rgb(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
  }

  private func fill(_ color: Color) {
    take(color)
    cairo_fill(context)
  }

  /// Adds a line to the path; one of a single place has no length, and only ends.
  private func add(_ places: [Place]) {
    guard let first = places.first else { return }
    cairo_move_to(context, first.x, first.y)
    if places.count == 1 { cairo_line_to(context, first.x, first.y) }
    for place in places.dropFirst() { cairo_line_to(context, place.x, place.y) }
  }

  private func draw(_ stroke: Stroke) {
    take(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_line_cap(context, stroke.isRound ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
    cairo_stroke(context)
  }

  private func draw(_ block: PixelBlock, over box: Box) {
    withSurface(of: block) { surface in
      cairo_save(context)
      cairo_translate(context, box.x, box.y)
      let side = Double(block.enlargement)
      let (columns, rows) = (Double(block.width) * side, Double(block.height) * side)
      cairo_scale(context, box.width / columns, box.height / rows)
      cairo_set_source_surface(context, surface, 0, 0)
      cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
      cairo_rectangle(context, 0, 0, columns, rows)
      cairo_fill(context)
      cairo_restore(context)
    }
  }

  private func write(_ lettering: Lettering) {
    take(lettering.color)
    let family = lettering.cellWidth == nil ? Typeface.plain : Typeface.cells
    cairo_select_font_face(
      context, family, CAIRO_FONT_SLANT_NORMAL,
      lettering.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, lettering.size)
    if let cellWidth = lettering.cellWidth { return writeCells(lettering, width: cellWidth) }
    let indent =
      switch lettering.anchor {
      case .start: 0.0
      case .middle: lettering.width / 2
      case .end: lettering.width
      }
    cairo_save(context)
    cairo_translate(context, lettering.place.x, lettering.place.y)
    if lettering.isUpright { cairo_rotate(context, -.pi / 2) }
    cairo_move_to(context, -indent, 0)
    cairo_show_text(context, visible(lettering.text))
    cairo_restore(context)
  }

  /// Every letter in the middle of its cell, narrower where it is wider than that.
  private func writeCells(_ lettering: Lettering, width cellWidth: Double) {
    for (index, character) in lettering.text.enumerated() where character != " " {
      let letter = visible(String(character))
      var extents = cairo_text_extents_t()
      cairo_text_extents(context, letter, &extents)
      let squeeze = min(cellWidth / max(extents.x_advance, 1), 1)
      let start = Double(index) * cellWidth + (cellWidth - extents.x_advance * squeeze) / 2
      cairo_save(context)
      cairo_translate(context, lettering.place.x + start, lettering.place.y)
      cairo_scale(context, squeeze, 1)
      cairo_move_to(context, 0, 0)
      cairo_show_text(context, letter)
      cairo_restore(context)
    }
  }
}

/// Lends pixels as a surface, each as a square of some: programs that smooth what they enlarge then
/// blur only edges.
func withSurface(of block: PixelBlock, _ body: (OpaquePointer?) -> Void) {
  let side = block.enlargement
  let surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, Int32(block.width * side), Int32(block.height * side))
  defer { cairo_surface_destroy(surface) }
  cairo_surface_flush(surface)
  let stride = Int(cairo_image_surface_get_stride(surface))
  if let data = cairo_image_surface_get_data(surface) {
    for row in 0..<block.height * side {
      let pixels = UnsafeMutableRawPointer(data + row * stride)
      for column in 0..<block.width * side {
        let color = block.colors[row / side * block.width + column / side]
        let pixel = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
        pixels.storeBytes(of: pixel, toByteOffset: 4 * column, as: UInt32.self)
      }
    }
  }
  cairo_surface_mark_dirty(surface)
  body(surface)
}

extension PixelBlock {
  /// How many pixels of a file make the side of one.
  fileprivate var enlargement: Int { min(max(1024 / max(width, height), 1), 8) }
}
