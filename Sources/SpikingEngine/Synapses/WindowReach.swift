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
  private let stride: Int
  private let dilation: Int
  private let padding: Int

  /// In ascending order of the source, then of the tap; `starts` has one entry more than sources.
  private let meetings: [Meeting]
  private let starts: [Int]

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
    var meetings: [Meeting] = []
    var starts = [0]
    for position in 0..<source {
      for tap in 0..<kernel {
        let distance = position + padding - tap * dilation
        guard distance >= 0, distance % stride == 0, distance / stride < target else { continue }
        meetings.append(Meeting(source: position, target: distance / stride, tap: tap))
      }
      starts.append(meetings.count)
    }
    self.meetings = meetings
    self.starts = starts
  }

  /// The windows that cover a position.
  func reached(from source: Int) -> ArraySlice<Meeting> {
    meetings[starts[source]..<starts[source + 1]]
  }

  /// The positions that a window covers, ascending.
  func sources(of target: Int) -> [Meeting] {
    (0..<kernel).compactMap { tap in
      let position = target * stride - padding + tap * dilation
      guard (0..<source).contains(position) else { return nil }
      return Meeting(source: position, target: target, tap: tap)
    }
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
