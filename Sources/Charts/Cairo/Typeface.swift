import CCairo
import PlainText

/// The letters of figures, and how wide they are.
///
/// The system's fonts are asked: Helvetica where it is, else what stands for it. The built-in one
/// of cairo is there where the system has none.
enum Typeface {
  /// What figures are lettered in, and screens, whose letters stand in cells.
  static let plain = "Helvetica"
  static let cells = "DejaVu Sans Mono"

  /// The same for readers of SVG, which have fonts of their own.
  static let plainFamilies = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
  static let cellFamilies = "'DejaVu Sans Mono', Menlo, monospace"

  /// How far a line of text goes, in points.
  static func width(of text: String, size: Double, isBold: Bool) -> Double {
    withFont(plain, size: size, isBold: isBold) { width(of: text, in: $0) }
  }

  /// How far a line of text goes in a font.
  static func width(of text: String, in font: OpaquePointer?) -> Double {
    var extents = cairo_text_extents_t()
    cairo_scaled_font_text_extents(font, visible(text), &extents)
    return extents.x_advance
  }

  /// The beginning and the end of a text that fit into a width, around an ellipsis.
  static func shortened(
    _ text: String, width limit: Double, size: Double, isBold: Bool = false
  ) -> String {
    withFont(plain, size: size, isBold: isBold) { font in
      guard width(of: text, in: font) > limit else { return text }
      for kept in stride(from: text.count - 1, to: 0, by: -1) {
        let short = "\(text.prefix(kept / 2))...\(text.suffix(kept - kept / 2))"
        if width(of: short, in: font) <= limit { return short }
      }
      return "..."
    }
  }

  /// Lends a font whose letters have their widths at any resolution.
  static func withFont<Result>(
    _ family: String, size: Double, isBold: Bool, _ body: (OpaquePointer?) -> Result
  ) -> Result {
    let face = cairo_toy_font_face_create(
      family, CAIRO_FONT_SLANT_NORMAL, isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    let options = cairo_font_options_create()
    var (scale, place) = (cairo_matrix_t(), cairo_matrix_t())
    cairo_matrix_init_scale(&scale, size, size)
    cairo_matrix_init_identity(&place)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    let font = cairo_scaled_font_create(face, &scale, &place, options)
    defer {
      cairo_scaled_font_destroy(font)
      cairo_font_options_destroy(options)
      cairo_font_face_destroy(face)
    }
    return body(font)
  }
}
