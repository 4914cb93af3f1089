import HDF5
import PlainText

/// Reads the graph of a NIR file as it stands there.
///
/// The layout is that of the `nir` package: `/node` is a graph; a graph has `type`, `edges` (n x 2
/// texts) and `nodes`, a group with one group per node, which may be a graph again.
struct NIRFile {
  private let file: HDF5Reader
  private var graph: NIRGraph
  private var known: Set<NIRGraph.Edge> = []

  /// How many nodes a graph may have; the largest networks in use have some hundreds.
  private static let mostNodes = 4096

  /// The ends of a nested graph, by the graph's name.
  private struct Ends {
    var input: Int
    var output: Int
  }

  private init(_ file: HDF5Reader) {
    self.file = file
    graph = NIRGraph(file: file.path)
  }

  static func graph(in file: HDF5Reader) throws(FormatError) -> NIRGraph {
    var reading = NIRFile(file)
    return try reading.read()
  }

  private mutating func read() throws(FormatError) -> NIRGraph {
    guard try kind(of: "/node") == .group else {
      let isData = try attempt { () throws(HDF5Error) in
        try file.hasAttribute("__type__", of: "/")
      }
      throw .notNIR(
        file: graph.file,
        reason: isData ? "recorded data of NIR, not a network" : "there is no '/node' in it")
    }
    let type = try type(of: "/node", name: "/node")
    guard type == "NIRGraph" else {
      throw .unsupported(
        file: graph.file, node: "/node",
        what: "is a single \(type); write a graph with Input and Output")
    }
    try readGraph(at: "/node", prefix: "", depth: 0)
    graph.metadata = try metadata(of: "/node")
    graph.separateEnds()
    return graph
  }

  /// Appends the nodes and edges of a graph.
  @discardableResult
  private mutating func readGraph(
    at path: String, prefix: String, depth: Int
  ) throws(FormatError) -> Ends? {
    let name = prefix.isEmpty ? path : String(prefix.dropLast())
    guard depth < 16 else {
      throw .unsupported(
        file: graph.file, node: name, what: "graphs are nested more than 16 times")
    }
    guard try kind(of: "\(path)/nodes") == .group else {
      throw halfWritten(name, "'nodes' is missing")
    }
    let first = graph.nodes.count
    var places: [String: Ends] = [:]
    let children = try attempt { () throws(HDF5Error) in try file.names(in: "\(path)/nodes") }
    try refuseMore(than: Self.mostNodes - first, children.count, in: name)
    for child in children {
      let known = unmistakable(child)
      places[known] = try readNode(
        at: "\(path)/nodes/\(child)", name: prefix + known, depth: depth)
    }
    try readEdges(at: "\(path)/edges", of: name, places: places)
    guard !prefix.isEmpty else { return nil }
    return try dissolve(name, nodes: first..<graph.nodes.count, prefix: prefix)
  }

  private mutating func readNode(
    at path: String, name: String, depth: Int
  ) throws(FormatError) -> Ends {
    guard try kind(of: path) == .group else { throw halfWritten(name, "it is no group") }
    let type = try type(of: path, name: name)
    if type == "NIRGraph" {
      guard let ends = try readGraph(at: path, prefix: name + ".", depth: depth + 1) else {
        throw halfWritten(name, "it is no graph")
      }
      return ends
    }
    try refuseMore(than: Self.mostNodes - graph.nodes.count, 1, in: name)
    let parameters = try parameters(in: path)
    let metadata = try metadata(of: path)
    graph.nodes.append(
      NIRGraph.Node(
        name: name, type: type, parameters: parameters,
        excesses: try excesses(of: parameters, in: path), metadata: metadata))
    return Ends(input: graph.nodes.count - 1, output: graph.nodes.count - 1)
  }

  private func refuseMore(
    than room: Int, _ count: Int, in name: String
  ) throws(FormatError) {
    guard count > room else { return }
    throw .unsupported(
      file: graph.file, node: name, what: "there are more than \(Self.mostNodes) nodes")
  }

  private mutating func readEdges(
    at path: String, of name: String, places: [String: Ends]
  ) throws(FormatError) {
    guard try kind(of: path) == .dataset else { throw halfWritten(name, "'edges' is missing") }
    let type = try elementType(of: path)
    // Without any edge, numpy has no text to tell the type from.
    if type == .float || type == .integer {
      let numbers = try attempt { () throws(HDF5Error) in try file.numbers(path, as: Float.self) }
      if numbers.elements.isEmpty { return }
    }
    let edges = try attempt { () throws(HDF5Error) in try file.strings(path) }
    guard edges.shape.count == 2 && edges.shape[1] == 2 || edges.elements.isEmpty else {
      throw .malformed(
        file: graph.file, node: name, what: "'edges' is \(list(edges.shape)) instead of n x 2")
    }
    for index in 0..<(edges.elements.count / 2) {
      let (from, to) = (
        unmistakable(edges.elements[2 * index]), unmistakable(edges.elements[2 * index + 1])
      )
      guard let source = places[from], let target = places[to] else {
        throw .malformed(
          file: graph.file, node: name,
          what: "the edge '\(from)' to '\(to)' names a node that is not there")
      }
      let edge = NIRGraph.Edge(source: source.output, target: target.input)
      guard known.insert(edge).inserted else {
        throw .malformed(
          file: graph.file, node: name, what: "the edge '\(from)' to '\(to)' is there twice")
      }
      graph.edges.append(edge)
    }
  }

