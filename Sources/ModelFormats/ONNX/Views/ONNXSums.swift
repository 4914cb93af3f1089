import Networks

/// A tensor each of whose elements is the sum of some elements of another, or zero.
struct ONNXSums: Sendable {
  /// Of the result.
  let shape: [Int]
  /// Where the terms of each element begin; one entry more than elements.
  private(set) var starts: [Int32] = [0]
  /// Which element of the other tensor each term is, in row-major order.
  private(set) var sources: [Int32] = []

  /// - Parameter places: For each element of the other tensor which one of the result it is added
  ///   to; -1 for none.
  init(adding places: [Int32], to shape: [Int]) {
    self.shape = shape
    var counts = Array(repeating: Int32(0), count: shape.reduce(1, *) + 1)
    for place in places where place >= 0 { counts[Int(place) + 1] += 1 }
    for element in counts.indices.dropFirst() { counts[element] += counts[element - 1] }
    starts = counts
    sources = Array(repeating: 0, count: Int(counts.last ?? 0))
    for (source, place) in places.enumerated() where place >= 0 {
      sources[Int(counts[Int(place)])] = Int32(source)
      counts[Int(place)] += 1
    }
  }

  /// - Parameter terms: What each element of the result is made of.
  init(of shape: [Int], _ terms: (_ element: Int) -> some Sequence<Int>) {
    self.shape = shape
    for element in 0..<shape.reduce(1, *) {
      sources += terms(element).lazy.map { Int32($0) }
      starts.append(Int32(sources.count))
    }
  }

  /// The terms of an element.
  func terms(of element: Int) -> ArraySlice<Int32> {
    sources[Int(starts[element])..<Int(starts[element + 1])]
  }

  /// Whether both of two images are summed each by itself, in the same way.
  ///
  /// - Parameter width: How many elements each of them has.
  func keepsPairs(of width: Int32) -> Bool {
    guard shape.first == 2 else { return false }
    let half = shape.dropFirst().reduce(1, *)
    return (0..<half).allSatisfy { element in
      let first = terms(of: element)
      return first.allSatisfy { $0 < width }
        && first.map { $0 + width } == Array(terms(of: half + element))
    }
  }

  /// The most terms of one element.
  var mostTerms: Int {
    zip(starts, starts.dropFirst()).reduce(0) { max($0, Int($1.1 - $1.0)) }
  }
}

extension ONNXConstant {
  /// The sums of some of its elements, rounded to its type after every addition; `nil` of whole
  /// numbers beyond 64 bits.
  func summed(by sums: ONNXSums) -> ONNXConstant? {
    let elements = 0..<sums.shape.reduce(1, *)
    if let numbers = integers {
      var results: [Int] = []
      results.reserveCapacity(elements.count)
      for element in elements {
        var total = 0
        for term in sums.terms(of: element) {
          let (sum, overflows) = total.addingReportingOverflow(numbers[Int(term)])
          guard !overflows else { return nil }
          total = type.wrapped(sum)
        }
        results.append(total)
      }
      return ONNXConstant(shape: sums.shape, .integers(results), type: type)
    }
    let numbers = exactFloats
    let results = elements.lazy.map { element in
      sums.terms(of: element).reduce(0.0) { total, term in
        let sum = total + numbers[Int(term)]
        return type == .float64 ? sum : Double(type.rounded(sum))
      }
    }
    return ONNXConstant(shape: sums.shape, rounding: results, to: type)
  }
}

extension ONNXImporter {
  /// A view of a node that adds elements of another view.
  mutating func summed(
    _ view: ONNXView, by sums: ONNXSums, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    guard batch == 1 else {
      throw unsupported(
        node, "adds elements of a batch of \(batch) images; export it with a batch of 1")
    }
    guard take(elements: sums.sources.count) else {
      throw unsupported(
        node, "adds far more elements (\(sums.shape)) than the layers before have")
    }
    let count = nodes[view.node].shape.count
    let units = view.units(of: count)
    let result = ONNXView(node: view.node, shape: sums.shape)
    let map = try canonicalMap(result, for: node)
    var (starts, sources): ([Int32], [Int32]) = ([0], [])
    for element in 0..<map.count {
      sources += sums.terms(of: element).lazy.map { units[Int($0)] }.filter { $0 >= 0 }
      starts.append(Int32(sources.count))
    }
    // Without weights it would be a selection.
    let addition = SparseMap(
      sourceCount: count, target: map, starts: starts, sources: sources,
      weights: sums.mostTerms > 1 ? sources.map { _ in 1 } : nil)
    let index = try append(.sparse(addition), fileName: node.title, inputs: [view.node])
    return ONNXView(node: index, shape: sums.shape)
  }
}
