import Foundation
import Networks
import Tasks
import Testing

/// What boxes the outputs of detectors stand for.
@Suite struct BoxDecoderTests {
  private let input = MapShape(channels: 3, height: 32, width: 64)

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private func close(_ box: Box, _ expected: [Double]) -> Bool {
    zip([box.x, box.y, box.width, box.height], expected).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  /// One anchor in a grid of 2 x 4 cells, fields as channels of a map; the object is in row 1,
  /// column 2.
  @Test func aGridOfCellsIsReadByRowsAndColumns() throws {
    let grid = BoxGrid(
      rows: 2, columns: 4, cell: BoxSize(width: 16, height: 16),
      anchors: [BoxSize(width: 10, height: 20)])
    let fields: [BoxField] = [.objectness, .x, .y, .w, .h, .classes]
    var coding = BoxCoding()
    coding.largestExponent = 4
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [BoxSource.Part(output: 0, fields: fields, layout: .map)],
          places: BoxPlaces(grids: [grid]))
      ], coding: coding, shares: .softmax, classCount: 2)
    let shape = MapShape(channels: 7, height: 2, width: 4)
    #expect(task.fault(forOutputs: [shape]) == nil)
    var values = Array(repeating: Float(-20), count: shape.count)
    for (field, value) in ([3, 0, 1, 0.5, 9, -1, 2] as [Float]).enumerated() {
      values[field * 8 + 6] = value
    }

    let found = BoxDecoder(task, input: input).objects(in: [values])

    let object = try #require(found.first)
    #expect(found.count == 1 && object.label == 1)
    #expect(abs(object.score - sigmoid(3) * (1 / (1 + exp(-3)))) < 1e-9)
    let (width, height) = (10 * exp(0.5), 20 * exp(4.0))
    #expect(
      close(
        object.box,
        [16 * 2.5 - width / 2, 16 * (1 + sigmoid(1)) - height / 2, width, height]))
  }

  /// Two levels in one list, the anchors of a cell together, as torchvision's RetinaNet has them.
  @Test func anchorsAreCountedCellByCell() throws {
    var grids: [BoxGrid] = []
    for side in [16.0, 32.0] {
      let anchors = [
        BoxSize(width: side, height: side), BoxSize(width: side / 2, height: side * 2),
      ]
      grids.append(
        BoxGrid(
          rows: 32 / Int(side), columns: 64 / Int(side), cell: anchors[0], anchors: anchors,
          cellsFirst: true))
    }
    var coding = BoxCoding()
    (coding.center, coding.size) = (.anchor, .exponential)
    var selection = BoxSelection()
    selection.keepsAllClasses = true
    selection.largestOverlap = nil
    let places = BoxPlaces(grids: grids)
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [
            BoxSource.Part(output: 0, fields: [.x, .y, .w, .h], layout: .rows),
            BoxSource.Part(output: 1, fields: [.classes], layout: .columns),
          ], places: places)
      ], coding: coding, shares: .sigmoid, classCount: 2, selection: selection)
    #expect(places.count == 20)
    #expect(
      task.fault(forOutputs: [
        MapShape(channels: 20, height: 1, width: 4), MapShape(channels: 2, height: 1, width: 20),
      ]) == nil)
    var boxes = Array(repeating: Float(0), count: 80)
    var scores = Array(repeating: Float(-9), count: 40)
    // Second level, second cell, second anchor: the last place.
    boxes.replaceSubrange(76..<80, with: [0.5, -0.25, 0, 0])
    (scores[19], scores[39]) = (2, 1)

    let found = BoxDecoder(task, input: input).objects(in: [boxes, scores])

    #expect(found.map(\.label) == [0, 1])
    #expect(found.map(\.score) == [sigmoid(2), sigmoid(1)])
    #expect(close(try #require(found.first).box, [48, -32, 16, 64]))
  }

  /// Without anchors: distances to the four sides, in cells.
  @Test func distancesReachFromTheMiddleOfTheCell() throws {
    let cell = BoxSize(width: 8, height: 8)
    var coding = BoxCoding()
    coding.distance = .linear
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [
            BoxSource.Part(
              output: 0, fields: [.left, .top, .right, .bottom, .classes], layout: .map)
          ],
          places: BoxPlaces(grids: [BoxGrid(rows: 1, columns: 2, cell: cell, anchors: [cell])]))
      ], coding: coding, shares: .sigmoid, classCount: 1)

    let found = BoxDecoder(task, input: input)
      .objects(in: [[0, 1, 0, 2, 0, 0.5, 0, -3, -9, 4]])

    #expect(found.count == 1)
    #expect(close(try #require(found.first).box, [4, -12, 12, 16]))
  }

  @Test func boxesThatAreDecodedStayAsTheyAre() throws {
    var coding = BoxCoding()
    coding.isRelative = true
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [
            BoxSource.Part(
              output: 0, fields: [.left, .top, .right, .bottom, .score, .label], layout: .rows)
          ], places: BoxPlaces(free: 2))
      ], coding: coding, shares: .identity, classCount: 5)

    let found = BoxDecoder(task, input: input)
      .objects(in: [[0.25, 0.5, 0.5, 1, 0.9, 3, 0, 0, 1, 1, 0.01, 4]])

    #expect(found.count == 1 && found.first?.label == 3)
    #expect(close(try #require(found.first).box, [16, 16, 16, 16]))
  }

  /// A box without a finite place or score is no detection, whatever else the head says.
  @Test func boxesThatLieNowhereAreNone() {
    var selection = BoxSelection()
    selection.largestOverlap = 1
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [
            BoxSource.Part(
              output: 0, fields: [.left, .top, .right, .bottom, .score, .label], layout: .rows)
          ], places: BoxPlaces(free: 1))
      ], coding: BoxCoding(), shares: .identity, classCount: 5, selection: selection)
    let decoder = BoxDecoder(task, input: input)
    let box: [Float] = [1, 2, 3, 4, 0.5, 3]
    let (objects, unusable) = decoder.reading(of: [box])
    #expect(objects.count == 1 && unusable == 0)
    for place in 0..<5 {
      for value in [Float.nan, .infinity, -.infinity] {
        var changed = box
        changed[place] = value
        let isLow = place == 4 && value == -.infinity
        let (objects, unusable) = decoder.reading(of: [changed])
        #expect(objects.isEmpty && unusable == (isLow ? 0 : 1), "\(value) at \(place)")
      }
    }
  }

  /// What is compared by its place only is what the rule as it is written comes to.
  @Test func selectionIsThatOfThePlainRule() {
    var random = SystemRandomNumberGenerator()
    for round in 0..<60 {
      let extent = [3, 40, 1000][round % 3]
      var objects: [DetectedObject] = []
      for _ in 0..<(round % 4) * 100 + 2 {
        let numbers = (0..<3).map { _ in Double(Int.random(in: 0...8, using: &random)) }
        let left = Double(Int.random(in: 0...extent, using: &random))
        var box = Box(x: left, y: numbers[0], width: numbers[1], height: numbers[2])
        if Int.random(in: 0..<20, using: &random) == 0 { (box.x, box.width) = (-1e12, 2e12) }
        let score = Double(Int.random(in: 1...20, using: &random)) / 20
        let label = Int.random(in: 0..<2, using: &random)
        objects.append(DetectedObject(box: box, label: label, score: score))
      }
      for overlap in [nil, 0, 1e-9, 0.3, 0.5, 1] as [Double?] {
        var selection = BoxSelection()
        (selection.largestOverlap, selection.limit) = (overlap, round.isMultiple(of: 2) ? 1000 : 7)
        #expect(objects.selected(by: selection) == plainlySelected(objects, selection))
      }
    }
  }

  private func plainlySelected(
    _ objects: [DetectedObject], _ selection: BoxSelection
  ) -> [DetectedObject] {
    let order = objects.indices.sorted { (left: Int, right: Int) -> Bool in
      let (first, second) = (objects[left].score, objects[right].score)
      return first == second ? left < right : first > second
    }
    var kept: [DetectedObject] = []
    for index in order where kept.count < selection.limit {
      let found = objects[index]
      let most = selection.largestOverlap ?? .infinity
      let isCovered = kept.contains { (other: DetectedObject) -> Bool in
        other.label == found.label && other.box.overlap(with: found.box) >= most
      }
      if !isCovered { kept.append(found) }
    }
    return kept
  }

  /// As many boxes as a head may have, of which none covers another.
  @Test(.timeLimit(.minutes(1)))
  func manyBoxesTakeNoTime() {
    var objects: [DetectedObject] = []
    for index in 0..<150_000 {
      let box = Box(x: Double(index % 387), y: Double(index / 387), width: 1.5, height: 1.5)
      let rank = index * 7919 % 150_000
      objects.append(DetectedObject(box: box, label: 0, score: Double(rank + 1) / 150_001))
    }
    var selection = BoxSelection()
    (selection.largestOverlap, selection.limit) = (1, 1 << 16)
    let start = ContinuousClock.now

    let kept = objects.selected(by: selection)

    #expect(kept.count == [DetectedObject].mostCompared)
    #expect(ObjectAgreement(of: kept, with: kept).isExact)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func worseBoxesOfTheSameClassGiveWay() {
    let box = { (x: Double, label: Int, score: Double) in
      DetectedObject(box: Box(x: x, y: 0, width: 10, height: 10), label: label, score: score)
    }
    var selection = BoxSelection()
    selection.limit = 3

    let kept = [
      box(0, 0, 0.5), box(1, 0, 0.9), box(1, 1, 0.4), box(30, 0, 0.2), box(60, 0, 0.1),
    ].selected(by: selection)

    #expect(kept == [box(1, 0, 0.9), box(1, 1, 0.4), box(30, 0, 0.2)])
  }

  @Test func headsThatDoNotFitAreNotRead() {
    let task = DetectionTask(
      sources: [
        BoxSource(
          parts: [BoxSource.Part(output: 1, fields: [.x, .y, .w, .h, .classes], layout: .rows)],
          places: BoxPlaces(free: 3))
      ], coding: BoxCoding(), shares: .sigmoid, classCount: 2)
    let shape = MapShape(channels: 3, height: 1, width: 6)

    #expect(task.fault(forOutputs: [shape, shape])?.contains("cells or anchors") == true)
    #expect(task.fault(forOutputs: []) != nil)
  }
}
