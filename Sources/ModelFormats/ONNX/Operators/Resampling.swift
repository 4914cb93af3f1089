import Networks
import Tensors

/// Maps at other resolutions: repeated or interpolated places, and convolutions read backwards.
extension ONNXOperators {
  static let resampling: [ONNXOperator] = [
    ONNXOperator(
      "Resize", inputs: 1...4,
      add: { importer, node throws(FormatError) in try importer.addResize(node) }),
    ONNXOperator(
      "Upsample", inputs: 1...2,
      add: { importer, node throws(FormatError) in try importer.addUpsample(node) }),
    ONNXOperator(
      "ConvTranspose", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addTransposedConvolution(node) }),
  ]
}

/// How the places of an axis are made of those of another length.
private struct ONNXResampling {
  var coordinates: String
  var rounding: String
  var isLinear: Bool

  /// The places that each place of the result is made of, with their weights.
  ///
  /// - Parameter scale: How many places of the result there are for one of the axis.
  func terms(
    from length: Int, to result: Int, scale: Double
  ) -> [[(place: Int, weight: Float)]]? {
    var terms: [[(place: Int, weight: Float)]] = []
    for target in 0..<result {
      guard let x = coordinate(target, length, result, scale) else { return nil }
      if isLinear {
        let low = x.rounded(.down)
        let share = x - low
        let first = min(max(Int(low), 0), length - 1)
        let second = min(max(Int(low) + 1, 0), length - 1)
        if share == 0 || first == second {
          terms.append([(place: first, weight: 1)])
        } else {
          terms.append([
            (place: first, weight: Float(1 - share)), (place: second, weight: Float(share)),
          ])
        }
      } else {
        guard let place = nearest(x) else { return nil }
        terms.append([(place: min(max(place, 0), length - 1), weight: 1)])
      }
    }
    return terms
  }

  /// Where a place of the result lies on the axis.
  private func coordinate(_ x: Int, _ length: Int, _ result: Int, _ scale: Double) -> Double? {
    switch coordinates {
    case "half_pixel": (Double(x) + 0.5) / scale - 0.5
    case "pytorch_half_pixel": result > 1 ? (Double(x) + 0.5) / scale - 0.5 : 0
    case "half_pixel_symmetric":
      Double(length) / 2 * (1 - Double(result) / (scale * Double(length)))
        + (Double(x) + 0.5) / scale - 0.5
    case "align_corners":
      result > 1 ? Double(x) * Double(length - 1) / Double(result - 1) : 0
    case "asymmetric": Double(x) / scale
    case _: nil
    }
  }

  private func nearest(_ x: Double) -> Int? {
    switch rounding {
    case "round_prefer_floor": Int((x - 0.5).rounded(.up))
    case "round_prefer_ceil": Int((x + 0.5).rounded(.down))
    case "floor": Int(x.rounded(.down))
    case "ceil": Int(x.rounded(.up))
    case _: nil
    }
  }
}

extension ONNXImporter {
  /// Old upsampling is by whole or other factors, counted from the first corner.
  fileprivate mutating func addUpsample(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let listed = attributes.floats("scales")
    guard let scales = try optionalConstant(node, 1)?.floats ?? listed else {
      throw malformed(node.title, "the scales are missing")
    }
    let mode = try attributes.string("mode", default: "nearest")
    let resampling = ONNXResampling(
      coordinates: "asymmetric", rounding: "floor", isLinear: mode != "nearest")
    let view = try view(node)
    try addResampling(
      node, view, resampling, scales: scales.map { Double($0) },
      sizes: zip(view.shape, scales).map { Int(Float($0) * $1) })
  }

  fileprivate mutating func addResize(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let view = try view(node)
    // Operator set 10 has no region, and its coordinates are those of upsampling.
    let isOld = operatorSet < 11
    let mode = try attributes.string("mode", default: "nearest")
    let isLinear = mode == "linear" || mode == "bilinear"
    guard isLinear || mode == "nearest",
      try attributes.int("antialias", default: 0) == 0, !attributes.has("axes")
    else { throw unsupported(node, "resizes by \(mode), with antialias or axes of its own") }
    let resampling = ONNXResampling(
      coordinates: isOld
        ? "asymmetric"
        : try attributes.string("coordinate_transformation_mode", default: "half_pixel"),
      rounding: isOld
        ? "floor" : try attributes.string("nearest_mode", default: "round_prefer_floor"),
      isLinear: isLinear)
    let stated = try optionalConstant(node, isOld ? 1 : 2)?.floats ?? []
    if let sizes = try optionalConstant(node, 3)?.integers, !sizes.isEmpty {
      let scales = zip(sizes, view.shape).map { Double($0) / Double($1) }
      try addResampling(node, view, resampling, scales: scales, sizes: sizes)
    } else {
      try addResampling(
        node, view, resampling, scales: stated.map { Double($0) },
        sizes: zip(view.shape, stated).map { Int((Float($0) * $1).rounded(.down)) })
    }
  }

