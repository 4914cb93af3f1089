import TerminalUI

/// Where the boxes and the lines of a graph are, in cells from its top left corner.
///
/// The boxes stand one below the other, in the order in which their layers advance. What leads to
/// the next box goes straight down; all else goes by lanes at the right, so that no line crosses a
/// box. What leaves a box has one lane downwards and one upwards, however many boxes it leads to.
package struct GraphLayout: Equatable, Sendable {
  /// How large boxes are and how far apart.
  package struct Form: Hashable, Sendable {
    /// Rows between the edges of a box; 0 for a box of one row without edges.
    package var content: Int
    package var gap: Int

    package init(content: Int, gap: Int) {
      self.content = content
      self.gap = gap
    }

    package var boxRows: Int { content == 0 ? 1 : content + 2 }
    var pitch: Int { boxRows + gap }

    /// The largest first.
    static let all = [
      Form(content: 12, gap: 2), Form(content: 8, gap: 2), Form(content: 5, gap: 2),
      Form(content: 3, gap: 2), Form(content: 3, gap: 1),
      Form(content: 2, gap: 1), Form(content: 1, gap: 1), Form(content: 0, gap: 1),
    ]
  }

  /// Lines from one box to others by a lane.
  package struct Wire: Equatable, Sendable {
    /// Positions among the items.
    package var source: Int
    package var targets: [Int]
    package var lane: Int
    /// The rows that it takes in its lane.
    package var rows: ClosedRange<Int>
  }

  package let items: [GraphItem]
  package let form: Form

  /// Of each item.
  package let boxes: [Rect]

  /// Whether something leads from an item to the next one.
  package let leadsOn: [Bool]

  /// Those that have a lane.
  package let wires: [Wire]

  /// How many have none, because there is no room.
  package let undrawnWires: Int

  /// The columns of the lanes.
  package let lanes: [Int]

  /// How many rows all of it takes.
  package let height: Int

  /// Boxes leave lanes so many columns, if they can.
  static let leastBoxWidth = 36

  /// - Parameter growth: How many more rows the box of each item has; by default none.
  package init(
    _ graph: NetworkGraph, items: [GraphItem], form: Form, width: Int, growth: [Int] = []
  ) {
    self.items = items
    self.form = form
    var itemOfPlace = Array<Int?>(repeating: nil, count: graph.places.upperBound)
    for (index, item) in items.enumerated() {
      for place in item.places { itemOfPlace[place] = index }
    }
    var leadsOn = Array(repeating: false, count: items.count)
    var targets: [WireEnd: Set<Int>] = [:]
    for edge in graph.edges {
      guard let source = itemOfPlace[edge.source], let target = itemOfPlace[edge.target],
        source != target || (edge.isRecurrent && !items[source].isFolded)
      else { continue }
      if target == source + 1 {
        leadsOn[source] = true
      } else {
        targets[WireEnd(source: source, isUpward: target <= source), default: []].insert(target)
      }
    }
    self.leadsOn = leadsOn
    var next = 0
    let spans = items.indices.map { item in
      let first = next
      next = first + form.boxRows + (growth.isEmpty ? 0 : growth[item]) + form.gap
      return first..<next - form.gap
    }
    let wires = GraphLayout.withLanes(targets, spans: spans)
    let count = (wires.map(\.lane).max() ?? -1) + 1
    let room = max(width - GraphLayout.leastBoxWidth, 0)
    let spacing = 2 * count + 1 <= room ? 2 : 1
    let drawn = min(count, max((room - 1) / spacing, 0))
    let boxWidth = max(width - (drawn == 0 ? 0 : drawn * spacing + 1), 1)
    lanes = (0..<drawn).map { boxWidth + 1 + $0 * spacing }
    self.wires = wires.filter { $0.lane < drawn }
    undrawnWires = wires.count { $0.lane >= drawn }
    boxes = spans.map {
      Rect(row: $0.lowerBound, column: 0, rows: $0.count, columns: boxWidth)
    }
    let lastLeads = self.wires.contains { $0.source == items.count - 1 }
    height = max(next - (lastLeads ? 0 : form.gap), 0)
  }

  /// A box and the way in which its lines leave.
  private struct WireEnd: Hashable {
    var source: Int
    var isUpward: Bool
  }

  /// Lanes so that no two lines share a cell of one; short lines are nearest to the boxes.
  ///
  /// - Parameter spans: The rows of each box.
  private static func withLanes(_ targets: [WireEnd: Set<Int>], spans: [Range<Int>]) -> [Wire] {
    let wires = targets.map { end, targets in
      let rows =
        targets.map { spans[$0].lowerBound + (spans[$0].count - 1) / 2 }
        + [spans[end.source].upperBound]
      return Wire(
        source: end.source, targets: targets.sorted(), lane: 0,
        rows: (rows.min() ?? 0)...(rows.max() ?? 0))
    }.sorted {
      ($0.rows.count, $0.rows.lowerBound, $0.source) < (
        $1.rows.count, $1.rows.lowerBound, $1.source
      )
    }
    var taken: [[ClosedRange<Int>]] = []
    return wires.map { wire in
      var wire = wire
      let free = taken.firstIndex { rows in !rows.contains { $0.overlaps(wire.rows) } }
      wire.lane = free ?? taken.count
      if free == nil { taken.append([]) }
      taken[wire.lane].append(wire.rows)
      return wire
    }
  }
}

