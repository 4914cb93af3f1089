// The ends of the outermost graph.
extension NIRGraph {
  /// Lets edges into the Input and out of the Output carry what they carry in a graph inside
  /// another: what comes back to the Input is added to what comes in, and the Output sends on what
  /// it gets.
  ///
  /// A node that passes on what it gets takes the place of such an end, which stays before or
  /// behind it; other ends are left as they are. Costs the number of edges.
  mutating func separateEnds() {
    for end in nodes.indices {
      if nodes[end].type == "Input", edges.contains(where: { $0.target == end }) {
        let junction = replaceInEdges(end)
        edges.append(Edge(source: end, target: junction))
      } else if nodes[end].type == "Output", edges.contains(where: { $0.source == end }) {
        let junction = replaceInEdges(end)
        edges.append(Edge(source: junction, target: end))
      }
    }
  }

  /// - Returns: The new node, which has all edges of the end now.
  private mutating func replaceInEdges(_ end: Int) -> Int {
    let junction = nodes.count
    nodes.append(
      Node(name: nodes[end].name, type: Self.identity, parameters: nodes[end].parameters))
    for index in edges.indices {
      if edges[index].source == end { edges[index].source = junction }
      if edges[index].target == end { edges[index].target = junction }
    }
    return junction
  }
}
