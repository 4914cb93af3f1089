import Datasets
import Networks
import Tensors
import Testing

@Suite struct ResizingTests {
  private let source = Tensor(
    shape: [1, 9, 13], elements: References.resizeSource.map { Float($0) })

  /// Against Pillow's `resize(..., BILINEAR)` in mode F and torchvision's centre crop.
  @Test(arguments: [4, 6, 9, 14])
  func equalsPillowUpToRounding(target: Int) throws {
    let expected = try #require(References.resized[target])
    let shape = MapShape(channels: 1, height: target, width: target)

    let resized = try #require(Resizing.fit(source, to: shape)).input

    #expect(resized.shape == [1, target, target] && resized.count == expected.count)
    // Single precision sums of at most 30 terms below 256.
    #expect(zip(resized.elements, expected).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func aPictureThatFitsStaysAsItIs() {
    #expect(Resizing.fit(source, to: MapShape(channels: 1, height: 9, width: 13))?.input == source)
  }

  /// All small sizes: the result has the right shape and stays between the extremes.
  @Test func everySmallSizeGivesItsShapeAndKeepsAFlatPictureFlat() throws {
    for (h, w) in (1...6).flatMap({ h in (1...6).map { (h, $0) } }) {
      let flat = Tensor(shape: [1, h, w], elements: Array(repeating: 7, count: h * w))
      for (y, x) in (1...7).flatMap({ y in (1...7).map { (y, $0) } }) {
        let shape = MapShape(channels: 1, height: y, width: x)
        let resized = try #require(
          Resizing.fit(flat, to: shape)?.input, "\(h)x\(w) to \(y)x\(x)")
        #expect(resized.shape == [1, y, x], "\(h)x\(w) to \(y)x\(x)")
        #expect(
          resized.elements.allSatisfy { abs($0 - 7) < 1e-5 }, "\(h)x\(w) to \(y)x\(x)")
      }
    }
  }

  @Test func greyIsRepeatedAndColourBecomesLuma() throws {
    let grey = Tensor(shape: [1, 1, 2], elements: [3, 5])
    let color = Tensor(shape: [3, 1, 1], elements: [100, 50, 10])

    let repeated = try #require(
      Resizing.fit(grey, to: MapShape(channels: 3, height: 1, width: 2))?.input)
    let luma = try #require(Resizing.fit(color, to: MapShape(channels: 1))?.input)

    #expect(repeated.elements == [3, 5, 3, 5, 3, 5])
    #expect(abs(luma.elements[0] - 60.39) < 1e-4)
    #expect(Resizing.fit(color, to: MapShape(channels: 2, height: 4, width: 4)) == nil)
  }

  /// Pillow 13.0.0, mode F per channel, 336x224 and then columns 56 to 279.
  @Test func aRealPhotographEqualsPillows() throws {
    guard let path = shared("data/images/imagenet-n01484850_great_white_shark.JPEG") else { return }
    let image = try ImageDataset.open(path).input(
      at: 0, for: MapShape(channels: 3, height: 224, width: 224), preprocessing: .none)

    let pixels = 224 * 224
    let at = { (row: Int, column: Int) in
      (0..<3).map { image.elements[$0 * pixels + row * 224 + column] }
    }
    let expected: [(Int, Int, [Float])] = [
      (0, 0, [117.841736, 110.14546, 110.52624]), (100, 57, [191.77298, 177.88458, 177.58739]),
      (223, 223, [150.47682, 169.77826, 176.84254]),
    ]
    for (row, column, values) in expected {
      #expect(zip(at(row, column), values).allSatisfy { abs($0 - $1) < 0.5 }, "\(row), \(column)")
    }
    let mean = image.elements[..<pixels].reduce(0.0) { $0 + Double($1) } / Double(pixels)
    #expect(abs(mean - 146.31409) < 0.01)
  }
}
