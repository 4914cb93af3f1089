import Benchmarks
import Networks
import Tensors
import Testing

@Suite struct SyntheticNetworkTests {
  /// Weights and multiply-accumulates of the usual shapes: by hand, and as torchvision's have them.
  @Test(arguments: [
    (SyntheticNetwork.lenet, 454_688, 11_065_088, 10),
    (.resnet20, 270_896, 40_813_184, 10),
    (.vgg16, 14_715_584, 313_201_664, 10),
    (.resnet18, 11_678_912, 1_814_073_344, 1000),
    (.resnet34, 21_779_648, 3_663_761_408, 1000),
    (.resnet50, 25_502_912, 4_089_184_256, 1000),
    (.vgg16At224, 138_344_128, 15_470_264_320, 1000),
    (.mobilenetV2, 3_469_760, 300_774_272, 1000),
  ])
  func weightsOperationsAndClassesAreThoseOfTheUsualShapes(
    network: SyntheticNetwork, weights: Int, operations: Int, classes: Int
  ) {
    let analog = network.network(seed: 1)

    var sums = (weights: 0, operations: 0)
    for node in analog.nodes {
      let shape: [Int]
      switch node.operation {
      case .convolution(let layer): shape = layer.weight.shape
      case .affine(let layer): shape = layer.weight.shape
      default: continue
      }
      sums.weights += shape.reduce(1, *)
      sums.operations += shape.reduce(1, *) * node.shape.pixels
    }
    #expect(sums.weights == weights)
    #expect(sums.operations == operations)
    #expect(analog.nodes[analog.output].shape == MapShape(channels: classes))
  }

  @Test func equalSeedsMakeEqualNetworksAndOthersOthers() {
    let network = SyntheticNetwork.lenet

    #expect(network.network(seed: 3) == network.network(seed: 3))
    #expect(network.network(seed: 3) != network.network(seed: 4))
    #expect(network.image(0, seed: 3) == network.image(0, seed: 3))
    #expect(network.image(0, seed: 3) != network.image(1, seed: 3))
    #expect(network.image(0, seed: 3) != network.image(0, seed: 4))
  }

  /// Kaiming: the variance is 2 / fan-in, and each output's weights add up to nothing.
  @Test func weightsAreNormalWithoutAMean() throws {
    let analog = SyntheticNetwork.vgg16.network(seed: 1)
    let deep = analog.nodes.last {
      if case .convolution = $0.operation { true } else { false }
    }
    guard case .convolution(let layer) = try #require(deep).operation else { return }
    let (fanIn, weights) = (512 * 9, layer.weight.elements)

    let squares = weights.reduce(0.0) { $0 + Double($1) * Double($1) }
    let wide = weights.count { abs($0) > (2 / Float(fanIn)).squareRoot() }

    #expect(abs(squares / Double(weights.count) * Double(fanIn) / 2 - 1) < 0.01)
    #expect(abs(Double(wide) / Double(weights.count) - 0.3173) < 0.002)
    for row in 0..<512 {
      let sum = weights[row * fanIn..<(row + 1) * fanIn].reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum) < 1e-3)
    }
  }

  /// The largest weights of each layer are kept as they are, and all others are zero.
  @Test(arguments: [0.5, 0.01, 1e-9]) func prunedNetworksKeepTheLargestWeights(
    connectivity: Double
  ) throws {
    let whole = SyntheticNetwork.lenet.network(seed: 5)
    let pruned = SyntheticNetwork.lenet.network(seed: 5, connectivity: connectivity)
    for (a, b) in zip(whole.nodes, pruned.nodes) {
      guard case .convolution(let first) = a.operation,
        case .convolution(let second) = b.operation
      else { continue }
      let (all, few) = (first.weight.elements, second.weight.elements)
      let kept = few.filter { $0 != 0 }.map(abs)
      #expect(kept.count == max(1, Int((Double(all.count) * connectivity).rounded())))
      let smallest = try #require(kept.min())
      #expect(zip(all, few).allSatisfy { $1 == (abs($0) >= smallest ? $0 : 0) })
    }
  }

  @Test func imagesAreUniformNoise() {
    let image = SyntheticNetwork.resnet34.image(0, seed: 1)
    let mean = image.elements.reduce(0.0) { $0 + Double($1) } / Double(image.count)

    #expect(image.shape == [3, 224, 224] && image.elements.allSatisfy { (0..<1).contains($0) })
    #expect(abs(mean - 0.5) < 0.005)
  }

  /// A threshold for a higher rate is lower, in every layer.
  @Test func thresholdsFallWithTheWantedRate() {
    let network = SyntheticNetwork.lenet
    let (analog, images) = (network.network(seed: 1), [network.image(0, seed: 1)])

    let thresholds = [0.01, 0.1, 0.4].map {
      analog.thresholds(forRate: $0, steps: 32, images: images)
    }

    for layer in 0..<3 {
      #expect(thresholds[0][layer] > thresholds[1][layer])
      #expect(thresholds[1][layer] > thresholds[2][layer] && thresholds[2][layer] > 0)
    }
  }
}
