/// What a box of the graph stands for: a place, or blocks in a row that are alike.
package struct GraphItem: Hashable, Sendable {
  package let places: ClosedRange<Int>

  /// How many blocks are folded; 0 for a place.
  package let blocks: Int

  package init(_ place: Int) {
    places = place...place
    blocks = 0
  }

  init(folding blocks: ArraySlice<ClosedRange<Int>>) {
    let first = blocks.first?.lowerBound ?? 0
    places = first...max(blocks.last?.upperBound ?? first, first)
    self.blocks = blocks.count
  }

  package var isFolded: Bool { blocks > 0 }

  /// Where spikes leave it: nothing leads past the last place of a block.
  package var exit: Int { places.upperBound }
}

extension NetworkGraph {
  /// Every place in a box of its own.
  package var items: [GraphItem] { places.map { GraphItem($0) } }

  /// Of blocks that are repeated, the first and the last one, and the one of a place; those between
  /// in a box.
  ///
  /// All places are in some box, in their order.
  package func foldedItems(around place: Int) -> [GraphItem] {
    repeatedBlocks.flatMap { blocks -> [GraphItem] in
      guard blocks.count > 2 else { return blocks.joined().map { GraphItem($0) } }
      let hidden = blocks[1..<blocks.count - 1]
      let own = hidden.firstIndex { $0.contains(place) }
      var items = blocks[0].map { GraphItem($0) }
      if let own {
        items += folded(hidden[..<own])
        items += hidden[own].map { GraphItem($0) }
        items += folded(hidden[(own + 1)...])
      } else {
        items += folded(hidden)
      }
      return items + blocks[blocks.count - 1].map { GraphItem($0) }
    }
  }

  /// One box, unless that would take as much room as what it hides.
  private func folded(_ blocks: ArraySlice<ClosedRange<Int>>) -> [GraphItem] {
    let item = GraphItem(folding: blocks)
    if blocks.isEmpty { return [] }
    return item.places.count > 1 ? [item] : [GraphItem(item.places.lowerBound)]
  }
}
