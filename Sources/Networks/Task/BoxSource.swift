/// Boxes that stand in the outputs in one order, such as those of one level of a pyramid.
package struct BoxSource: Codable, Equatable, Sendable {
  /// Numbers of the boxes in one output.
  package struct Part: Codable, Equatable, Sendable {
    /// The position of the output.
    package var output: Int
    /// Which numbers a box has there, in their order.
    package var fields: [BoxField]
    package var layout: BoxLayout

    package init(output: Int, fields: [BoxField], layout: BoxLayout) {
      self.output = output
      self.fields = fields
      self.layout = layout
    }
  }

  /// Every field stands in one part.
  package var parts: [Part]

  /// What the numbers of each box refer to.
  package var places: BoxPlaces

  package init(parts: [Part], places: BoxPlaces) {
    self.parts = parts
    self.places = places
  }

  private enum CodingKeys: String, CodingKey { case parts, places }
}

extension BoxSource.Part {
  private enum CodingKeys: String, CodingKey { case output, fields, layout }
}

/// One number of a box, or one for each class.
package enum BoxField: String, CaseIterable, Codable, Sendable {
  /// The logit that there is an object, or how well the box is centred on it.
  case objectness
  /// Centre and size, or how they differ from those of the place.
  case x, y, w, h
  /// The sides, or how far they are from the centre of the place.
  case left, top, right, bottom
  /// One number for each class.
  case classes
  /// The number of no class, beside those of the classes.
  case background
  /// The score itself, and the number of the class, of boxes that the network has chosen.
  case score
  case label = "class"
  /// A number that means nothing here.
  case ignored = "-"
}

/// In which order the numbers of boxes stand in an output.
package enum BoxLayout: String, CaseIterable, Codable, Sendable {
  /// A map: its channels are the fields of the first anchor, then those of the next; its rows and
  /// columns are cells.
  case map
  /// A box after the other, each with its fields.
  case rows
  /// A field after the other, each for all boxes.
  case columns
}

/// What the numbers of boxes refer to: as many places as there are boxes, in their order.
package struct BoxPlaces: Codable, Equatable, Sendable {
  /// One after the other; none where boxes stand as they are.
  package var grids: [BoxGrid]
  /// How many places there are.
  package var count: Int

  package init(grids: [BoxGrid]) {
    self.grids = grids
    count = grids.reduce(0) { sum, grid in
      let (next, isBeyond) = sum.addingReportingOverflow(grid.count)
      return isBeyond ? .max : next
    }
  }

  /// Boxes that refer to nothing.
  package init(free count: Int) {
    (grids, self.count) = ([], count)
  }

  private enum CodingKeys: String, CodingKey { case grids, count }
}

/// A grid of cells over the image, with as many boxes in each cell as there are anchors.
package struct BoxGrid: Codable, Equatable, Sendable {
  package var rows: Int
  package var columns: Int
  /// In pixels of the network's input.
  package var cell: BoxSize
  /// The boxes that sizes refer to; at least one.
  package var anchors: [BoxSize]
  /// Whether all boxes of a cell stand together, instead of all cells of an anchor.
  package var cellsFirst: Bool

  package init(
    rows: Int, columns: Int, cell: BoxSize, anchors: [BoxSize], cellsFirst: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.cell = cell
    self.anchors = anchors
    self.cellsFirst = cellsFirst
  }

  /// The largest number where there are more boxes than numbers.
  package var count: Int {
    let (cells, areBeyond) = rows.multipliedReportingOverflow(by: columns)
    let (count, isBeyond) = cells.multipliedReportingOverflow(by: anchors.count)
    return areBeyond || isBeyond ? .max : count
  }

  private enum CodingKeys: String, CodingKey {
    case rows, columns, cell, anchors
    case cellsFirst = "cells_first"
  }
}

/// In pixels of the network's input.
package struct BoxSize: Codable, Equatable, Sendable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  private enum CodingKeys: String, CodingKey { case width, height }
}
