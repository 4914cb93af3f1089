import Datasets
import Foundation
import Tensors
import Testing

/// Arrays that are no rasters of spikes, as of potentials.
@Suite struct RasterRefusalTests {
  private func raster(_ values: [Float], in scratch: Scratch) throws -> String {
    let array = Tensor(shape: [values.count / 2, 2], elements: values)
    let archive = NPZFile.encoded([("hidden", NPYFile.encoded(array))])
    return try scratch.file("spikes.npz", try #require(archive))
  }

  @Test(arguments: [
    (Float(-1), "-1.0 (a negative number)"), (-0.25, "-0.25 (a negative number)"), (.nan, "nan"),
    (.infinity, "inf"),
  ])
  func whatIsNoSpikeIsNamed(value: Float, mention: String) throws {
    let scratch = try Scratch()
    let path = try raster([0, 1, value, 0, 1, 1], in: scratch)
    try expectRefusal(
      ["export", path, "--axes", "tn", "--format", "csv", "-o", "-"], 65, path, "'hidden'", mention,
      "save a 1")
  }

  /// Several spikes in a step, and spikes scaled by their threshold, count as one: that is said.
  @Test func severalSpikesAreCounted() throws {
    let scratch = try Scratch()
    let path = try raster([0, 1, 2, 0, 0.5, 1], in: scratch)
    let outcome = try Program.run(["export", path, "--axes", "tn", "--format", "csv", "-o", "-"])
    #expect(outcome.status == 0 && outcome.outputLines.count == 5, "\(outcome)")
    #expect(outcome.errors.contains("2 values are neither 0 nor 1"), "\(outcome)")
  }
}
