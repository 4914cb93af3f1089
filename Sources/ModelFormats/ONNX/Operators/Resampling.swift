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

extension ONNXImporter {
  /// Old upsampling is by whole or other factors, counted from the first corner.
  fileprivate mutating func addUpsample(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let listed = attributes.floats("scales")
    guard let scales = try optionalConstant(node, 1)?.floats ?? listed else {
      throw malformed(node.title, "the scales are missing")
    }
    let resampling = ONNXResampling(
      coordinates: "asymmetric", rounding: "floor", mode: try resamplingMode(node))
    let view = try view(node)
    try addResampling(node, view, resampling, try lengths(node, view.shape, scales: scales))
  }

  fileprivate mutating func addResize(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let (resampling, lengths) = try resampling(node, of: view.shape)
    try addResampling(node, view, resampling, lengths)
  }

  /// How a `Resize` makes other lengths of a shape.
  mutating func resampling(
    _ node: Onnx_NodeProto, of shape: [Int]
  ) throws(FormatError) -> (ONNXResampling, [ONNXResampling.Length]) {
    let attributes = attributes(node)
    // Operator set 10 has no region, and its coordinates are those of upsampling.
    let isOld = operatorSet < 11
    let resampling = ONNXResampling(
      coordinates: isOld
        ? "asymmetric"
        : try attributes.string("coordinate_transformation_mode", default: "half_pixel"),
      rounding: isOld
        ? "floor" : try attributes.string("nearest_mode", default: "round_prefer_floor"),
      mode: try resamplingMode(node))
    let scales = try optionalConstant(node, isOld ? 1 : 2)?.floats ?? []
    let sizes = try optionalConstant(node, 3)?.integers ?? []
    let lengths =
      sizes.isEmpty
      ? try lengths(node, shape, scales: scales) : try lengths(node, shape, sizes: sizes)
    guard lengths.allSatisfy({ (1...Self.largestMap).contains($0.new) }),
      lengths.first.map({ $0.old == $0.new }) ?? false
    else { throw malformed(node.title, "resizes \(shape) to \(lengths.map(\.new))") }
    return (resampling, lengths)
  }

  /// What each place of an axis is made of.
  func terms(
    _ resampling: ONNXResampling, _ length: ONNXResampling.Length, for node: Onnx_NodeProto
  ) throws(FormatError) -> [[ONNXResampling.Term]] {
    guard let terms = resampling.terms(length) else {
      throw unsupported(
        node,
        "resizes by the coordinate_transformation_mode \(resampling.coordinates) and the "
          + "nearest_mode \(resampling.rounding), which are not known here; export it with "
          + "half_pixel, align_corners or asymmetric")
    }
    return terms
  }

  private func resamplingMode(_ node: Onnx_NodeProto) throws(FormatError) -> ONNXResampling.Mode {
    let attributes = attributes(node)
    guard try attributes.int("antialias", default: 0) == 0 else {
      throw unsupported(node, "resizes with antialias; export it without")
    }
    let policy = try attributes.string("keep_aspect_ratio_policy", default: "stretch")
    guard policy == "stretch" else {
      throw unsupported(
        node, "resizes by the keep_aspect_ratio_policy \(policy); export it with final sizes")
    }
    switch try attributes.string("mode", default: "nearest") {
    case "nearest": return .nearest
    case "linear", "bilinear": return .linear
    case "cubic":
      return .cubic(
        a: Double(try attributes.float("cubic_coeff_a", default: -0.75)),
        excludesOutside: try attributes.int("exclude_outside", default: 0) != 0)
    case let other:
      throw unsupported(node, "resizes by \(other); nearest, linear and cubic are possible")
    }
  }

  /// A number for each axis, of those that `axes` names; all others stay as they are.
  private func byAxis<Number>(
    _ node: Onnx_NodeProto, _ numbers: [Number], others: [Number]
  ) throws(FormatError) -> [Number] {
    let rank = others.count
    let axes = try attributes(node).ints("axes") ?? Array(0..<rank)
    let places = axes.map { $0 < 0 ? $0 &+ rank : $0 }
    guard places.count == numbers.count, Set(places).count == places.count,
      places.allSatisfy((0..<rank).contains)
    else {
      throw malformed(node.title, "resizes \(rank) axes by \(numbers.count) numbers (\(axes))")
    }
    var result = others
    for (place, number) in zip(places, numbers) { result[place] = number }
    return result
  }

