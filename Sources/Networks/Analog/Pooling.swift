/// A window that moves over the map; `AnalogNode.shape` says how far.
package struct Pooling: Codable, Equatable, Sendable {
  /// Rows and columns of the window.
  package var kernel: Grid
  /// How far the window moves; positive.
  package var stride: Grid
  /// How far apart the places of the window are; positive.
  package var dilation: Grid
  /// What lies around the map; no part of a maximum.
  package var padding: Margins
  /// Whether an average divides by the whole window, zeros of the padding included.
  package var countsPadding: Bool
  /// The channels in which a maximum is a minimum instead; `nil` for none.
  ///
  /// A negative factor behind a max pool turns it round: `-max x = min -x`.
  package var minima: [Bool]?

  private enum CodingKeys: String, CodingKey {
    case kernel, stride, dilation, padding, countsPadding, minima
  }

  package init(
    kernel: Grid, stride: Grid, dilation: Grid = Grid(1, 1), padding: Margins = Margins(),
    countsPadding: Bool = false, minima: [Bool]? = nil
  ) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.countsPadding = countsPadding
    self.minima = minima
  }

  /// Whether a window of a channel gives its smallest number and not its largest.
  package func takesMinimum(ofChannel channel: Int) -> Bool { minima?[channel] ?? false }

  /// The same windows with maximum and minimum exchanged in some channels.
  package func turned(in channels: [Bool]) -> Pooling {
    guard channels.contains(true) else { return self }
    var pooling = self
    let turned = zip(channels, minima ?? channels.map { _ in false }).map { $0 != $1 }
    pooling.minima = turned.contains(true) ? turned : nil
    return pooling
  }

  /// What the windows take, in a word.
  package var extremum: String {
    guard let minima, minima.contains(true) else { return "max" }
    return minima.contains(false) ? "max/min" : "min"
  }

  /// Rows and columns of window, stride and dilation.
  var sides: [Int] { [kernel, stride, dilation].flatMap { [$0.rows, $0.columns] } }

  /// The shape of the pooled map where no window reaches beyond the padding.
  func shape(of inputs: [MapShape]) -> MapShape? {
    guard let map = sameShape(inputs) else { return nil }
    return windows(kernel, stride: stride, dilation: dilation, padding: padding, over: map).map {
      MapShape(channels: map.channels, height: $0.rows, width: $0.columns)
    }
  }
}

extension AnalogTraits {
  static func averagePool(_ pooling: Pooling) -> AnalogTraits {
    pool(pooling, stem: "pool", title: "avg", spikingForm: .linear(.averagePool(pooling)))
  }

  static func maxPool(_ pooling: Pooling) -> AnalogTraits {
    pool(pooling, stem: "maxpool", title: pooling.extremum, spikingForm: .maximum(pooling))
  }

  private static func pool(
    _ pooling: Pooling, stem: String, title: String, spikingForm: SpikingForm
  ) -> AnalogTraits {
    AnalogTraits(
      stem: stem, title: title, role: .routing, spikingForm: spikingForm, shape: pooling.shape(of:)
    ).with {
      $0.fanIn = .values(pooling.kernel.rows * pooling.kernel.columns)
      $0.details = AnalogDetails(
        kernel: pooling.kernel, stride: pooling.stride, dilation: pooling.dilation,
        padding: pooling.padding)
    }
  }
}

extension SynapticTraits {
  static func averagePool(_ pooling: Pooling) -> SynapticTraits {
    rearrangement(stem: "pool", nirForm: .averagePool(pooling))
  }

  static let maxPool = rearrangement(
    stem: "pool", nirForm: .missing("it has no max pools; train the network with average pools"))

  static func sumPool(_ pooling: Pooling) -> SynapticTraits {
    rearrangement(stem: "pool", nirForm: .sumPool(pooling))
  }
}
