import Foundation
import SpikeFiles

/// What is read of a file with this text.
func spikes(
  _ text: String, _ reading: SpikeReading = SpikeReading()
) throws -> ImportedSpikes {
  let folder = try SpikeFolder()
  try Data(text.utf8).write(to: URL(filePath: folder.file("spikes")))
  return try SpikeReader.spikes(at: folder.file("spikes"), reading: reading)
}
