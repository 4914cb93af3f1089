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

  package init(color: Color, width: Double, dashes: [Double] = []) {
    self.color = color
    self.width = width
    self.dashes = dashes
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
  var color = Color.ink
  var isBold = false
  /// Whether it runs upwards instead of to the right.
  package var isUpright = false
  /// The width of every letter, in points, where letters stand in cells.
  var cellWidth: Double?

  /// In points, by the letters of `StrokeFont`, which are about as wide as those of Helvetica.
  package var width: Double { StrokeFont.width(of: text, size: size) }
}

/// What pictures are made of; every picture format draws the same shapes.
package struct Shape: Hashable, Sendable {
  /// What is drawn.
  package enum Form: Hashable, Sendable {
    case rectangle(Box, Color)
    /// A line with round ends and corners.
    case line([Place], Stroke)
    case disc(center: Place, radius: Double, Color)
    /// A convex polygon.
    case polygon([Place], Color)
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

/// Shapes from back to front, on a white ground.
package struct Drawing: Hashable, Sendable {
  package var width: Double
  package var height: Double
  package var shapes: [Shape]

  package init(width: Double, height: Double, shapes: [Shape]) {
    self.width = width
    self.height = height
    self.shapes = shapes
  }
}
