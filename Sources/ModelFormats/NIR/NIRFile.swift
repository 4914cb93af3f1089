import Foundation
import HDF5
import InputFiles

/// Reads the graph of a NIR file as it stands there.
///
/// The layout is that of the `nir` package: `/node` is a graph; a graph has `type`, `edges` (n x 2
/// texts) and `nodes`, a group with one group per node, which may be a graph again.
struct NIRFile: ~Copyable {
  private let file: HDF5File
  private var graph: NIRGraph

  /// The ends of a nested graph, by the graph's name.
  private struct Ends {
    var input: Int
    var output: Int
  }

  private init(_ path: String) throws(FormatError) {
    do throws(HDF5Error) {
      file = try HDF5File(reading: path)
    } catch {
      throw .notNIR(file: path, reason: "no intact HDF5 file: of another kind, or half written")
    }
    graph = NIRGraph(file: path)
  }

  static func graph(at path: String) throws(FormatError) -> NIRGraph {
    let size: Int
    do throws(InputFileError) {
      size = try InputFile(path).size
    } catch {
      throw .input(error)
    }
    guard size > 0 else { throw .notNIR(file: path, reason: "the file is empty") }
    var file = try NIRFile(path)
    return try file.read()
  }

  private mutating func read() throws(FormatError) -> NIRGraph {
    guard file.kind(of: "/node") == .group else {
      let isData = file.hasAttribute("__type__", of: "/")
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
    graph.metadata = try values(in: "/node/metadata", name: "metadata")
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
    guard file.kind(of: "\(path)/nodes") == .group else {
      throw halfWritten(name, "'nodes' is missing")
    }
    let first = graph.nodes.count
    var places: [String: Ends] = [:]
    for child in try attempt({ () throws(HDF5Error) in try file.names(in: "\(path)/nodes") }) {
      places[child] = try readNode(
        at: "\(path)/nodes/\(child)", name: prefix + child, depth: depth)
    }
    try readEdges(at: "\(path)/edges", of: name, places: places)
    guard !prefix.isEmpty else { return nil }
    return try dissolve(name, nodes: first..<graph.nodes.count, prefix: prefix)
  }

  private mutating func readNode(
    at path: String, name: String, depth: Int
  ) throws(FormatError) -> Ends {
    guard file.kind(of: path) == .group else { throw halfWritten(name, "it is no group") }
    let type = try type(of: path, name: name)
    if type == "NIRGraph" {
      guard let ends = try readGraph(at: path, prefix: name + ".", depth: depth + 1) else {
        throw halfWritten(name, "it is no graph")
      }
      return ends
    }
    let parameters = try values(in: path, name: name)
    let metadata = try values(in: path + "/metadata", name: name)
    graph.nodes.append(
      NIRGraph.Node(name: name, type: type, parameters: parameters, metadata: metadata))
    return Ends(input: graph.nodes.count - 1, output: graph.nodes.count - 1)
  }

  private mutating func readEdges(
    at path: String, of name: String, places: [String: Ends]
  ) throws(FormatError) {
    guard file.kind(of: path) == .dataset else { throw halfWritten(name, "'edges' is missing") }
    let type = file.elementType(of: path)
    // Without any edge, numpy has no text to tell the type from.
    if type == .float || type == .integer,
      let empty = try? file.numbers(path, as: Float.self), empty.elements.isEmpty
    {
      return
    }
    let edges = try attempt { () throws(HDF5Error) in try file.strings(path) }
    guard edges.shape.count == 2 && edges.shape[1] == 2 || edges.elements.isEmpty else {
      throw .malformed(
        file: graph.file, node: name, what: "'edges' is \(list(edges.shape)) instead of n x 2")
    }
    for index in 0..<(edges.elements.count / 2) {
      let (from, to) = (edges.elements[2 * index], edges.elements[2 * index + 1])
      guard let source = places[from], let target = places[to] else {
        throw .malformed(
          file: graph.file, node: name,
          what: "the edge '\(from)' to '\(to)' names a node that is not there")
      }
      let edge = NIRGraph.Edge(source: source.output, target: target.input)
      guard !graph.edges.contains(edge) else {
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
        return node.type == type && !node.name.dropFirst(prefix.count).contains(".")
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
    guard file.elementType(of: path + "/type") == .string,
      let type = try attempt({ () throws(HDF5Error) in try file.strings(path + "/type") })
        .elements.first
    else { throw halfWritten(name, "'type' is missing") }
    return type
  }

  /// The datasets of a group; none if there is no such group.
  private func values(in path: String, name: String) throws(FormatError) -> [String: NIRValue] {
    guard file.kind(of: path) == .group else { return [:] }
    var values: [String: NIRValue] = [:]
    for key in try attempt({ () throws(HDF5Error) in try file.names(in: path) }) {
      let place = "\(path)/\(key)"
      switch file.elementType(of: place) {
      case .float:
        values[key] = .floats(try attempt { () throws(HDF5Error) in try file.numbers(place) })
      case .integer:
        values[key] = .integers(try attempt { () throws(HDF5Error) in try file.numbers(place) })
      case .string:
        values[key] = .texts(try attempt { () throws(HDF5Error) in try file.strings(place) })
      case .other, nil:
        continue
      }
    }
    return values
  }

  private func attempt<Value>(
    _ body: () throws(HDF5Error) -> Value
  ) throws(FormatError) -> Value {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw .malformed(file: graph.file, node: error.object, what: error.reason)
    }
  }

  private func halfWritten(_ node: String, _ what: String) -> FormatError {
    .malformed(file: graph.file, node: node, what: what + ", as if writing had been interrupted")
  }
}
