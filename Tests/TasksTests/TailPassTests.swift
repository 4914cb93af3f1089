import Foundation
import Networks
import Tasks
import Testing

/// What the steps of a tail compute, against formulas of their own.
@Suite struct TailPassTests {
  private func result(
    _ operation: TailOperation, of inputs: (shape: [Int], values: [Float])..., shape: [Int]
  ) -> [Float] {
    let tail = AnalogTail(
      heads: inputs.map(\.shape),
      steps: [TailStep(operation, inputs: Array(inputs.indices), shape: shape)],
      outputs: [
        TailOutput(
          name: "y", value: inputs.count, shape: MapShape(channels: shape.reduce(1, *)))
      ])
    #expect(tail.fault(forHeads: inputs.map(\.values.count)) == nil)
    return tail.outputs(of: inputs.map(\.values))[0]
  }

  @Test func everyFunctionIsItsFormula() {
    let xs: [Float] = [-9, -2.5, -1, -0.25, 0, 0.5, 1.5, 2.5, 7]
    for kind in TailFunction.Kind.allCases {
      let function = TailFunction(kind, parameters(of: kind).0, parameters(of: kind).1)
      let values = result(.function(function), of: (shape: [9], values: xs), shape: [9])
      for (x, value) in zip(xs, values) {
        let expected = formula(kind, Double(x))
        guard expected.isFinite else {
          #expect(!value.isFinite, "\(kind) of \(x)")
          continue
        }
        #expect(abs(Double(value) - expected) <= 1e-5 * max(abs(expected), 1), "\(kind) of \(x)")
      }
    }
  }

  private func parameters(of kind: TailFunction.Kind) -> (Float?, Float?) {
    switch kind {
    case .hardSigmoid: (0.25, 0.4)
    case .elu: (1.5, nil)
    case .leaky: (0.1, nil)
    case .clip: (-1, 2)
    default: (nil, nil)
    }
  }

  /// In double precision, and written otherwise where that is possible.
  private func formula(_ kind: TailFunction.Kind, _ x: Double) -> Double {
    switch kind {
    case .negative: 0 - x
    case .absolute: (x * x).squareRoot()
    case .reciprocal: pow(x, -1)
    case .squareRoot: pow(x, 0.5)
    case .exponential: pow(M_E, x)
    case .logarithm: log2(x) / log2(M_E)
    case .floor: x - (x - Foundation.floor(x))
    case .ceiling: -Foundation.floor(-x)
    case .sign: x == 0 ? 0 : x / abs(x)
    case .round: [-9: -9, -2.5: -2, -1: -1, -0.25: 0, 0: 0, 0.5: 0, 1.5: 2, 2.5: 2, 7: 7][x] ?? 0
    case .truncate: Double(Int(x))
    // Both types have all of these.
    case .float16, .bfloat16: x
    case .sigmoid: (1 + Foundation.tanh(x / 2)) / 2
    case .tanh: (exp(2 * x) - 1) / (exp(2 * x) + 1)
    case .softplus: log(1 + exp(x))
    case .softsign: x / (1 + abs(x))
    case .hardSigmoid: min(max(0.25 * x + 0.4, 0), 1)
    case .hardSwish: x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6
    case .elu: x > 0 ? x : 1.5 * (exp(x) - 1)
    case .leaky: max(x, 0.1 * x)
    case .clip: min(max(x, -1), 2)
    }
  }

  /// Halves to the even one, and infinity behind the largest.
  @Test(
    arguments: [
      (.float16, [2049, 2051, 65519, 65520, 0x1p-25], [2048, 2052, 65504, .infinity, 0]),
      (.bfloat16, [257, 259, 3.4e38, 1.00390625, 0.1], [256, 260, .infinity, 1, 0.10009765625]),
    ] as [(TailFunction.Kind, [Float], [Float])])
  func shorterFloatsAreRounded(kind: TailFunction.Kind, numbers: [Float], expected: [Float]) {
    let found = result(.function(TailFunction(kind)), of: (shape: [5], values: numbers), shape: [5])

    #expect(found == expected)
  }

  /// Every pair of places, with lengths of 1 on either side and a missing axis.
  @Test(arguments: TailCombination.allCases)
  func twoTensorsMeetByBroadcasting(combination: TailCombination) {
    let a = (0..<6).map { Float($0) + 1 }
    let b: [Float] = [0.5, 2]

    let values = result(
      .combine(combination), of: (shape: [1, 3, 1, 2], values: a), (shape: [2, 1], values: b),
      shape: [1, 3, 2, 2])

    for (index, value) in values.enumerated() {
      let (row, middle, column) = (index / 4, index / 2 % 2, index % 2)
      let (x, y) = (Double(a[row * 2 + column]), Double(b[middle]))
      let expected =
        switch combination {
        case .sum: x + y
        case .difference: x - y
        case .product: x * y
        case .quotient: x / y
        case .power: exp(y * log(x))
        case .minimum: x < y ? x : y
        case .maximum: x < y ? y : x
        case .greater: x - y > 0 ? 1.0 : 0.0
        case .equal: x - y == 0 ? 1.0 : 0.0
        case .notLess: x - y < 0 ? 0.0 : 1.0
        }
      #expect(abs(Double(value) - expected) < 1e-5 * max(expected.magnitude, 1))
    }
  }

