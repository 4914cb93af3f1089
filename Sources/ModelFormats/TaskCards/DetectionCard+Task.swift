import Networks
import PlainText

extension DetectionCard {
  /// An output of the network.
  package struct Output {
    package var name: String
    package var shape: MapShape

    package init(name: String, shape: MapShape) {
      self.name = name
      self.shape = shape
    }
  }

  /// How boxes are read from the outputs of a network.
  ///
  /// - Throws: `JSONError` where the card does not fit them.
  package func task(
    for network: [Output], input: MapShape, classCount: Int
  ) throws(JSONError) -> DetectionTask {
    let parts = try namedParts(of: network)
    let levels = parts[0].outputs.count
    var sources: [BoxSource] = []
    for level in 0..<levels {
      let outputs = parts.map { ($0.outputs[level], $0.fields) }
      sources.append(
        try source(outputs, level: level, of: levels, network, input, classCount))
    }
    let task = DetectionTask(
      sources: sources, coding: coding, shares: shares, classCount: classCount,
      selection: selection)
    if let fault = task.fault(forOutputs: network.map(\.shape)) {
      throw JSONError(key: "detection", what: "does not fit the network: \(fault)")
    }
    return task
  }

  /// The outputs by level, and which numbers of the boxes they have.
  private func namedParts(
    of network: [Output]
  ) throws(JSONError) -> [(outputs: [Int], fields: [BoxField])] {
    var named = DetectionCardKey.ofOutputs.compactMap { key in
      outputs[key].map { (key: key, names: $0) }
    }
    if named.isEmpty { named = [(.head, network.map(\.name))] }
    var parts: [(outputs: [Int], fields: [BoxField])] = []
    for (key, names) in named {
      var positions: [Int] = []
      for name in names {
        guard let position = network.firstIndex(where: { $0.name == name }) else {
          let all = network.map { "'\($0.name)'" }.joined(separator: ", ")
          throw JSONError(
            key: "detection.\(key.rawValue)",
            what: "names '\(name)', but the outputs are \(all)")
        }
        guard !positions.contains(position),
          !parts.contains(where: { $0.outputs.contains(position) })
        else {
          throw JSONError(
            key: "detection.\(key.rawValue)", what: "names '\(name)', which is named before")
        }
        positions.append(position)
      }
      parts.append((positions, key == .head ? fields ?? format.fields : format.fields(of: key)))
    }
    guard let first = parts.first, parts.allSatisfy({ $0.outputs.count == first.outputs.count })
    else {
      throw JSONError(
        key: "detection", what: "names different numbers of outputs for parts of the boxes")
    }
    return parts
  }

  private func source(
    _ outputs: [(output: Int, fields: [BoxField])], level: Int, of levels: Int,
    _ network: [Output], _ input: MapShape, _ classCount: Int
  ) throws(JSONError) -> BoxSource {
    let parts = outputs.map { output, fields in
      BoxSource.Part(output: output, fields: fields, layout: layout ?? .rows)
    }
    let widths = parts.map { $0.width(classes: classCount) }
    let shape = network[parts[0].output].shape
    guard widths[0] > 0, shape.count % widths[0] == 0 else {
      throw JSONError(
        key: "detection",
        what: "says that boxes have \(widths[0]) numbers, but '\(network[parts[0].output].name)' "
          + "has \(shape.count)")
    }
    let count = shape.count / widths[0]
    let grids = try grids(level: level, of: levels, count: count, shape, input)
    let places =
      grids.isEmpty ? BoxPlaces(free: count) : BoxPlaces(grids: grids)
    let laidOut = zip(parts, widths).map { part, width in
      var part = part
      part.layout = layout ?? usualLayout(of: network[part.output].shape, width, places)
      return part
    }
    return BoxSource(parts: laidOut, places: places)
  }

  /// How many cells a side of the input has.
  private func cellCount(of length: Int, by cell: Double) throws(JSONError) -> Int {
    let count = (Double(length) / cell).rounded(.up)
    guard count <= Double(1 << 16) else {
      throw JSONError(
        key: "detection.cell", what: "is \(cell), of which \(length) pixels have too many")
    }
    return Int(count)
  }

  /// As the lengths of the axes tell it.
  private func usualLayout(of shape: MapShape, _ width: Int, _ places: BoxPlaces) -> BoxLayout {
    if places.grids.count == 1, let grid = places.grids.first,
      shape.channels == grid.anchors.count * width,
      shape.height > 1 || (shape.height, shape.width) == (grid.rows, grid.columns)
    {
      // Whether the cells are those of the map, the task checks.
      return .map
    }
    let isColumns = shape.channels == width && shape.height == 1 && shape.width != width
    return isColumns ? .columns : .rows
  }

  /// The grids of one level, or of all where the levels stand in one output.
  private func grids(
    level: Int, of levels: Int, count: Int, _ shape: MapShape, _ input: MapShape
  ) throws(JSONError) -> [BoxGrid] {
    let told = max(grids?.count ?? 0, cells?.count ?? 0, anchors?.count ?? 0)
    if told == 0, format == .boxes || format == .yolov8 { return [] }
    let wanted = levels == 1 ? Array(0..<max(told, 1)) : [level]
    var result: [BoxGrid] = []
    for number in wanted {
      let sides = try element(grids, number, key: "grid")
      let isMap = shape.height > 1 && wanted.count == 1
      var (rows, columns) = sides.map { ($0[0], $0[1]) } ?? (0, 0)
      let cell = try element(cells, number, key: "cell")
      if sides == nil, let cell {
        rows = try cellCount(of: input.height, by: cell.height)
        columns = try cellCount(of: input.width, by: cell.width)
      } else if sides == nil, isMap {
        (rows, columns) = (shape.height, shape.width)
      }
      guard rows > 0, columns > 0 else {
        throw JSONError(key: "detection", what: "does not tell the cells: give 'cell' or 'grid'")
      }
      let size =
        cell
        ?? BoxSize(
          width: Double(input.width) / Double(columns),
          height: Double(input.height) / Double(rows))
      result.append(
        BoxGrid(
          rows: rows, columns: columns, cell: size,
          anchors: try element(anchors, number, key: "anchors") ?? [size],
          cellsFirst: cellsFirst ?? (levels == 1 && told > 1)))
    }
    return result
  }

  /// That of a level; a single one counts for all.
  private func element<Value>(
    _ list: [Value]?, _ index: Int, key: String
  ) throws(JSONError) -> Value? {
    guard let list, let first = list.first else { return nil }
    if list.count == 1 { return first }
    guard list.indices.contains(index) else {
      throw JSONError(
        key: "detection.\(key)", what: "has \(list.count) elements, but there are more levels")
    }
    return list[index]
  }
}
