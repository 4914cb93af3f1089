import Networks
import Runs

/// What of a run that is computed now is not as it was recorded: files were overwritten meanwhile.
struct RecordedChange: Equatable {
  let words: String

  /// Whether it may come from another processor alone, so that the runs can still be compared.
  let isDoubtOnly: Bool

  /// How far numbers may differ that another processor has added up, relative to the largest.
  private static let tolerance: Float = 1e-3

  /// - Parameters:
  ///   - image: The input that was recorded; `nil` where nobody says.
  /// - Returns: `nil` where all is as it was.
  init?(from recorded: RunDescription, image: [Float]?, to header: RunHeader) {
    let computed = header.description
    let path = recorded.model?.path ?? computed.name
    if let image, !image.map(\.bitPattern).elementsEqual(header.image.map(\.bitPattern)) {
      words =
        "the image \(computed.image) of \(computed.dataset), as it is prepared now, is no longer "
        + "that of the recording"
    } else if !Self.areAlike(recorded.layers, computed.layers)
      || recorded.coding != computed.coding
    {
      words =
        "the thresholds and neurons of \(path), as it is converted now, are no longer those of the "
        + "recording"
    } else if !Self.areClose(recorded.logits, computed.logits) {
      words = "the weights of \(path) are no longer those of the recording"
    } else if let before = recorded.model?.network, before != computed.model?.network {
      words =
        "the weights or the calibration of \(path) are not quite those of the recording, so spikes "
        + "may differ"
      isDoubtOnly = true
      return
    } else {
      return nil
    }
    isDoubtOnly = false
  }

  private static func areAlike(
    _ recorded: [RunDescription.Layer], _ computed: [RunDescription.Layer]
  ) -> Bool {
    recorded.count == computed.count
      && zip(recorded, computed).allSatisfy { before, now in
        before.shape == now.shape && before.sources == now.sources
          && (before.neuron == now.neuron
            || type(of: before.neuron.model) == type(of: now.neuron.model)
              && areClose(
                [before.neuron.threshold].compactMap(\.self),
                [now.neuron.threshold].compactMap(\.self)))
      }
  }

  private static func areClose(_ recorded: [Float], _ computed: [Float]) -> Bool {
    guard recorded.count == computed.count else { return false }
    let largest = recorded.reduce(0) { max($0, abs($1)) }
    return recorded == computed
      || zip(recorded, computed).allSatisfy { abs($0 - $1) <= tolerance * largest }
  }
}
