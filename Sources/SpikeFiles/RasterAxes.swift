import Networks

/// What the axes of an array of spikes are, in their order, as `tbn` or `tchw`.
package struct RasterAxes: Equatable, Sendable {
  package enum Axis: Hashable, Sendable {
    case step
    /// Images that were run together; the position of the one that is read, where somebody says.
    case batch(Int?)
    case neuron, channel, row, column
  }

  package let all: [Axis]

  /// - Parameter text: `t` for steps, `b` for a batch (`b2` takes the third of it), and `n` for
  ///   neurons or `h`, `w` and perhaps `c` for maps; `nil` unless it is these.
  package init?(_ text: String) {
    var (axes, rest) = ([Axis](), text[...])
    while let letter = rest.popFirst() {
      let digits = rest.prefix(while: \.isNumber)
      rest = rest.dropFirst(digits.count)
      let number = Int(digits)
      guard digits.isEmpty || letter == "b" && number != nil else { return nil }
      switch letter {
      case "t": axes.append(.step)
      case "b": axes.append(.batch(number))
      case "n": axes.append(.neuron)
      case "c": axes.append(.channel)
      case "h": axes.append(.row)
      case "w": axes.append(.column)
      default: return nil
      }
    }
    self.init(axes)
  }

  init?(_ axes: [Axis]) {
    let batches = axes.count { if case .batch = $0 { true } else { false } }
    let units = Set(axes).subtracting([.step]).filter {
      if case .batch = $0 { false } else { true }
    }
    let maps: [Set<Axis>] = [[.neuron], [.row, .column], [.channel, .row, .column]]
    guard maps.contains(units), axes.contains(.step), batches <= 1,
      axes.count == units.count + 1 + batches
    else { return nil }
    all = axes
  }

  /// What the axes must be, since nothing else fits; `nil` where that is to be asked.
  ///
  /// Steps come first, as a rule, and an axis of length 1 behind them changes nothing. One of
  /// length 1 in front is a batch more likely than a single step.
  init?(shape: [Int]) {
    switch shape.count {
    case 2: self.init([.step, .neuron])
    case 3 where shape[0] > 1 && shape[1] == 1: self.init([.step, .batch(nil), .neuron])
    case 4 where shape[0] > 1: self.init([.step, .channel, .row, .column])
    case 5 where shape[0] > 1 && shape[1] == 1:
      self.init([.step, .batch(nil), .channel, .row, .column])
    default: return nil
    }
  }

  package var text: String {
    all.map { axis in
      switch axis {
      case .step: "t"
      case .batch(let number): "b" + (number.map(String.init) ?? "")
      case .neuron: "n"
      case .channel: "c"
      case .row: "h"
      case .column: "w"
      }
    }.joined()
  }
}

/// Where the spikes of an array of some shape are, in C order.
struct RasterLayout {
  let steps: Int
  let map: MapShape

  private let axes: [RasterAxes.Axis]
  private let shape: [Int]

  /// - Throws: `SpikeFileError` where the axes are not those of the shape.
  init(
    _ axes: RasterAxes, shape: [Int], of name: String, path: String
  ) throws(SpikeFileError) {
    guard axes.all.count == shape.count else {
      throw SpikeFileError(
        path, .unsuitable,
        "array '\(name)' has the shape \(shape), which --axes \(axes.text) does not name")
    }
    var lengths: [RasterAxes.Axis: Int] = [:]
    for (axis, length) in zip(axes.all, shape) {
      lengths[axis] = length
      guard case .batch(let chosen) = axis else { continue }
      guard chosen ?? 0 < length, chosen != nil || length == 1 else {
        throw SpikeFileError(
          path, .unsuitable,
          "array '\(name)' of the shape \(shape) holds \(length) images; which one is read is said "
            + "as --axes \(axes.text.replacing("b", with: "b0"))")
      }
    }
    steps = lengths[.step] ?? 1
    map = MapShape(
      channels: lengths[.neuron] ?? lengths[.channel] ?? 1, height: lengths[.row] ?? 1,
      width: lengths[.column] ?? 1)
    self.axes = axes.all
    self.shape = shape
  }

  /// The step from 0 on and the unit number of a value; `nil` of one in another image.
  func place(of position: Int) -> (step: Int, unit: Int)? {
    var (rest, step, neuron, row, column) = (position, 0, 0, 0, 0)
    for (axis, length) in zip(axes, shape).reversed() {
      let index = rest % length
      rest /= length
      switch axis {
      case .step: step = index
      case .batch(let chosen): if index != chosen ?? 0 { return nil }
      case .neuron, .channel: neuron = index
      case .row: row = index
      case .column: column = index
      }
    }
    return (step, (neuron * map.height + row) * map.width + column)
  }
}