  private mutating func addResampling(
    _ node: Onnx_NodeProto, _ view: ONNXView, _ resampling: ONNXResampling, scales: [Double],
    sizes: [Int]
  ) throws(FormatError) {
    guard scales.count == view.shape.count, sizes.count == view.shape.count,
      sizes.allSatisfy((1...Self.largestMap).contains), scales.allSatisfy({ $0 > 0 }),
      sizes[0] == view.shape[0]
    else { throw malformed(node.title, "resizes \(view.shape) to \(sizes)") }
    guard let count = elementCount(sizes), 4 * count <= roomForElements else {
      throw unsupported(node, "makes far more elements (\(sizes)) than the layers before have")
    }
    var axes: [[[(place: Int, weight: Float)]]] = []
    for axis in sizes.indices {
      guard
        let terms = view.shape[axis] == sizes[axis]
          ? (0..<sizes[axis]).map({ [($0, 1)] })
          : resampling.terms(from: view.shape[axis], to: sizes[axis], scale: scales[axis])
      else {
        throw unsupported(
          node, "resizes by the coordinates \(resampling.coordinates), \(resampling.rounding)")
      }
      axes.append(terms)
    }
    if axes.joined().allSatisfy({ $0.count == 1 }) {
      let lists = axes.map { $0.map { $0[0].place } }
      give(try reindexed(view, by: [.picked(lists)], for: node), to: node)
      return
    }
    guard batch == 1, take(elements: 4 * count) else {
      throw unsupported(node, "resizes a batch of \(batch) images; export it with a batch of 1")
    }
    let result = ONNXView(node: view.node, shape: sizes)
    let map = MapShape(canonical: Array(sizes.dropFirst()))
    let interpolation = SparseMap(
      interpolating: axes, of: view.shape, units: view.units(of: nodes[view.node].shape.count),
      sourceCount: nodes[view.node].shape.count, target: map)
    let index = try append(.sparse(interpolation), fileName: node.title, inputs: [view.node])
    give(ONNXView(node: index, shape: result.shape), to: node)
  }

  /// A convolution of the map with zeros between its places.
  ///
  /// Each place reaches the window that a convolution of the result would read it from: the kernel
  /// turned around, over a map stretched by the stride.
  fileprivate mutating func addTransposedConvolution(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let rank = view.shape.count
    guard (3...4).contains(rank) else {
      throw unsupported(node, "needs [batch, channels, height, width], not \(view.shape)")
    }
    let weight = try kernelWeights(node, rank: rank)
    let groups = try attributes(node).int("group", default: 1)
    let channels = view.shape[1]
    guard groups > 0, weight.count > 0, weight.shape[0] == channels, channels % groups == 0 else {
      throw malformed(
        node.title, "weights of the shape \(weight.shape) in \(groups) groups for \(view.shape)")
    }
    let window = try TransposedWindow(
      attributes(node), kernel: [weight.shape[2], weight.shape[3]].suffix(rank - 2),
      input: Array(view.shape.dropFirst(2)), node: node.title, file: graph.file)
    let outputs = weight.shape[1] * groups
    let lists = [[0], Array(0..<channels)] + window.places
    let stretched = try reindexed(
      view, by: lists.map(\.count) == view.shape ? [] : [.picked(lists)], for: node)
    let source = try settled(stretched, as: canonicalMap(stretched, for: node), for: node.title)
    let bias = try bias(node, 2, count: outputs)
    let dilation =
      rank == 3 ? Grid(1, window.dilations[0]) : Grid(window.dilations[0], window.dilations[1])
    let layer = Conv2dLayer(
      weight: turned(weight, groups: groups), bias: bias, dilation: dilation, groups: groups)
    let shape = AnalogOperation.convolution(layer).traits.shape([nodes[source].shape])
    guard let shape else { throw malformed(node.title, "its result would be empty") }
    _ = try map(node, channels: outputs, Grid(shape.height, shape.width))
    try append(
      .convolution(layer), of: node, inputs: [source], shape: shape,
      viewShape: viewShape(of: shape, rank: rank))
  }

