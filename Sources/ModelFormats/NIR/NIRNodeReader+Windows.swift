import HDF5
import Networks
import Tensors

// Convolutions and pools.
extension NIRNodeReader {
  func convolution(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    let isFlat = graph.nodes[node].type == "Conv1d"
    try check(input, of: node, axes: isFlat ? 2 : 3)
    let array = try graph.floats("weight", of: node)
    guard array.shape.count == (isFlat ? 3 : 4), array.shape.allSatisfy({ $0 > 0 }) else {
      throw graph.malformed(
        node,
        "'weight' is \(list(array.shape)); a \(graph.nodes[node].type) needs outputs x inputs "
          + (isFlat ? "x length" : "x rows x columns"))
    }
    let shape = isFlat ? [array.shape[0], array.shape[1], 1, array.shape[2]] : array.shape
    let groups = try graph.integers("groups", of: node)[0]
    guard (1...shape[0]).contains(groups), shape[0] % groups == 0,
      shape[1] * groups == input.shape.channels
    else {
      throw graph.malformed(
        node,
        "'weight' takes \(shape[1]) channels in each of \(groups) groups, but gets "
          + list(input.lengths))
    }
    let kernel = Grid(shape[2], shape[3])
    let stride = try window("stride", of: node, atLeast: 1, isFlat: isFlat)
    let dilation = try window("dilation", of: node, atLeast: 1, isFlat: isFlat)
    let layer = Conv2dLayer(
      weight: Tensor(shape: shape, elements: array.elements),
      bias: Tensor(shape: [shape[0]], elements: try values("bias", of: node, over: [shape[0]])),
      stride: stride, dilation: dilation,
      padding: try padding(of: node, kernel: kernel, stride, dilation, isFlat: isFlat),
      groups: groups)
    let output = try outputLengths(
      of: node, input, kernel: kernel, stride, dilation, layer.padding)
    let lengths = isFlat ? [shape[0], output.columns] : [shape[0], output.rows, output.columns]
    let signal = try signal(lengths, node)
    return (.linear([SynapticStage(.convolution(layer), shape: signal.shape)]), signal)
  }

  /// An average counts the zeros of its padding, as PyTorch does unless told otherwise.
  func pool(_ node: Int, _ input: NIRSignal) throws(FormatError) -> Result {
    try check(input, of: node, axes: 3)
    let kernel = try window("kernel_size", of: node, atLeast: 1, isFlat: false)
    let stride = try window("stride", of: node, atLeast: 1, isFlat: false)
    let padding = try padding(of: node, kernel: kernel, stride, Grid(1, 1), isFlat: false)
    let output = try outputLengths(of: node, input, kernel: kernel, stride, Grid(1, 1), padding)
    let pooling = Pooling(
      kernel: kernel, stride: stride, padding: padding, countsPadding: padding != Margins())
    let signal = try signal([input.lengths[0], output.rows, output.columns], node)
    let isSum = graph.nodes[node].type == "SumPool2d"
    let operation: SynapticOperation = isSum ? .sumPool(pooling) : .averagePool(pooling)
    return (.linear([SynapticStage(operation, shape: signal.shape)]), signal)
  }

  private func check(
    _ input: NIRSignal, of node: Int, axes: Int
  ) throws(FormatError) {
    guard input.lengths.count == axes else {
      throw graph.malformed(
        node, "a \(graph.nodes[node].type) needs \(axes) axes, but gets \(list(input.lengths))")
    }
    guard graph.nodes[node].parameters["input_shape"] != nil else { return }
    let stated = try graph.integers("input_shape", of: node)
    let own = Array(input.lengths.dropFirst())
    guard stated == own else {
      throw graph.malformed(
        node, "'input_shape' is \(list(stated)), but it gets \(list(input.lengths))")
    }
  }

  /// Rows and columns; of a `Conv1d` one row.
  private func window(
    _ key: String, of node: Int, atLeast least: Int, isFlat: Bool
  ) throws(FormatError) -> Grid {
    let grid = try graph.grid(key, of: node, atLeast: least)
    return Grid(isFlat ? least : grid.rows, grid.columns)
  }

  /// Numbers, or as PyTorch knows it `valid` for none and `same` for as much as keeps the shape.
  private func padding(
    of node: Int, kernel: Grid, _ stride: Grid, _ dilation: Grid, isFlat: Bool
  ) throws(FormatError) -> Margins {
    switch graph.text("padding", of: node) {
    case nil:
      let grid = try window("padding", of: node, atLeast: 0, isFlat: isFlat)
      return Margins(
        top: grid.rows, left: grid.columns, bottom: grid.rows, right: grid.columns)
    case "valid":
      return Margins()
    case "same":
      guard stride == Grid(1, 1) else {
        throw graph.malformed(node, "'padding' is 'same', which needs a stride of 1")
      }
      let (rows, columns) = (
        dilation.rows * (kernel.rows - 1), dilation.columns * (kernel.columns - 1)
      )
      return Margins(
        top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
    case .some(let text):
      throw graph.malformed(node, "'padding' is '\(text)'; it must be 'same', 'valid' or numbers")
    }
  }

  private func outputLengths(
    of node: Int, _ input: NIRSignal, kernel: Grid, _ stride: Grid, _ dilation: Grid,
    _ padding: Margins
  ) throws(FormatError) -> Grid {
    func length(_ input: Int, _ margins: Int, _ kernel: Int, _ stride: Int, _ dilation: Int) -> Int
    {
      let room = input + margins - dilation * (kernel - 1) - 1
      return room < 0 ? 0 : room / stride + 1
    }
    let output = Grid(
      length(
        input.shape.height, padding.top + padding.bottom, kernel.rows, stride.rows, dilation.rows),
      length(
        input.shape.width, padding.left + padding.right, kernel.columns, stride.columns,
        dilation.columns))
    guard output.rows > 0, output.columns > 0 else {
      throw graph.malformed(node, "its window is larger than the \(list(input.lengths)) it gets")
    }
    return output
  }
}
