/// A format that spikes are written in: what it is called, who reads it, and how it is written.
package struct SpikeFileWriter: Sendable {
  /// As the command line takes it: `nir-events`.
  package let name: String

  /// Which programs read it, for the help text.
  package let readers: String

  /// Whether it can be written from its start to its end, so that it may go to standard output.
  package let isStream: Bool

  /// Whether the file tells layers apart; else the neurons of those written are numbered through.
  package let namesLayers: Bool

  /// Begins to write.
  package let begin:
    @Sendable (SpikeOutput, _ populations: [SpikePopulation], SpikeExport) throws
      -> any SpikeWriter

  package init(
    _ name: String, readers: String, isStream: Bool = false, namesLayers: Bool = true,
    begin:
      @escaping @Sendable (
        SpikeOutput, _ populations: [SpikePopulation], SpikeExport
      ) throws -> any SpikeWriter
  ) {
    self.name = name
    self.readers = readers
    self.isStream = isStream
    self.namesLayers = namesLayers
    self.begin = begin
  }
}

/// The formats that spikes can be written in.
package struct SpikeFileWriters: Sendable {
  /// In the order in which people meet them.
  package let all: [SpikeFileWriter]

  /// - Precondition: No two have the same name.
  package init(_ all: [SpikeFileWriter]) {
    precondition(Set(all.map(\.name)).count == all.count, "two writers have one name")
    self.all = all
  }

  /// What this program writes.
  package static let standard = SpikeFileWriters([
    .sonata,
    .npz,
    .gdf,
    .csv,
    .nirEvents,
  ])

  /// The format of a name, or `nil` if there is none.
  package subscript(name: String) -> SpikeFileWriter? { all.first { $0.name == name } }
}