  private func lengths(
    _ node: Onnx_NodeProto, _ shape: [Int], scales: [Float]
  ) throws(FormatError) -> [ONNXResampling.Length] {
    let scales = try byAxis(node, scales, others: shape.map { _ in 1 })
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw malformed(node.title, "resizes \(shape) by the factors \(scales)")
    }
    return zip(shape, scales).map { length, scale in
      let result = (Float(length) * scale).rounded(.down)
      return ONNXResampling.Length(
        old: length, new: Int(exactly: result) ?? .max, scale: scale)
    }
  }

  private func lengths(
    _ node: Onnx_NodeProto, _ shape: [Int], sizes: [Int]
  ) throws(FormatError) -> [ONNXResampling.Length] {
    zip(shape, try byAxis(node, sizes, others: shape)).map { length, size in
      ONNXResampling.Length(old: length, new: size, scale: Float(size) / Float(length))
    }
  }

  private mutating func addResampling(
    _ node: Onnx_NodeProto, _ view: ONNXView, _ resampling: ONNXResampling,
    _ lengths: [ONNXResampling.Length]
  ) throws(FormatError) {
    let sizes = lengths.map(\.new)
    guard sizes.allSatisfy((1...Self.largestMap).contains), sizes[0] == view.shape[0] else {
      throw malformed(node.title, "resizes \(view.shape) to \(sizes)")
    }
    // Factors that change no length change nothing, as onnxruntime has it.
    if sizes == view.shape {
      give(view, to: node)
      return
    }
    guard let count = elementCount(sizes), resampling.mostTerms * count <= roomForElements else {
      throw unsupported(node, "makes far more elements (\(sizes)) than the layers before have")
    }
    var axes: [[[ONNXResampling.Term]]] = []
    for length in lengths { axes.append(try terms(resampling, length, for: node)) }
    if axes.joined().allSatisfy({ $0.count == 1 && $0[0].weight == 1 }) {
      let lists = axes.map { $0.map { $0[0].place } }
      give(try reindexed(view, by: [.picked(lists)], for: node), to: node)
      return
    }
    guard batch == 1, take(elements: resampling.mostTerms * count) else {
      throw unsupported(node, "resizes a batch of \(batch) images; export it with a batch of 1")
    }
    let result = ONNXView(node: view.node, shape: sizes)
    let map = try canonicalMap(result, for: node)
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
    guard (3...4).contains(rank), view.shape[0] == batch else {
      throw unsupported(
        node,
        "needs [batch, channels, height, width], not \(view.shape); export what is done to one "
          + "image")
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
    let isUnmoved = zip(lists, view.shape).allSatisfy { $0.elementsEqual(0..<$1) }
    let stretched = try reindexed(view, by: isUnmoved ? [] : [.picked(lists)], for: node)
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
    let all = strides + dilations + kernel
    guard try attributes.ints("kernel_shape") ?? kernel == kernel,
      strides.count == input.count, dilations.count == input.count, extra.count == input.count,
      pads.count == 2 * input.count, all.count == 3 * input.count,
      all.allSatisfy((1...(1 << 20)).contains),
      (pads + extra).allSatisfy(Window.lengths.contains),
      sizes.map({ $0.count == input.count && $0.allSatisfy((1...(1 << 20)).contains) }) ?? true
    else { throw .malformed(file: file, node: node, what: "its strides or pads are impossible") }
    guard ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER", ""].contains(automatic),
      ["NOTSET", ""].contains(automatic) || pads.allSatisfy({ $0 == 0 })
    else {
      throw .malformed(file: file, node: node, what: "auto_pad \(automatic) with pads \(pads)")
    }
    let full = axes.map { axis in
      (input[axis] - 1) * strides[axis] + extra[axis] + (kernel[axis] - 1) * dilations[axis] + 1
    }
    if sizes != nil || automatic.hasPrefix("SAME") {
      for axis in axes {
        let size = sizes?[axis] ?? input[axis] * strides[axis]
        let total = max(full[axis] - size, 0)
        // What no window reaches is zero, where the size is stated; else there is no such place.
        if sizes != nil { extra[axis] += max(size - full[axis], 0) }
        // Of an odd number the larger half comes first, unless it is to come last.
        pads[axis] = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
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
    interpolating axes: [[[ONNXResampling.Term]]], of shape: [Int], units: [Int32],
    sourceCount: Int, target: MapShape
  ) {
    let strides = rowMajorStrides(shape)
    // The terms of all places of the axes so far, one place after the other: maps have a hundred
    // thousand places, too many for a list each.
    var terms = (ends: [1], offsets: [0], weights: [Float(1)])
    for (axis, positions) in axes.enumerated() {
      var next: (ends: [Int], offsets: [Int], weights: [Float]) = ([], [], [])
      next.ends.reserveCapacity(terms.ends.count * positions.count)
      var start = 0
      for end in terms.ends {
        for position in positions {
          for term in start..<end {
            for step in position {
              next.offsets.append(terms.offsets[term] + step.place * strides[axis])
              next.weights.append(terms.weights[term] * step.weight)
            }
          }
          next.ends.append(next.offsets.count)
        }
        start = end
      }
      terms = next
    }
    var (starts, sources, weights): ([Int32], [Int32], [Float]) = ([0], [], [])
    starts.reserveCapacity(terms.ends.count + 1)
    var start = 0
    for end in terms.ends {
      for term in start..<end where units[terms.offsets[term]] >= 0 {
        sources.append(units[terms.offsets[term]])
        weights.append(terms.weights[term])
      }
      starts.append(Int32(sources.count))
      start = end
    }
    self.init(
      sourceCount: sourceCount, target: target, starts: starts, sources: sources, weights: weights)
  }
}
