import ModelFormats
import Testing

/// A graph inside of another is no layer and no distance: what is in it has the names that it would
/// have outside.
@Suite struct NIRNestedNamesTests {
  private static let square: [Float] = [0, 1, 0, 0, 0, 1, 1, 0, 0]

  /// Two layers of three neurons; of the first, which is driven by itself too, the file may make a
  /// graph of its own.
  private func network(isNested: Bool) -> NIRSketch {
    var sketch = NIRSketch.small
    sketch.add("fc2", "Linear", ["weight": .floats(Self.square, [3, 3])])
    sketch.add("lif2", "LIF", NIRSketch.leaky(3))
    sketch.edges = [
      ("input", "fc"), ("fc", "lif"), ("lif", "fc2"), ("fc2", "lif2"), ("lif2", "output"),
    ]
    guard isNested else {
      sketch.add("w_rec", "Linear", ["weight": .floats(Self.square, [3, 3])])
      sketch.edges += [("lif", "w_rec"), ("w_rec", "lif")]
      return sketch
    }
    (sketch.types["lif"], sketch.parameters["lif"]) = (nil, nil)
    sketch.extras = inside
    return sketch
  }

  /// What lies in the group of the graph inside.
  private var inside: [String: NIRSketch.Value] {
    let nodes: [(String, String, [String: NIRSketch.Value])] = [
      ("input", "Input", ["shape": .integers([3], [1])]), ("lif", "LIF", NIRSketch.leaky(3)),
      ("output", "Output", ["shape": .integers([3], [1])]),
      ("w_rec", "Linear", ["weight": .floats(Self.square, [3, 3])]),
    ]
    let edges = ["input", "lif", "lif", "w_rec", "w_rec", "lif", "lif", "output"]
    var values: [String: NIRSketch.Value] = [
      "/node/nodes/lif/type": .texts(["NIRGraph"], []),
      "/node/nodes/lif/edges": .texts(edges, [4, 2]),
    ]
    for (name, type, parameters) in nodes {
      let place = "/node/nodes/lif/nodes/\(name)"
      values["\(place)/type"] = .texts([type], [])
      for (key, value) in parameters { values["\(place)/\(key)"] = value }
    }
    return values
  }

  @Test func aLoopInAGraphInsideIsNamedAsOneOutside() throws {
    let flat = try network(isNested: false).read().network
    let nested = try network(isNested: true).read().network

    #expect(flat.layers.map(\.name) == ["fc1", "fc2", "out"])
    #expect(nested.layers.map(\.name) == flat.layers.map(\.name))
  }
}
