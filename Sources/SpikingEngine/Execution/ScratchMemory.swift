/// Memory for numbers that a run writes before it reads them: aligned for the widest vectors, and
/// never smaller than once asked for.
///
/// Not `Sendable`: it belongs to one `Engine`, whose workers write to different parts of it.
final class ScratchMemory<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity = 0

  init() {
    base = Self.allocate(0)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// Makes room, and forgets what was there if there was too little.
  func reserve(_ count: Int) {
    guard count > capacity else { return }
    UnsafeMutableRawPointer(base).deallocate()
    base = Self.allocate(count)
    capacity = count
  }

  /// Makes room that holds zeros, if what there was did so before.
  func reserveZeros(_ count: Int) where Element: AdditiveArithmetic {
    guard count > capacity else { return }
    reserve(count)
    base.update(repeating: .zero, count: count)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: max(count, 1))
  }
}
