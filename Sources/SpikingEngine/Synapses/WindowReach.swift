/// Which windows of a convolution or pool cover which positions, along one axis.
struct WindowReach: Equatable, Sendable {
  /// A position under a window: `source = target · stride - padding + tap · dilation`.
  struct Meeting: Equatable, Sendable {
    let source: Int
    let target: Int
    /// The position inside the window.
    let tap: Int
  }

  private let source: Int
  private let target: Int
  private let kernel: Int
  /// How far one window is from the next.
  let stride: Int
  private let dilation: Int
  private let padding: Int

  /// In ascending order of the source, then of the tap; `starts` has one entry more than sources.
  private let meetings: [Meeting]
  private let starts: [Int]

  /// The same in ascending order of the target, then of the tap.
  private let coverage: [Meeting]
  private let coverageStarts: [Int]

  /// - Parameters:
  ///   - source: The number of positions.
  ///   - target: The number of windows.
  ///   - padding: Zeros before the first position.
  init(source: Int, target: Int, kernel: Int, stride: Int, dilation: Int, padding: Int) {
    self.source = source
    self.target = target
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    (meetings, starts) = Self.grouped(source) { position in
      (0..<kernel).compactMap { tap in
        let distance = position + padding - tap * dilation
        guard distance >= 0, distance % stride == 0, distance / stride < target else { return nil }
        return Meeting(source: position, target: distance / stride, tap: tap)
      }
    }
    (coverage, coverageStarts) = Self.grouped(target) { window in
      (0..<kernel).compactMap { tap in
        let position = window * stride - padding + tap * dilation
        guard (0..<source).contains(position) else { return nil }
        return Meeting(source: position, target: window, tap: tap)
      }
    }
  }

  /// The meetings of each group behind each other, and where those of each begin.
  private static func grouped(_ count: Int, _ group: (Int) -> [Meeting]) -> ([Meeting], [Int]) {
    var (meetings, starts) = ([Meeting](), [0])
    for number in 0..<count {
      meetings += group(number)
      starts.append(meetings.count)
    }
    return (meetings, starts)
  }

  /// The windows that cover a position.
  func reached(from source: Int) -> ArraySlice<Meeting> {
    meetings[starts[source]..<starts[source + 1]]
  }

  /// The largest number of windows over a position.
  var mostReached: Int { (0..<source).map { starts[$0 + 1] - starts[$0] }.max() ?? 0 }

  /// Calls `body` with what tells the windows over a position in loops that must not allocate.
  func withMeetings<Result>(_ body: (Meetings) -> Result) -> Result {
    meetings.withUnsafeBufferPointer { meetings in
      starts.withUnsafeBufferPointer { starts in
        body(Meetings(meetings: meetings, starts: starts))
      }
    }
  }

  /// What is valid within `withMeetings` only.
  struct Meetings {
    fileprivate let meetings: UnsafeBufferPointer<Meeting>
    fileprivate let starts: UnsafeBufferPointer<Int>

    func reached(from source: Int) -> Slice<UnsafeBufferPointer<Meeting>> {
      meetings[starts[source]..<starts[source + 1]]
    }
  }

  /// The positions that a window covers, ascending.
  func sources(of target: Int) -> ArraySlice<Meeting> {
    coverage[coverageStarts[target]..<coverageStarts[target + 1]]
  }

  /// From the first position that a window may cover to the last; rises with the window.
  func span(of target: Int) -> Range<Int> {
    let first = target * stride - padding
    let last = first + (kernel - 1) * dilation
    return min(max(first, 0), source)..<min(max(last + 1, 0), source)
  }

  /// The divisor of each window of an average.
  ///
  /// - Parameter trailing: Zeros behind the last position that count like those before the first;
  ///   `nil` counts positions only. What a rounded-up window covers beyond both never counts.
  func windowSizes(counting trailing: Int?) -> [Int] {
    let range = trailing.map { -padding..<(source + $0) } ?? 0..<source
    return (0..<target).map { window in
      (0..<kernel).count { range.contains(window * stride - padding + $0 * dilation) }
    }
  }
}