  /// The weights by output with their kernels turned around.
  private func turned(_ weight: ONNXConstant, groups: Int) -> Tensor {
    let (inputs, outputs) = (weight.shape[0] / groups, weight.shape[1])
    let taps = weight.shape[2] * weight.shape[3]
    let numbers = weight.floats
    var result = Tensor(zeros: [outputs * groups, inputs, weight.shape[2], weight.shape[3]])
    for group in 0..<groups {
      for input in 0..<inputs {
        for output in 0..<outputs {
          let from = ((group * inputs + input) * outputs + output) * taps
          let to = ((group * outputs + output) * inputs + input) * taps
          for tap in 0..<taps { result.elements[to + tap] = numbers[from + taps - 1 - tap] }
        }
      }
    }
    return result
  }
}

/// Where the places of a map come to lie before the convolution that stands for a transposed one.
private struct TransposedWindow {
  var dilations: [Int]
  /// Per axis the place of the map at each place of the stretched one; -1 for zeros.
  var places: [[Int]]

  init(
    _ attributes: ONNXAttributes, kernel: ArraySlice<Int>, input: [Int], node: String, file: String
  ) throws(FormatError) {
    let (kernel, axes) = (Array(kernel), input.indices)
    let ones = Array(repeating: 1, count: input.count)
    let strides = try attributes.ints("strides") ?? ones
    let dilations = try attributes.ints("dilations") ?? ones
    var extra = try attributes.ints("output_padding") ?? ones.map { _ in 0 }
    var pads = try attributes.ints("pads") ?? (ones + ones).map { _ in 0 }
    let automatic = try attributes.string("auto_pad", default: "NOTSET")
    let sizes = try attributes.ints("output_shape")
    let all = strides + dilations + (try attributes.ints("kernel_shape") ?? kernel)
    guard strides.count == input.count, dilations.count == input.count,
      extra.count == input.count, pads.count == 2 * input.count, all.count == 3 * input.count,
      all.allSatisfy((1...(1 << 20)).contains),
      (pads + extra).allSatisfy(Window.lengths.contains),
      sizes.map({ $0.count == input.count && $0.allSatisfy((1...(1 << 20)).contains) }) ?? true
    else { throw .malformed(file: file, node: node, what: "its strides or pads are impossible") }
    let full = axes.map { axis in
      (input[axis] - 1) * strides[axis] + extra[axis] + (kernel[axis] - 1) * dilations[axis] + 1
    }
    if sizes != nil || automatic.hasPrefix("SAME") {
      for axis in axes {
        let size = sizes?[axis] ?? input[axis] * strides[axis]
        let total = max(full[axis] - size, 0)
        // What no window reaches is zero.
        extra[axis] += max(size - full[axis], 0)
        let isLower = automatic == "SAME_LOWER"
        pads[axis] = isLower ? total - total / 2 : total / 2
        pads[axis + input.count] = total - pads[axis]
      }
    }
    var places: [[Int]] = []
    for axis in axes {
      let (reach, stride) = ((kernel[axis] - 1) * dilations[axis], strides[axis])
      let length = (input[axis] - 1) * strides[axis] + 1
      let (before, after) = (
        reach - pads[axis], reach - pads[axis + input.count] + extra[axis]
      )
      guard length + before + after > reach, length + before + after <= 1 << 16 else {
        throw .malformed(file: file, node: node, what: "its result would be empty or too large")
      }
      places.append(
        (-before..<(length + after)).map { place in
          (0..<length).contains(place) && place % stride == 0 ? place / stride : -1
        })
    }
    self.dilations = dilations
    self.places = places
  }
}

extension SparseMap {
  /// Each place of the result is made of one place of every axis, weighted by the product.
  ///
  /// - Parameters:
  ///   - axes: For each axis the terms of each position of the result.
  ///   - shape: That of the elements which are combined.
  ///   - units: The unit of each of these; -1 for a zero.
  fileprivate init(
    interpolating axes: [[[(place: Int, weight: Float)]]], of shape: [Int], units: [Int32],
    sourceCount: Int, target: MapShape
  ) {
    let strides = rowMajorStrides(shape)
    var terms: [[(Int, Float)]] = [[(0, 1)]]
    for (axis, positions) in axes.enumerated() {
      terms = terms.flatMap { partial in
        positions.map { position in
          partial.flatMap { offset, weight in
            position.map { (offset + $0.place * strides[axis], weight * $0.weight) }
          }
        }
      }
    }
    var (starts, sources, weights): ([Int32], [Int32], [Float]) = ([0], [], [])
    for list in terms {
      for (offset, weight) in list where units[offset] >= 0 {
        sources.append(units[offset])
        weights.append(weight)
      }
      starts.append(Int32(sources.count))
    }
    self.init(
      sourceCount: sourceCount, target: target, starts: starts, sources: sources, weights: weights)
  }
}
