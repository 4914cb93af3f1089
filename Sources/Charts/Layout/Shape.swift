/// A place in a picture, in points from its top left corner.
package struct Place: Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in a picture, in points.
package struct Box: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var maxX: Double { x + width }
  package var maxY: Double { y + height }
  var midX: Double { x + width / 2 }
  var midY: Double { y + height / 2 }
}

/// How a line looks.
package struct Stroke: Hashable, Sendable {
  package var color: Color
  package var width: Double
  /// Lengths of dashes and gaps in turn, an even number of them; empty for an unbroken line.
  package var dashes: [Double]
  /// Whether its ends are round; else it ends where it ends.
  package var isRound: Bool

  package init(color: Color, width: Double, dashes: [Double] = [], isRound: Bool = true) {
    self.color = color
    self.width = width
    self.dashes = dashes
    self.isRound = isRound
  }
}

/// One line of writing.
package struct Lettering: Hashable, Sendable {
  /// Which part of a line of text stands at its place.
  package enum Anchor: Hashable, Sendable {
    case start, middle, end
  }

  package var text: String
  /// The end of the baseline that `anchor` names.
  package var place: Place
  package var size: Double
  package var anchor = Anchor.start
  package var color: Color
  package var isBold = false
  /// Whether it runs upwards instead of to the right.
  package var isUpright = false
  /// The width of every letter, in points, where letters stand in cells.
  var cellWidth: Double?

  /// In points.
  package var width: Double { Typeface.width(of: text, size: size, isBold: isBold) }
}

/// What pictures are made of; every picture format draws the same shapes.
package struct Shape: Hashable, Sendable {
  /// What is drawn.
  package enum Form: Hashable, Sendable {
    case rectangle(Box, Color)
    /// A line with round corners.
    case line([Place], Stroke)
    /// Many lines of one look, one above the other; one of a single place with round ends is a dot.
    case lines([[Place]], Stroke)
    case disc(center: Place, radius: Double, Color)
    /// A polygon without holes.
    case polygon([Place], Color)
    /// Pixels with sharp edges, over all of a box.
    case pixels(PixelBlock, Box)
    case lettering(Lettering)
  }

  package var form: Form
  /// The value that the shape stands for, where a format can show it to a reader who asks.
  package var note: String?

  package init(_ form: Form, note: String? = nil) {
    self.form = form
    self.note = note
  }
}

/// Opaque pixels, row by row from the top.
package struct PixelBlock: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let colors: [Color]

  /// - Precondition: There is a colour for every pixel.
  package init(width: Int, height: Int, colors: [Color]) {
    precondition(
      width > 0 && height > 0 && colors.count == width * height,
      "\(colors.count) colours for \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.colors = colors
  }
}

/// Shapes from back to front, on a ground of one colour.
package struct Drawing: Hashable, Sendable {
  /// How large a point is.
  package enum Scale: Hashable, Sendable {
    /// 1/72 of an inch, on paper.
    case paper
    /// A pixel of a screen.
    case screen
  }

  package var width: Double
  package var height: Double
  package var shapes: [Shape]
  package var ground: Color
  package var scale: Scale

  /// What the picture is, and what it was made of: formats that can keep both.
  package var title: String
  package var about: String

  package init(
    width: Double, height: Double, shapes: [Shape], ground: Color = .white,
    scale: Scale = .screen, title: String = "", about: String = ""
  ) {
    self.width = width
    self.height = height
    self.shapes = shapes
    self.ground = ground
    self.scale = scale
    self.title = title
    self.about = about
  }
}
