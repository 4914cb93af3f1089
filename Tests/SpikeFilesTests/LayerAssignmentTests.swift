import Datasets
import Foundation
import Networks
import SpikeFiles
import Testing

/// Which layers of a known network the populations of a file are.
@Suite struct LayerAssignmentTests {
  private static let layers = ["conv1", "conv2", "fc1"]

  private static let network = SpikingNetwork(
    name: "small", inputShape: MapShape(channels: 1),
    layers: layers.map {
      SpikingLayer(
        name: $0, shape: MapShape(channels: 4),
        neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction), projections: [])
    } + [
      SpikingLayer(
        name: "output", shape: MapShape(channels: 2), neuron: .readout, projections: [])
    ], coding: .rate)

  private func spikes(_ text: String) throws -> ImportedSpikes {
    let folder = try SpikeFolder()
    try Data(text.utf8).write(to: URL(filePath: folder.file("spikes")))
    return try SpikeReader.spikes(at: folder.file("spikes"), of: Self.network)
  }

  /// The layer that fires in each step.
  private func layers(of spikes: ImportedSpikes) -> [Int?] {
    (1...spikes.source.lastStep).map { step in
      Self.network.layers.indices.first { spikes.source.step(step, of: $0).words != [0] }
    }
  }

  /// Three names, of which each may be that of any layer or of none: by name where all are known,
  /// by their order where none is, and else refused.
  @Test func namesDecideWhereOneIsKnown() throws {
    let names = Self.layers + ["x", "y", "z"]
    for first in names {
      for second in names where second != first {
        for third in names where ![first, second].contains(third) {
          let populations = [first, second, third]
          let text =
            "step,layer,neuron\n"
            + populations.enumerated().map { "\($0 + 1),\($1),\($0)\n" }.joined()
          let known = populations.map { Self.layers.firstIndex(of: $0) }
          switch known.count(where: { $0 != nil }) {
          case 3:
            let read = try spikes(text)
            #expect(layers(of: read) == known)
            #expect(!read.notes.contains { $0.contains("taken to be these") })
          case 0:
            let read = try spikes(text)
            #expect(layers(of: read) == [0, 1, 2])
            #expect(
              read.notes.contains { $0.hasSuffix("one after the other: conv1, conv2, fc1") })
          default:
            let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
            let unknown = populations.filter { !Self.layers.contains($0) }.map { "'\($0)'" }
            let verb = unknown.count == 1 ? "is no layer" : "are no layers"
            #expect(error.kind == .unsuitable)
            #expect(
              error.problem.hasPrefix(
                "\(unknown.joined(separator: ", ")) \(verb) of the network, which has conv1, "))
          }
        }
      }
    }
  }

  /// That nothing but the numbers says whose spikes they are is said.
  @Test func numbersThroughAllLayersAreNoted() throws {
    let read = try spikes("0 1.0\n5 2.0\n11 3.0\n")
    #expect(layers(of: read) == [0, 1, 2])
    #expect(
      read.notes.contains(
        "'neurons' is no layer, so its neurons are taken to be numbered through all that fire: "
          + "conv1, conv2, fc1"))
  }

  /// A population of another size is not all layers.
  @Test(arguments: [(4, false), (11, false), (12, true), (13, false)])
  func aPopulationOfKnownSizeIsTheWholeOrNothing(size: Int, isWhole: Bool) throws {
    let folder = try SpikeFolder()
    let path = folder.file("raster.npz")
    try raster(size).write(to: URL(filePath: path))
    func read() throws -> ImportedSpikes { try SpikeReader.spikes(at: path, of: Self.network) }

    guard !isWhole else {
      #expect(layers(of: try read()) == [0])
      return
    }
    let error = try #require(throws: SpikeFileError.self) { try read() }
    #expect(error.kind == .unsuitable)
    #expect(error.problem.contains("has \(size) neurons, but all layers that fire have 12"))
  }

  /// One step in which the first neuron fires.
  private func raster(_ size: Int) throws -> Data {
    let values = [1.0] + Array(repeating: 0, count: size - 1)
    var array = Data(NPYHeader.encoded(type: .float64, shape: [1, size]))
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { array.append(contentsOf: $0) }
    return try #require(NPZFile.encoded([("all", array)]))
  }
}