  /// Whatever is not zero chooses the second, and lengths of 1 are repeated on every side.
  @Test func numbersAreChosenByOthers() {
    let values = result(
      .choose, of: (shape: [2, 1], values: [0, -3]), (shape: [3], values: [1, 2, .infinity]),
      (shape: [1, 1], values: [-1]), shape: [2, 3])

    #expect(values == [-1, -1, -1, 1, 2, .infinity])
  }

  /// Along a middle axis, whatever lies on both sides.
  @Test func distributionsStandAlongAnAxis() {
    let values = (0..<24).map { Float(($0 * 7) % 11) - 5 }
    let tensor = (shape: [2, 3, 4], values: values)

    let shares = result(.softmax(axis: 1), of: tensor, shape: [2, 3, 4])
    let logarithms = result(.logSoftmax(axis: 1), of: tensor, shape: [2, 3, 4])
    let largest = result(.largest(axis: 1), of: tensor, shape: [2, 1, 4])
    let sums = result(.reduce(.sum, axes: [0, 2]), of: tensor, shape: [1, 3, 1])

    for outer in 0..<2 {
      for inner in 0..<4 {
        let column = (0..<3).map { outer * 12 + $0 * 4 + inner }
        let total = column.reduce(0.0) { $0 + exp(Double(values[$1])) }
        for index in column {
          #expect(abs(Double(shares[index]) - exp(Double(values[index])) / total) < 1e-6)
          #expect(abs(Double(logarithms[index]) - (Double(values[index]) - log(total))) < 1e-5)
        }
        let best = column.map { values[$0] }
        #expect(best[Int(largest[outer * 4 + inner])] == best.max())
      }
    }
    for middle in 0..<3 {
      let all = values.indices.filter { $0 / 4 % 3 == middle }.map { values[$0] }
      #expect(abs(sums[middle] - all.reduce(0, +)) < 1e-5)
    }
  }

  @Test(arguments: zip(TailReduction.allCases, [10, 2.5, 1, 4, 24] as [Float]))
  func severalNumbersBecomeOne(reduction: TailReduction, expected: Float) {
    let values = result(
      .reduce(reduction, axes: [0]), of: (shape: [4], values: [3, 1, 4, 2]), shape: [1])

    #expect(values == [expected])
  }

  /// Every place of the result comes from where the indices say, for all orders of three axes.
  @Test func ordersFollowTheIndices() {
    let values = (0..<24).map { Float($0) }
    let lengths = [2, 3, 4]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let shape = order.map { lengths[$0] }
      let moved = result(
        .transpose(order: order), of: (shape: lengths, values: values), shape: shape)
      for index in moved.indices {
        let places = [index / (shape[1] * shape[2]), index / shape[2] % shape[1], index % shape[2]]
        var source = [0, 0, 0]
        for (place, axis) in zip(places, order) { source[axis] = place }
        #expect(moved[index] == values[(source[0] * 3 + source[1]) * 4 + source[2]])
      }
    }

    let picked = result(
      .pick(positions: [[1], [2, -1, 0], [3, 3]]), of: (shape: lengths, values: values),
      shape: [1, 3, 2])
    #expect(picked == [23, 23, 0, 0, 15, 15])

    let joined = result(
      .concatenate(axis: 1), of: (shape: [2, 1, 2], values: [0, 1, 2, 3]),
      (shape: [2, 2, 2], values: [10, 11, 12, 13, 20, 21, 22, 23]), shape: [2, 3, 2])
    #expect(joined == [0, 1, 10, 11, 12, 13, 2, 3, 20, 21, 22, 23])
  }

  /// Hostile files must not reach the evaluation.
  @Test func impossibleTailsAreFound() {
    func fault(
      _ operation: TailOperation, _ inputs: [Int] = [0], shape: [Int] = [1, 6],
      output: TailOutput = TailOutput(name: "y", value: 1, shape: MapShape(channels: 6))
    ) -> String? {
      AnalogTail(
        heads: [[1, 6]], steps: [TailStep(operation, inputs: inputs, shape: shape)],
        outputs: [output]
      ).fault(forHeads: [6])
    }
    let exponential = TailOperation.function(TailFunction(.exponential))
    #expect(fault(exponential) == nil)
    #expect(fault(exponential, [1]) != nil && fault(exponential, [-1]) != nil)
    #expect(fault(exponential, []) != nil && fault(exponential, shape: [6]) != nil)
    #expect(fault(.transpose(order: [0, 0])) != nil)
    #expect(fault(.pick(positions: [[0], [6]]), shape: [1, 1]) != nil)
    #expect(fault(.softmax(axis: 2)) != nil && fault(.largest(axis: -1), shape: [1, 1]) != nil)
    #expect(fault(.reshape, shape: [5]) != nil && fault(.reshape, shape: [1 << 40, -1]) != nil)
    #expect(fault(.constant(values: [1]), []) != nil)
    #expect(fault(.concatenate(axis: 7), [0, 0], shape: [1, 12]) != nil)
    for output in [
      TailOutput(name: "y", value: 2, shape: MapShape(channels: 6)),
      TailOutput(name: "y", value: 1, shape: MapShape(channels: 7)),
    ] {
      #expect(fault(exponential, output: output) != nil)
    }
    let headless = AnalogTail(heads: [], steps: [], outputs: [])
    #expect(headless.fault(forHeads: []) != nil && headless.fault(forHeads: [6]) != nil)
  }
}
