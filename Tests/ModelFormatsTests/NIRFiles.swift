import Foundation
import HDF5
import ModelFormats

/// A NIR file made by hand, so that it can be wrong in any way.
struct NIRSketch {
  enum Value {
    case floats([Float], [Int])
    case doubles([Double], [Int])
    case integers([Int64], [Int])
    case texts([String], [Int])
  }

  var types: [String: String] = [:]
  var parameters: [String: [String: Value]] = [:]
  var edges: [(String, String)] = []
  var extras: [String: Value] = [:]

  /// Input of 2, an affine layer to 3 LIF neurons, and the output.
  static var small: NIRSketch {
    var sketch = NIRSketch()
    sketch.add("input", "Input", ["shape": .integers([2], [1])])
    sketch.add(
      "fc", "Affine",
      ["weight": .floats([1, 2, 3, 4, 5, 6], [3, 2]), "bias": .floats([0, 0, 0], [3])])
    sketch.add("lif", "LIF", Self.leaky(3))
    sketch.add("output", "Output", ["shape": .integers([3], [1])])
    sketch.edges = [("input", "fc"), ("fc", "lif"), ("lif", "output")]
    return sketch
  }

  static func leaky(_ count: Int) -> [String: Value] {
    let values = { (value: Float) in Value.floats(Array(repeating: value, count: count), [count]) }
    return [
      "tau": values(0.002), "r": values(2), "v_leak": values(0), "v_threshold": values(1),
      "v_reset": values(0),
    ]
  }

  /// The parameters of neurons that do not fire.
  static func integrating(_ count: Int) -> [String: Value] {
    leaky(count).filter { !["v_threshold", "v_reset"].contains($0.key) }
  }

  mutating func add(_ name: String, _ type: String, _ parameters: [String: Value]) {
    types[name] = type
    self.parameters[name] = parameters
  }

  /// Writes the file and reads it as a network.
  func read(_ options: NIROptions = NIROptions(timeStep: 0.001, reset: .toZero)) throws -> NIRModel
  {
    try withFolder { folder in
      let path = folder.appending(path: "sketch.nir").path
      try write(to: path)
      return try model(at: path, options)
    }
  }

  /// What reading it says, behind the name of the file.
  func refusal(_ options: NIROptions = NIROptions(timeStep: 0.001, reset: .toZero)) throws -> String
  {
    do {
      _ = try read(options)
      return "no refusal"
    } catch let error as FormatError {
      return error.description.components(separatedBy: "sketch.nir: ").last ?? ""
    }
  }

  func write(to path: String) throws {
    try HDF5File.encoded { file throws(HDF5Error) in
      try write(to: file)
    }.write(to: URL(filePath: path))
  }

  private func write(to file: borrowing HDF5File) throws(HDF5Error) {
    try file.write(["NIRGraph"], shape: [], to: "/node/type")
    try file.createGroup("/node/nodes")
    for (name, type) in types {
      try file.write([type], shape: [], to: "/node/nodes/\(name)/type")
      for (key, value) in parameters[name] ?? [:] {
        try write(value, to: "/node/nodes/\(name)/\(key)", in: file)
      }
    }
    for (place, value) in extras { try write(value, to: place, in: file) }
    guard extras["/node/edges"] == nil else { return }
    try file.write(
      edges.flatMap { [$0.0, $0.1] }, shape: [edges.count, 2], to: "/node/edges")
  }

  private func write(
    _ value: Value, to place: String, in file: borrowing HDF5File
  ) throws(HDF5Error) {
    switch value {
    case .floats(let numbers, let shape): try file.write(numbers, shape: shape, to: place)
    case .doubles(let numbers, let shape): try file.write(numbers, shape: shape, to: place)
    case .integers(let numbers, let shape): try file.write(numbers, shape: shape, to: place)
    case .texts(let texts, let shape): try file.write(texts, shape: shape, to: place)
    }
  }
}

/// The network in a file of our own.
func model(at path: String, _ options: NIROptions = NIROptions()) throws -> NIRModel {
  try NIRReader.model(in: HDF5Reader(inThisProcess: path), options: options)
}

/// Calls `body` with a folder that is gone afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