  /// Makes the ends of a nested graph nodes that pass on what they get.
  private mutating func dissolve(
    _ name: String, nodes: Range<Int>, prefix: String
  ) throws(FormatError) -> Ends {
    func end(_ type: String) throws(FormatError) -> Int {
      let found = nodes.filter { index in
        let node = graph.nodes[index]
        let isOwn = !node.name.utf8.dropFirst(prefix.utf8.count).contains(UInt8(ascii: "."))
        return node.type == type && isOwn
      }
      guard found.count == 1 else {
        throw .unsupported(
          file: graph.file, node: name,
          what: "a graph inside another needs one \(type), but has \(found.count)")
      }
      return found[0]
    }
    let ends = Ends(input: try end("Input"), output: try end("Output"))
    graph.nodes[ends.input].type = NIRGraph.identity
    graph.nodes[ends.output].type = NIRGraph.identity
    return ends
  }

  private func type(of path: String, name: String) throws(FormatError) -> String {
    guard try elementType(of: path + "/type") == .string,
      let type = try attempt({ () throws(HDF5Error) in try file.strings(path + "/type") })
        .elements.first
    else { throw halfWritten(name, "'type' is missing") }
    return type
  }

  /// The datasets of a group.
  private func parameters(in path: String) throws(FormatError) -> [String: NIRValue] {
    var values: [String: NIRValue] = [:]
    for key in try attempt({ () throws(HDF5Error) in try file.names(in: path) }) {
      values[key] = try value(at: "\(path)/\(key)")
    }
    return values
  }

  /// Numbers that are finite in the file only, one of each parameter.
  private func excesses(
    of parameters: [String: NIRValue], in path: String
  ) throws(FormatError) -> [String: Double] {
    var excesses: [String: Double] = [:]
    for (key, value) in parameters {
      guard case .floats(let array) = value,
        let place = array.elements.firstIndex(where: \.isInfinite)
      else { continue }
      let stored = try attempt { () throws(HDF5Error) in
        try file.numbers("\(path)/\(key)", as: Double.self)
      }.elements
      if stored.indices.contains(place), stored[place].isFinite { excesses[key] = stored[place] }
    }
    return excesses
  }

  /// What we know of the metadata, which others are free to fill as they like.
  private func metadata(of path: String) throws(FormatError) -> [String: NIRValue] {
    guard try kind(of: path + "/metadata") == .group else { return [:] }
    var values: [String: NIRValue] = [:]
    for key in NIRMetadata.keys { values[key] = try value(at: "\(path)/metadata/\(key)") }
    return values
  }

  /// `nil` if there is no dataset.
  private func value(at place: String) throws(FormatError) -> NIRValue? {
    switch try elementType(of: place) {
    case .float:
      return .floats(try attempt { () throws(HDF5Error) in try file.numbers(place) })
    case .integer:
      return .integers(try attempt { () throws(HDF5Error) in try file.numbers(place) })
    case .string:
      return .texts(try attempt { () throws(HDF5Error) in try file.strings(place) })
    case .other:
      throw .malformed(file: graph.file, node: place, what: "holds neither numbers nor text")
    case nil:
      return nil
    }
  }

  private func kind(of path: String) throws(FormatError) -> HDF5Kind? {
    try attempt { () throws(HDF5Error) in try file.kind(of: path) }
  }

  private func elementType(of path: String) throws(FormatError) -> HDF5ElementType? {
    try attempt { () throws(HDF5Error) in try file.elementType(of: path) }
  }

  private func attempt<Value>(
    _ body: () throws(HDF5Error) -> Value
  ) throws(FormatError) -> Value {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw FormatError(error)
    }
  }

  private func halfWritten(_ node: String, _ what: String) -> FormatError {
    .malformed(file: graph.file, node: node, what: what + ", as if writing had been interrupted")
  }
}

extension FormatError {
  /// What is wrong with a NIR file that cannot be read.
  package init(_ error: HDF5Error) {
    switch error.cause {
    case .contents where error.object == "/": self = .notNIR(file: error.file, reason: error.reason)
    case .contents: self = .malformed(file: error.file, node: error.object, what: error.reason)
    case .damaged: self = .damaged(file: error.file, reason: error.about)
    case .resources: self = .unavailable(file: error.file, reason: error.about)
    }
  }
}