extension GraphLayout {
  /// The row in which lines by lanes arrive at a box.
  package func entryRow(of item: Int) -> Int { boxes[item].row + (boxes[item].rows - 1) / 2 }

  /// The row below a box, in which lines leave it.
  package func exitRow(of item: Int) -> Int { boxes[item].endRow }

  /// Where lines leave a box, and where those from above arrive.
  package static let stem = 2

  /// The largest boxes with which everything has room, which then share what is left; with the
  /// smallest ones blocks are folded, and what has no room even then scrolls.
  ///
  /// - Parameters:
  ///   - place: What is shown in any case.
  ///   - least: The rows between the edges with which places begin to show something, where that
  ///     is more than one: they get what is left first.
  package static func fitting(
    _ graph: NetworkGraph, around place: Int, in size: Size, least: [Int: Int] = [:]
  ) -> GraphLayout {
    let whole = graph.items
    if let layout = fitting(graph, whole, in: size, least: least) { return layout }
    let folded = graph.isKnown ? graph.foldedItems(around: place) : whole
    if folded.count < whole.count,
      let layout = fitting(graph, folded, in: size, least: least)
    {
      return layout
    }
    let last = Form(content: 0, gap: graph.isKnown ? 1 : 0)
    return GraphLayout(graph, items: folded, form: last, width: size.columns)
  }

  private static func fitting(
    _ graph: NetworkGraph, _ items: [GraphItem], in size: Size, least: [Int: Int]
  ) -> GraphLayout? {
    // What leads nowhere needs no gaps.
    let forms = graph.isKnown ? Form.all : Form.all.map { Form(content: $0.content, gap: 0) }
    let layouts = forms.lazy.filter { items.count * $0.pitch - $0.gap <= size.rows }.map {
      GraphLayout(graph, items: items, form: $0, width: size.columns)
    }.filter { $0.height <= size.rows }
    // Rather smaller boxes than larger ones of which some show nothing.
    let telling = layouts.first { layout in
      layout.form.content > 0
        && items.indices.reduce(layout.height) { $0 + layout.missingRows($1, least) } <= size.rows
    }
    guard let layout = telling ?? layouts.first else { return nil }
    let grown = GraphLayout(
      graph, items: items, form: layout.form, width: size.columns,
      growth: layout.growth(by: size.rows - layout.height, graph, least: least))
    return grown.height <= size.rows ? grown : layout
  }

  /// How many more rows a box needs to show something.
  private func missingRows(_ item: Int, _ least: [Int: Int]) -> Int {
    max((least[items[item].places.lowerBound] ?? 1) - form.content, 0)
  }

  /// So many rows shared by the boxes that have something to show in them, wherever the cursor is:
  /// no box moves away from below the pointer.
  private func growth(by rows: Int, _ graph: NetworkGraph, least: [Int: Int]) -> [Int] {
    let sources = Set(graph.edges.map(\.source))
    let growing = items.indices.filter { index in
      let place = items[index].places.lowerBound
      // In rows without edges only what layers do over time can be higher.
      let hasCourse = place > 0 && (!graph.isKnown || sources.contains(place))
      return !items[index].isFolded && (form.content > 0 || hasCourse)
    }
    var (growth, rest) = (Array(repeating: 0, count: items.count), rows)
    for index in growing where form.content > 0 {
      let wanted = missingRows(index, least)
      guard wanted <= rest else { continue }
      growth[index] = wanted
      rest -= wanted
    }
    while rest > 0, let next = growing.min(by: { growth[$0] < growth[$1] }) {
      growth[next] += 1
      rest -= 1
    }
    return growth
  }

  /// The item of a place.
  package func item(of place: Int) -> Int? { items.firstIndex { $0.places.contains(place) } }

  /// The first visible row where an item is to be seen whole, with what leaves it.
  package func firstRow(showing item: Int, rows: Int) -> Int {
    guard boxes.indices.contains(item), height > rows else { return 0 }
    let middle = boxes[item].row + boxes[item].rows / 2 - rows / 2
    return min(max(middle, 0), height - rows)
  }
}
