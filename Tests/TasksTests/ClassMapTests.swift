import Networks
import Tasks
import Testing

/// Classes of places, and how well they agree.
@Suite struct ClassMapTests {
  @Test func theLargestChannelIsTheClassOfAPlace() {
    let shape = MapShape(channels: 3, height: 1, width: 2)
    let reader = TaskReader(.segmentation, input: shape, outputs: [shape])

    #expect(
      reader.answer(from: [[0, 5, 2, 5, 1, 6]])
        == .places(ClassMap(rows: 1, columns: 2, labels: [1, 2])))
    #expect(reader.classCount == 3)
  }

  /// A picture of 2x4 places before a network of 2x2: its middle, all of it, or all with bars.
  @Test func mapsAreSeenAsTheNetworkSeesThePicture() {
    let map = ClassMap(rows: 2, columns: 4, labels: [0, 1, 2, 3, 4, 5, 6, 7])
    let input = MapShape(channels: 1, height: 2, width: 2)
    let seen = { (frame: InputFrame) in
      map.seen(through: frame, input: input, rows: 2, columns: 2).labels
    }
    #expect(seen(InputFrame(x: 1)) == [1, 2, 5, 6])
    #expect(seen(InputFrame(columnScale: 2)) == [1, 3, 5, 7])
    #expect(seen(InputFrame(y: -1, columnScale: 2, rowScale: 2)) == [1, 3, -1, -1])
    #expect(seen(InputFrame(y: -2, columnScale: 2, rowScale: 2)) == [-1, -1, 5, 7])
    #expect(
      map.seen(
        through: InputFrame(), input: MapShape(channels: 1, height: 2, width: 4), rows: 1,
        columns: 2) == map.resized(rows: 1, columns: 2))
  }

  /// Class 0: 1 of 3, class 1: 2 of 4, and class 2 occurs nowhere.
  @Test func overlapIsTheMeanOverClassesThatOccur() {
    let truth = ClassMap(rows: 1, columns: 6, labels: [0, 0, 1, 1, 1, -1])
    let answer = ClassMap(rows: 1, columns: 6, labels: [0, 1, 1, 1, 0, 0])
    var counts = PlaceCounts(classes: 3)

    counts.add(truth: truth, answer: answer)

    #expect(counts.overlap(of: 0) == 1.0 / 3 && counts.overlap(of: 1) == 0.5)
    #expect(counts.overlap(of: 2) == nil && counts.accuracy == 3.0 / 5)
    #expect(counts.meanOverlap == (1.0 / 3 + 0.5) / 2)
  }

  /// Overlaps by counting sets of places, over several images with places that nobody knows.
  @Test(arguments: 0..<12)
  func overlapsAreThoseOfSets(seed: Int) {
    let classes = 4
    var counts = PlaceCounts(classes: classes)
    var (truth, answer): ([Int], [Int]) = ([], [])
    for image in 0..<3 {
      let size = 15
      let labels = (0..<size).map { place in
        (place * 31 + seed * 17 + image * 7) % 11 == 0 ? 255 : (place * 5 + seed + image) % 4
      }
      let found = (0..<size).map { place in (place * 3 + seed * image + place / 4) % 3 }
      counts.add(
        truth: ClassMap(rows: 3, columns: 5, labels: labels.map { Int16($0) }),
        answer: ClassMap(rows: 3, columns: 5, labels: found.map { Int16($0) }))
      truth += labels
      answer += found
    }
    let known = truth.indices.filter { truth[$0] != 255 }

    var overlaps: [Double] = []
    for label in 0..<classes {
      let (a, b) = (
        Set(known.filter { truth[$0] == label }), Set(known.filter { answer[$0] == label })
      )
      let union = a.union(b)
      let expected = union.isEmpty ? nil : Double(a.intersection(b).count) / Double(union.count)
      #expect(counts.overlap(of: label) == expected)
      if let expected { overlaps.append(expected) }
    }
    let mean = overlaps.reduce(0, +) / Double(overlaps.count)
    #expect(abs((counts.meanOverlap ?? -1) - mean) < 1e-12)
    #expect(counts.rightCount == known.count { truth[$0] == answer[$0] })
  }

  /// In another resolution a place has the class of what lies under its middle.
  @Test func mapsAreReadAtTheMiddlesOfPlaces() {
    let map = ClassMap(rows: 4, columns: 6, labels: (0..<24).map { Int16($0) })

    #expect(map.resized(rows: 4, columns: 6) == map)
    #expect(map.resized(rows: 2, columns: 3).labels == [7, 9, 11, 19, 21, 23])
    #expect(map.resized(rows: 1, columns: 1).labels == [15])
    for (place, label) in map.resized(rows: 8, columns: 12).labels.enumerated() {
      let (row, column) = (place / 12 / 2, place % 12 / 2)
      #expect(Int(label) == row * 6 + column)
    }
  }
}
