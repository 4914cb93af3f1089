/// A part of a screen that is shown whole or not at all.
package struct Pane<Name: Hashable & Sendable>: Hashable, Sendable {
  package let name: Name
  /// The room for what it shows, without a frame.
  package let rows: Extent
  package let columns: Extent
  /// Where not all panes have room, those with the highest numbers leave first.
  package let priority: Int
  /// With what it makes do where it has no room for all of that; `nil` where it leaves instead.
  package let reduced: Reduced?

  /// The room for a pane that is drawn on a smaller scale than it could be.
  package struct Reduced: Hashable, Sendable {
    package let rows: Extent
    package let columns: Extent
    /// Its full scale comes before panes with higher numbers.
    package let fullPriority: Int

    package init(rows: Extent, columns: Extent, fullPriority: Int) {
      self.rows = rows
      self.columns = columns
      self.fullPriority = fullPriority
    }
  }

  package init(
    _ name: Name, rows: Extent, columns: Extent, priority: Int, reduced: Reduced? = nil
  ) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.priority = priority
    self.reduced = reduced
  }

  /// The same on its smaller scale.
  fileprivate var onSmallerScale: Pane {
    guard let reduced else { return self }
    return Pane(name, rows: reduced.rows, columns: reduced.columns, priority: priority)
  }
}

/// How the panes of a screen share its cells.
///
/// A layout is a tree. Its leaves are stacks: panes one above the other in one frame. Frames take
/// cells of their own; see `FrameStyle`.
package indirect enum Layout<Name: Hashable & Sendable>: Hashable, Sendable {
  case stack([Pane<Name>])
  /// One above the other.
  case rows([Layout])
  /// Side by side.
  case columns([Layout])

  /// A pane and what it has of the screen.
  package struct Place: Hashable, Sendable {
    package let name: Name
    /// With its share of the frame.
    package let frame: Rect
    /// Without it.
    package let content: Rect
    /// Whether it is the first and the last of its stack, which open and close the frame.
    package let isFirst: Bool
    package let isLast: Bool
  }

  /// All panes, in the order of drawing.
  package var panes: [Pane<Name>] {
    switch self {
    case .stack(let panes): panes
    case .rows(let parts), .columns(let parts): parts.flatMap { $0.panes }
    }
  }

  /// Where each pane is that has room.
  ///
  /// The frames tile the area. Of the panes in the order of their priority, as many are there as
  /// have room together with all before them, and in the same order those that can be reduced have
  /// their full scale; so no pane leaves, and none shrinks to its smaller scale, where the area
  /// grows. The first is always there.
  ///
  /// - Parameter style: How panes are framed. Whether one has room does not depend on it.
  package func places(in area: Rect, style: FrameStyle) -> [Place] {
    var kept: Layout?
    var scales: [Name: Bool] = [:]
    for claim in claims {
      scales[claim.name] = claim.isFull
      let more = keeping(scales)
      // What does not fit now does not together with further panes either.
      let hasRoom = more.map { $0.fits(area.size) } ?? false
      if hasRoom || kept == nil { kept = more }
      guard hasRoom else { break }
    }
    return kept?.divided(area, style) ?? []
  }

  /// What panes want, the most important first: to be there, and to be on their full scale.
  private var claims: [(name: Name, isFull: Bool)] {
    let all = panes.flatMap { pane -> [(priority: Int, name: Name, isFull: Bool)] in
      guard let reduced = pane.reduced else { return [(pane.priority, pane.name, true)] }
      return [
        (pane.priority, pane.name, false),
        (max(reduced.fullPriority, pane.priority), pane.name, true),
      ]
    }
    return all.enumerated().sorted {
      ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
    }.map { ($0.element.name, $0.element.isFull) }
  }

  /// The same with some panes alone, each on its full scale or on its smaller one; `nil` where
  /// nothing is left.
  private func keeping(_ scales: [Name: Bool]) -> Layout? {
    switch self {
    case .stack(let panes):
      let kept = panes.compactMap { pane in
        scales[pane.name].map { $0 ? pane : pane.onSmallerScale }
      }
      return kept.isEmpty ? nil : .stack(kept)
    case .rows(let parts):
      let kept = parts.compactMap { $0.keeping(scales) }
      return kept.isEmpty ? nil : .rows(kept)
    case .columns(let parts):
      let kept = parts.compactMap { $0.keeping(scales) }
      return kept.isEmpty ? nil : .columns(kept)
    }
  }

  private func fits(_ size: Size) -> Bool {
    rowExtent(.boxes).minimum <= size.rows && columnExtent(.boxes).minimum <= size.columns
  }

  private func rowExtent(_ style: FrameStyle) -> Extent {
    switch self {
    case .stack(let panes):
      panes.map { $0.rows.adding(style.rowsAbove) }.sum.adding(style.rowsBelow)
    case .rows(let parts): parts.map { $0.rowExtent(style) }.sum
    case .columns(let parts): parts.map { $0.rowExtent(style) }.union
    }
  }

  private func columnExtent(_ style: FrameStyle) -> Extent {
    switch self {
    // A key path into a generic type would be looked up at run time, for every frame.
    case .stack(let panes): panes.map { $0.columns }.union.adding(2 * style.columnsBeside)
    case .rows(let parts): parts.map { $0.columnExtent(style) }.union
    case .columns(let parts): parts.map { $0.columnExtent(style) }.sum
    }
  }

  private func divided(_ area: Rect, _ style: FrameStyle) -> [Place] {
    var rest = area
    switch self {
    case .rows(let parts):
      let shares = parts.map { $0.rowExtent(style) }.shares(of: area.rows)
      return zip(parts, shares).flatMap { $0.divided(rest.takeTop($1), style) }
    case .columns(let parts):
      let shares = parts.map { $0.columnExtent(style) }.shares(of: area.columns)
      return zip(parts, shares).flatMap { $0.divided(rest.takeLeft($1), style) }
    case .stack(let panes):
      var extents = panes.map { $0.rows.adding(style.rowsAbove) }
      extents[panes.count - 1] = extents[panes.count - 1].adding(style.rowsBelow)
      return zip(panes, extents.shares(of: area.rows)).enumerated().map { index, part in
        let isLast = index == panes.count - 1
        let frame = rest.takeTop(part.1)
        return Place(
          name: part.0.name, frame: frame, content: style.content(of: frame, isLast: isLast),
          isFirst: index == 0, isLast: isLast)
      }
    }
  }
}
