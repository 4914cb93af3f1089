extension DetectionTask {
  /// Why boxes cannot be read from outputs of these shapes, as half a sentence; `nil` if they can.
  package func fault(forOutputs shapes: [MapShape]) -> String? {
    guard (1...1 << 20).contains(classCount) else { return "there are \(classCount) classes" }
    guard !sources.isEmpty else { return "nothing says where the boxes are" }
    if let fault = selection.fault ?? coding.fault { return fault }
    for source in sources {
      if let fault = fault(of: source, shapes) { return fault }
    }
    return nil
  }

  private func fault(of source: BoxSource, _ shapes: [MapShape]) -> String? {
    let fields = source.parts.flatMap(\.fields)
    let meant = fields.filter { $0 != .ignored }
    guard Set(meant).count == meant.count else { return "a number of the boxes is there twice" }
    guard meant.contains(.classes) || meant.contains(.label) || classCount == 1 else {
      return "no number says of which class a box is"
    }
    guard places(of: meant) != nil else { return "the numbers do not say where a box is" }
    if let fault = source.places.fault { return fault }
    if source.places.grids.isEmpty, coding.needsPlaces(fields: meant) {
      return "the boxes refer to cells or anchors, which are not told"
    }
    for part in source.parts {
      guard shapes.indices.contains(part.output) else {
        return "there is no output \(part.output)"
      }
      let (count, width) = (shapes[part.output].count, part.width(classes: classCount))
      guard count == source.places.count * width else {
        return "an output has \(count) values instead of \(width) for each of "
          + "\(source.places.count) boxes"
      }
      if part.layout == .map, source.places.grids.count != 1 {
        return "a map has one grid, not \(source.places.grids.count)"
      }
      if part.layout == .map, let grid = source.places.grids.first,
        let fault = grid.fault(inMap: shapes[part.output])
      {
        return fault
      }
    }
    return nil
  }

  /// By which numbers a box is placed; `nil` where some are missing.
  private func places(of fields: [BoxField]) -> [BoxField]? {
    [[.x, .y, .w, .h], [.left, .top, .right, .bottom]].first { form in
      form.allSatisfy(fields.contains)
    }
  }
}

extension BoxSource.Part {
  /// How many values a box has in the output.
  package func width(classes: Int) -> Int {
    fields.reduce(0) { $0 + ($1 == .classes ? classes : 1) }
  }
}

extension BoxGrid {
  /// Why the cells are not those of a map; one of a single row may have all of them in it.
  fileprivate func fault(inMap shape: MapShape) -> String? {
    let isFlat = shape.height == 1 || shape.width == 1
    guard !isFlat, (shape.height, shape.width) != (rows, columns) else { return nil }
    return "a grid has \(rows)x\(columns) cells, but its output has "
      + "\(shape.height)x\(shape.width)"
  }
}

extension BoxCoding {
  /// Whether all its numbers have a meaning.
  fileprivate var fault: String? {
    guard [centerFactor, sizeFactor].allSatisfy({ $0 > 0 && $0 <= 1e6 }) else {
      return "a variance is \(centerFactor) or \(sizeFactor), but must be above 0"
    }
    guard largestExponent.map((0...100).contains) ?? true else {
      return "the largest exponent is \(largestExponent ?? 0), but must be from 0 to 100"
    }
    return nil
  }

  /// Whether the numbers refer to cells or anchors.
  fileprivate func needsPlaces(fields: [BoxField]) -> Bool {
    fields.contains(.x)
      ? center != .absolute || size != .absolute : distance != .absolute
  }
}

extension BoxSelection {
  /// What is impossible, as half a sentence.
  package var fault: String? {
    guard (0..<1).contains(minimumScore) else {
      return "the smallest score is \(minimumScore), but must be at least 0 and below 1"
    }
    guard largestOverlap.map((0...1).contains) ?? true else {
      return "the largest overlap is \(largestOverlap ?? 0), but must lie between 0 and 1"
    }
    guard (1...1 << 16).contains(limit) else {
      return "the most boxes are \(limit), but must be between 1 and \(1 << 16)"
    }
    return nil
  }
}

extension BoxPlaces {
  /// The most places that all grids have together.
  private static let mostPlaces = 1 << 24

  fileprivate var fault: String? {
    var total = 0
    for grid in grids {
      guard [grid.rows, grid.columns].allSatisfy((1...1 << 16).contains) else {
        return "a grid has \(grid.rows)x\(grid.columns) cells"
      }
      guard (1...1 << 10).contains(grid.anchors.count) else {
        return "a grid has \(grid.anchors.count) anchors"
      }
      let sizes = [grid.cell] + grid.anchors
      guard sizes.allSatisfy({ [$0.width, $0.height].allSatisfy { $0 > 0 && $0 <= 1e6 } }) else {
        return "a cell or an anchor is not above 0 and at most 1,000,000 pixels"
      }
      let (cells, isBeyond) = (grid.rows * grid.columns)
        .multipliedReportingOverflow(by: grid.anchors.count)
      guard !isBeyond, cells <= Self.mostPlaces - total else {
        return "there are more than \(Self.mostPlaces) boxes"
      }
      total += cells
    }
    guard (1...Self.mostPlaces).contains(count) else { return "there are \(count) boxes" }
    return grids.isEmpty || count == total ? nil : "\(total) places are told for \(count) boxes"
  }
}
