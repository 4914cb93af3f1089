extension Sequence<UInt64> {
  /// Calls `body` with the position of every bit that is set, in ascending order: bit `i mod 64` of
  /// word `i div 64` is at i.
  @inlinable package func forEachBit(_ body: (Int) throws -> Void) rethrows {
    var start = 0
    for bits in self {
      var word = bits
      while word != 0 {
        try body(start + word.trailingZeroBitCount)
        word &= word - 1
      }
      start += 64
    }
  }
}
