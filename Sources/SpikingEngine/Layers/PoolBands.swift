import Networks

/// Some rows of windows of a max pool, which a thread takes through many steps.
struct PoolBand: Equatable, Sendable {
  /// The rows of windows.
  let targets: Range<Int>

  /// The rows of inputs under them.
  let sources: Range<Int>

  /// Those of them whose counts are the band's to keep; those behind are the next bands'.
  let kept: Range<Int>

  /// The rows under these windows that the next bands keep.
  var borrowed: Range<Int> { kept.upperBound..<max(sources.upperBound, kept.upperBound) }
}

extension PoolWindows {
  /// Bands of whole words of spikes whose counts stay near a core; always the same, whoever works
  /// on them.
  func makeBands() -> [PoolBand] {
    let rowBytes = source.width * source.channels * MemoryLayout<UInt32>.stride
    let perBand = max(1, PoolWindows.bandBytes / max(1, rowBytes * max(1, rows.stride)))
    // Two bands never write to the same word.
    let unit = 64 / greatestCommonDivisor(64, target.width * target.channels)
    let length = (perBand + unit - 1) / unit * unit
    return stride(from: 0, to: target.height, by: length).map { start in
      let targets = start..<min(start + length, target.height)
      let sources =
        rows.span(of: start).lowerBound..<rows.span(of: targets.upperBound - 1).upperBound
      let next = targets.upperBound
      let end = next < target.height ? rows.span(of: next).lowerBound : sources.upperBound
      return PoolBand(targets: targets, sources: sources, kept: sources.lowerBound..<end)
    }
  }

  private static let bandBytes = 1 << 17
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
