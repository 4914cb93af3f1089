import TerminalUI
import Testing

/// Panes share a screen: the laws that hold for every layout and every size.
@Suite struct LayoutTests {
  private typealias Screen = Layout<String>

  private static func pane(
    _ name: String, _ rows: Extent, _ columns: Extent, _ priority: Int
  ) -> Pane<String> {
    Pane(name, rows: rows, columns: columns, priority: priority)
  }

  /// One that has everything in it: stacks in columns in rows, limits, weights.
  private static let screen = Screen.rows([
    .columns([
      .stack([
        pane("strips", Extent(5, ideal: 10, weight: 3), Extent(40, weight: 3), 0),
        pane("lane", Extent(1, maximum: 1), Extent(20), 1),
      ]),
      .stack([
        pane("image", Extent(4, ideal: 8, maximum: 16), Extent(20, maximum: 34), 3),
        pane("outputs", Extent(3), Extent(24), 2),
        pane("curves", Extent(6), Extent(24), 5),
      ]),
    ]),
    .stack([pane("insight", Extent(1, maximum: 2), Extent(20), 4)]),
  ])

  private func places(
    _ layout: Screen = screen, rows: Int, columns: Int, _ style: FrameStyle = .boxes
  ) -> [Screen.Place] {
    layout.places(in: Rect(row: 0, column: 0, rows: rows, columns: columns), style: style)
  }

  private static let heights = [1, 2, 5, 11, 12, 19, 23, 36, 56, 70]
  private static let widths = [1, 2, 20, 41, 78, 99, 100, 120, 160, 259]

  /// No cell is in two frames, and together they have as many as the screen.
  @Test(arguments: [FrameStyle.boxes, .rules])
  func framesTileTheScreen(style: FrameStyle) {
    for rows in Self.heights {
      for columns in Self.widths {
        let frames = places(rows: rows, columns: columns, style).map(\.frame)
        let screen = Rect(Size(rows: rows, columns: columns))
        #expect(frames.allSatisfy { $0.intersection(screen) == $0 }, "\(columns)x\(rows)")
        #expect(frames.reduce(0) { $0 + $1.rows * $1.columns } == rows * columns)
        for (index, frame) in frames.enumerated() {
          for other in frames[(index + 1)...] {
            #expect(frame.intersection(other).isEmpty, "\(columns)x\(rows)")
          }
        }
      }
    }
  }

  @Test(arguments: [FrameStyle.boxes, .rules])
  func nothingIsHalfShown(style: FrameStyle) {
    let panes = Dictionary(uniqueKeysWithValues: Self.screen.panes.map { ($0.name, $0) })
    for rows in Self.heights where rows >= 11 {
      for columns in Self.widths where columns >= 78 {
        for place in places(rows: rows, columns: columns, style) {
          let pane = panes[place.name]
          #expect(place.content.rows >= pane?.rows.minimum ?? 0, "\(place) \(columns)x\(rows)")
          #expect(place.content.columns >= pane?.columns.minimum ?? 0)
        }
      }
    }
  }

  @Test func whatIsThereStaysWhereTheScreenGrows() {
    let names = { (rows: Int, columns: Int) in
      Set(
        places(rows: rows, columns: columns, FrameStyle(for: Size(rows: rows, columns: columns)))
          .map(\.name))
    }
    for rows in 5...45 {
      for columns in Array(stride(from: 20, through: 95, by: 7)) + Array(96...104) {
        let here = names(rows, columns)
        #expect(here.isSubset(of: names(rows + 1, columns)), "\(columns)x\(rows)")
        #expect(here.isSubset(of: names(rows, columns + 1)), "\(columns)x\(rows)")
      }
    }
  }

  @Test func panesLeaveInTheOrderOfTheirPriority() {
    let priorities = Dictionary(
      uniqueKeysWithValues: Self.screen.panes.map { ($0.name, $0.priority) })
    for rows in Self.heights {
      for columns in Self.widths {
        let shown = places(rows: rows, columns: columns).compactMap { priorities[$0.name] }.sorted()
        #expect(shown == Array(0..<shown.count), "\(columns)x\(rows)")
      }
    }
  }

  @Test func theFirstPaneIsThereWhereverAnythingIs() {
    #expect(places(rows: 2, columns: 3).map(\.name) == ["strips"])
    #expect(places(rows: 1, columns: 1, .rules).map(\.frame) == [Rect(Size(rows: 1, columns: 1))])
  }

  @Test func aLimitIsKeptWhereOthersCanUseMore() {
    let shown = places(rows: 60, columns: 200)
    #expect(shown.count == 6)
    #expect(shown.first { $0.name == "lane" }?.content.rows == 1)
    #expect(shown.first { $0.name == "image" }?.content.rows == 16)
  }

  /// A picture of 16 rows that makes do with 8, and what may leave for its full scale.
  private static let pictured = Screen.columns([
    .stack([pane("strips", Extent(5), Extent(40), 0)]),
    .stack([
      Pane(
        "picture", rows: Extent(16), columns: Extent(32), priority: 1,
        reduced: Pane.Reduced(rows: Extent(8), columns: Extent(20), fullPriority: 3)),
      pane("outputs", Extent(3), Extent(20), 2), pane("facts", Extent(4), Extent(20), 4),
    ]),
  ])

  /// No pane leaves and no picture shrinks where the screen grows, and what is less important than
  /// the full scale comes after it.
  @Test func scalesGrowWithTheScreen() {
    var before: [Int: (names: Set<String>, isFull: Bool)] = [:]
    for rows in 8...40 {
      var left: (names: Set<String>, isFull: Bool) = ([], false)
      for columns in 60...90 {
        let shown = places(Self.pictured, rows: rows, columns: columns)
        let names = Set(shown.map(\.name))
        let picture = shown.first { $0.name == "picture" }?.content
        let isFull = picture.map { $0.rows >= 16 && $0.columns >= 32 } ?? false
        for smaller in [left, before[columns] ?? ([], false)] {
          #expect(smaller.names.isSubset(of: names), "\(columns)x\(rows)")
        }
        #expect(!names.contains("facts") || isFull)
        (left, before[columns]) = ((names, isFull), (names, isFull))
      }
    }
    #expect(before[90]?.isFull == true && before[60]?.isFull == false)
    #expect(places(Self.pictured, rows: 14, columns: 90).count == 3)
  }

  @Test func sharesFollowWeights() {
    let halves = [Extent(2), Extent(2)].shares(of: 20)
    #expect(halves == [10, 10])
    #expect([Extent(0, weight: 3), Extent(0)].shares(of: 40) == [30, 10])
    #expect([Extent(4, ideal: 9), Extent(4)].shares(of: 12) == [8, 4])
    #expect([Extent(1, maximum: 1), Extent(1, maximum: 2)].shares(of: 9).reduce(0, +) == 9)
    #expect([Extent(5), Extent(5)].shares(of: 7) == [5, 2])
  }

  @Test func contentLiesInsideItsFrame() {
    for style in [FrameStyle.boxes, .rules] {
      for place in places(rows: 60, columns: 200, style) {
        #expect(place.content.intersection(place.frame) == place.content)
        #expect(place.content.row == place.frame.row + 1)
      }
    }
  }
}
