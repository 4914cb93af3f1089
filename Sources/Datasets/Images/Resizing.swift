import Networks
import Tensors

/// How pictures of another size or colour than a network's input are made to fit.
package enum Resizing {
  /// The method in one line, for screens and results.
  package static func description(of fit: InputFit = .crop) -> String {
    let sides =
      switch fit {
      case .crop:
        "shorter side resized with antialiased bilinear interpolation, centre crop"
      case .stretch: "each side resized with antialiased bilinear interpolation"
      case .letterbox:
        "longer side resized with antialiased bilinear interpolation, grey around"
      }
    return sides
      + "; grey repeated to RGB, RGB to grey by ITU-R 601 luma; transparency dropped"
  }

  /// What is around a picture that does not cover the input.
  private static let surroundings: Float = 114

  /// A picture of raw pixels, shape `[channels, height, width]`, in the size of `shape` and with
  /// its channels, and where that lies in the picture; `nil` if there is no rule for these
  /// channels.
  ///
  /// Results are not rounded to whole pixel values.
  package static func fit(
    _ picture: Tensor, to shape: MapShape, by fit: InputFit = .crop
  ) -> (input: Tensor, frame: InputFrame)? {
    adapted(PixelRows(picture), to: shape, by: fit)
  }

  /// The same of a decoded picture, of whose pixels only some rows become numbers at a time.
  package static func fit(
    _ picture: Picture, to shape: MapShape, by fit: InputFit = .crop
  ) -> (input: Tensor, frame: InputFrame)? {
    adapted(PixelRows(picture), to: shape, by: fit)
  }

  private static func adapted(
    _ picture: PixelRows, to shape: MapShape, by fit: InputFit
  ) -> (input: Tensor, frame: InputFrame)? {
    guard let colored = picture.withChannels(shape.channels) else { return nil }
    let (height, width) = (colored.height, colored.width)
    if height == shape.height && width == shape.width { return (colored.tensor, InputFrame()) }

    let factors = (
      Double(shape.height) / Double(height), Double(shape.width) / Double(width)
    )
    switch fit {
    case .crop: return covering(colored, shape, factor: max(factors.0, factors.1))
    case .stretch:
      let input = resampled(
        colored, rows: weights(from: height, to: shape.height, cut: 0..<shape.height),
        columns: weights(from: width, to: shape.width, cut: 0..<shape.width))
      return (input, InputFrame(columnScale: 1 / factors.1, rowScale: 1 / factors.0))
    case .letterbox: return inside(colored, shape, factor: min(factors.0, factors.1))
    }
  }

  private static func covering(
    _ picture: PixelRows, _ shape: MapShape, factor: Double
  ) -> (Tensor, InputFrame) {
    let (height, width) = (picture.height, picture.width)
    // The side that decides meets its target exactly; the other may miss it by rounding alone.
    let newHeight = max(Int(Double(height) * factor + 1e-9), shape.height)
    let newWidth = max(Int(Double(width) * factor + 1e-9), shape.width)
    let (cutRows, cutColumns) = (
      centered(shape.height, in: newHeight), centered(shape.width, in: newWidth)
    )
    let input = resampled(
      picture, rows: weights(from: height, to: newHeight, cut: cutRows),
      columns: weights(from: width, to: newWidth, cut: cutColumns))
    let (rowScale, columnScale) = (
      Double(height) / Double(newHeight), Double(width) / Double(newWidth)
    )
    let frame = InputFrame(
      x: Double(cutColumns.lowerBound) * columnScale, y: Double(cutRows.lowerBound) * rowScale,
      columnScale: columnScale, rowScale: rowScale)
    return (input, frame)
  }

  private static func inside(
    _ picture: PixelRows, _ shape: MapShape, factor: Double
  ) -> (Tensor, InputFrame) {
    let (height, width) = (picture.height, picture.width)
    let newHeight = min(max(Int((Double(height) * factor).rounded()), 1), shape.height)
    let newWidth = min(max(Int((Double(width) * factor).rounded()), 1), shape.width)
    let small = resampled(
      picture, rows: weights(from: height, to: newHeight, cut: 0..<newHeight),
      columns: weights(from: width, to: newWidth, cut: 0..<newWidth))
    let (top, left) = ((shape.height - newHeight) / 2, (shape.width - newWidth) / 2)
    var elements = Array(repeating: surroundings, count: shape.count)
    for channel in 0..<shape.channels {
      for row in 0..<newHeight {
        let from = (channel * newHeight + row) * newWidth
        let to = (channel * shape.height + top + row) * shape.width + left
        elements.replaceSubrange(to..<to + newWidth, with: small.elements[from..<from + newWidth])
      }
    }
    let (rowScale, columnScale) = (
      Double(height) / Double(newHeight), Double(width) / Double(newWidth)
    )
    let frame = InputFrame(
      x: -Double(left) * columnScale, y: -Double(top) * rowScale, columnScale: columnScale,
      rowScale: rowScale)
    return (
      Tensor(shape: [shape.channels, shape.height, shape.width], elements: elements), frame
    )
  }

  /// The middle `length` positions of `total`; half a position is rounded to the even one.
  private static func centered(_ length: Int, in total: Int) -> Range<Int> {
    let start = Int((Double(total - length) / 2).rounded(.toNearestOrEven))
    return start..<start + length
  }
}

/// The weights with which neighbouring inputs, from `first` on, make up one output.
private struct Taps {
  let first: Int
  let weights: [Float]
}

/// The taps of the outputs in `cut`, of all `newLength` outputs.
///
/// The filter is a triangle whose half width is one input when the picture grows, and one output
/// when it shrinks, which is what keeps fine patterns from aliasing. At the borders the weights
/// that remain are scaled to the sum 1. Pillow's `BILINEAR` is defined in the same way.
private func weights(from length: Int, to newLength: Int, cut: Range<Int>) -> [Taps] {
  let scale = Double(length) / Double(newLength)
  let support = max(scale, 1)
  return cut.map { output in
    let center = (Double(output) + 0.5) * scale
    let first = max(Int(center - support + 0.5), 0)
    let end = min(Int(center + support + 0.5), length)
    let raw = (first..<end).map { max(1 - abs((Double($0) - center + 0.5) / support), 0) }
    let sum = raw.reduce(0, +)
    return Taps(first: first, weights: raw.map { Float($0 / sum) })
  }
}

/// Sums along the rows first and then along the columns.
private func resampled(_ picture: PixelRows, rows: [Taps], columns: [Taps]) -> Tensor {
  var result: [Float] = []
  result.reserveCapacity(picture.channels * rows.count * columns.count)
  for channel in 0..<picture.channels {
    let lines = (0..<picture.height).map { row in
      picture.withRow(row, ofChannel: channel) { pixels in
        columns.map { taps in sum(taps) { pixels[$0] } }
      }
    }
    for taps in rows {
      for column in columns.indices {
        result.append(sum(taps) { lines[$0][column] })
      }
    }
  }
  return Tensor(
    shape: [picture.channels, rows.count, columns.count], elements: result)
}

@inline(__always)
private func sum(_ taps: Taps, _ value: (Int) -> Float) -> Float {
  var sum: Float = 0
  for (offset, weight) in taps.weights.enumerated() {
    sum += weight * value(taps.first + offset)
  }
  return sum
}
