import ExampleNetworks
import SpikeKernels
import SpikingEngine
import Testing

/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct FixedPointKernelTests {
  /// A map of 4 by 5 pixels behind a kernel of 3 by 3.
  private struct Example {
    let convolution: sk_convolution
    let inputs: Int
    let outputs: Int

    init(inputs: Int, outputs: Int, stride: Int32) {
      self.inputs = inputs
      self.outputs = outputs
      convolution = sk_convolution(
        inputs: Int32(inputs), outputs: Int32(outputs), source_rows: 4, source_columns: 5,
        target_rows: (4 - 1) / stride + 1, target_columns: (5 - 1) / stride + 1, kernel_rows: 3,
        kernel_columns: 3, row_stride: stride, column_stride: stride, top_padding: 1,
        left_padding: 1)
    }

    var targets: Int { Int(convolution.target_rows * convolution.target_columns) * outputs }

    /// Where a weight lies among the tiles; 16-bit weights come in blocks of 32, by fours from
    /// either half, unless a unit of 16 holds them all, 8-bit weights in blocks of 64, by fours
    /// from each quarter, if such blocks hold them all.
    func position(_ output: Int, tap: Int, input: Int, isPaired: Bool) -> Int {
      let first = output / 128 * 128
      let left = min(128, outputs - first)
      let block = isPaired && left > 16 ? 32 : 16
      let width = (left + block - 1) / block * block
      let row = first * 9 * inputs + (tap * inputs + input) * width
      let place = output - first
      if !isPaired, width % 64 == 0 {
        let (number, quarter, four) = (place / 64, place % 64 / 16, place % 16 / 4)
        return row + number * 64 + four * 16 + quarter * 4 + place % 4
      }
      guard block == 32 else { return row + place }
      let (number, half, four) = (place / 32, place % 32 / 16, place % 16 / 4)
      return row + number * 32 + four * 8 + half * 4 + place % 4
    }

    /// The plain sums, by output and tap.
    func expected(
      _ weights: [Int], counts: [Int], start: [Int32], isPaired: Bool
    ) -> [Int32] {
      var currents = start
      let (rows, columns) = (Int(convolution.target_rows), Int(convolution.target_columns))
      let stride = Int(convolution.row_stride)
      for y in 0..<rows {
        for x in 0..<columns {
          for tap in 0..<9 {
            let (row, column) = (y * stride - 1 + tap / 3, x * stride - 1 + tap % 3)
            guard (0..<4).contains(row), (0..<5).contains(column) else { continue }
            for input in 0..<inputs {
              let count = counts[(row * 5 + column) * inputs + input]
              guard count != 0 else { continue }
              for output in 0..<outputs {
                currents[(y * columns + x) * outputs + output] += Int32(
                  count * weights[position(output, tap: tap, input: input, isPaired: isPaired)])
              }
            }
          }
        }
      }
      return currents
    }
  }

  @Test(arguments: InstructionSet.available, [false, true])
  func sumsAreExact(set: InstructionSet, isGraded: Bool) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 7)
    for (inputs, outputs, stride) in [
      (3, 5, 1), (17, 16, 1), (2, 33, 2), (5, 64, 1), (4, 100, 2), (2, 150, 1),
      (2, 24, 1), (3, 32, 1), (3, 256, 2), (40, 64, 1),
    ] {
      let example = Example(inputs: inputs, outputs: outputs, stride: Int32(stride))
      let room = (outputs + 31) / 32 * 32 * 9 * inputs
      let counts = (0..<20 * inputs).map { _ in
        Bool.random(using: &random) ? (isGraded ? Int.random(in: -9...99, using: &random) : 1) : 0
      }
      let start = (0..<example.targets).map { _ in Int32.random(in: -99...99, using: &random) }
      let large = (0..<room).map { _ in Int.random(in: -32_767...32_767, using: &random) }
      let small = large.map { $0 % 128 }
      for part in 0..<2 {
        // Counts of 8-bit weights are not negative.
        let counts = part == 0 || !isGraded ? counts : counts.map { abs($0) * 2 }
        let expected = example.expected(
          part == 0 ? large : small, counts: counts, start: start, isPaired: part == 0)
        for scatters in [false, true] {
          let actual = sums(
            example, counts: counts, isGraded: isGraded, start: start, scatters: scatters,
            large: part == 0 ? large : nil, small: small)
          #expect(actual == expected, "\(inputs) to \(outputs), stride \(stride), \(scatters)")
        }
      }
    }
  }

  private func sums(
    _ example: Example, counts: [Int], isGraded: Bool, start: [Int32], scatters: Bool,
    large: [Int]?, small: [Int]
  ) -> [Int32] {
    let slack = Int(sk_list_slack)
    var indices = counts.indices.filter { counts[$0] != 0 }.map { Int32($0) }
    let amounts = indices.map { Int16(counts[Int($0)]) } + Array(repeating: -1, count: slack)
    let starts = (0...20).map { pixel in
      Int32(indices.count { $0 < pixel * example.inputs })
    }
    indices += Array(repeating: -1, count: slack)
    var (convolution, currents) = (example.convolution, start)
    indices.withUnsafeBufferPointer { indices in
      amounts.withUnsafeBufferPointer { amounts in
        starts.withUnsafeBufferPointer { starts in
          let events = sk_counted_events(
            indices: indices.baseAddress, counts: isGraded ? amounts.baseAddress : nil,
            starts: starts.baseAddress)
          for tile in 0..<(example.outputs + 127) / 128 {
            let part = sk_part(
              tile: Int32(tile), first_row: 0, row_count: convolution.target_rows)
            switch (large, scatters) {
            case (let large?, false):
              sk_gather_int16(&convolution, large.map { Int16($0) }, events, part, start, &currents)
            case (let large?, true):
              sk_scatter_int16(
                &convolution, large.map { Int16($0) }, events, part, start, &currents)
            case (nil, false):
              sk_gather_int8(&convolution, small.map { Int8($0) }, events, part, start, &currents)
            case (nil, true):
              sk_scatter_int8(&convolution, small.map { Int8($0) }, events, part, start, &currents)
            }
          }
        }
      }
    }
    return currents
  }

  @Test(arguments: InstructionSet.available, [false, true])
  func fireComparesWithTheThresholdOfTheChannel(set: InstructionSet, resetsToZero: Bool) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 8)
    for channels in [1, 3, 16, 17, 40, 64, 100] {
      for pixels in [1, 2, 7] {
        let count = channels * pixels
        let thresholds = (0..<channels).map { _ in Int32.random(in: 1...900, using: &random) }
        let start = (0..<count).map { _ in Int32.random(in: -900...900, using: &random) }
        let currents = (0..<count).map { _ in Int32.random(in: -900...900, using: &random) }
        let sums = zip(start, currents).map { $0 + $1 }
        let fired = sums.indices.filter { sums[$0] >= thresholds[$0 % channels] }
        let expected = sums.indices.map { unit in
          fired.contains(unit)
            ? (resetsToZero ? 0 : sums[unit] - thresholds[unit % channels]) : sums[unit]
        }
        let units = thresholds.map { 1 / Float($0) }
        let before = random.floats(count)
        let removed = sums.indices.map { unit in
          let worth = units[unit % channels]
          return fired.contains(unit)
            ? before[unit] + (Float(sums[unit]) * worth - Float(expected[unit]) * worth)
            : before[unit]
        }
        for isLent in [false, true] {
          var (potentials, released) = (start, before)
          var bits = [UInt64](repeating: ~0, count: count / 64 + 1)
          let isLarge = withRelease(&released, units: isLent ? units : nil) { release in
            sk_fire_fixed(
              Int32(pixels), Int32(channels), currents, thresholds, resetsToZero, &potentials,
              release, &bits)
          }
          #expect(!isLarge && potentials == expected)
          #expect(released == (isLent ? removed : before))
          let listed = (0..<count).filter { unit in bits[unit / 64] >> UInt64(unit % 64) & 1 == 1 }
          #expect(listed == fired)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available) func fireTellsWhenAPotentialGrowsTooLarge(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    for (potential, isLarge) in [
      ((1 << 30) - 1, false), (1 << 30, true), (-(1 << 30), false), (-(1 << 30) - 1, true),
    ] as [(Int32, Bool)] {
      var potentials = [Int32](repeating: 0, count: 20)
      potentials[18] = potential
      var bits: [UInt64] = [0]
      let answer = sk_fire_fixed(
        1, 20, [Int32](repeating: 0, count: 20), [Int32](repeating: .max, count: 20), false,
        &potentials, sk_fixed_release(units: nil, sums: nil), &bits)
      #expect(answer == isLarge, "\(potential)")
    }
  }
}

/// Calls `body` with where whole numbers release; without units nobody asks for it.
func withRelease<Result>(
  _ released: inout [Float], units: [Float]?, _ body: (sk_fixed_release) -> Result
) -> Result {
  guard let units else { return body(sk_fixed_release(units: nil, sums: nil)) }
  return released.withUnsafeMutableBufferPointer { released in
    units.withUnsafeBufferPointer { units in
      body(sk_fixed_release(units: units.baseAddress, sums: released.baseAddress))
    }
  }
}
