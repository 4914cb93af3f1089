import ThreadPlacement

/// Memory that is freed, and whether the process keeps it.
package enum FreedMemory {
  /// Makes freed arrays of 1 MiB and more leave the process at once.
  ///
  /// Some systems raise that bound to the largest array freed so far, and then a trained network
  /// that is gone after its conversion stays in memory: half as much again for VGG-16 in 16 bits.
  /// Of smaller ones 8 MiB stay: what the run of an image takes and the next takes again.
  package static func leavesAtOnce() {
    tp_return_freed_memory(1 << 20, 8 << 20)
  }

  /// Keeps what the run of an image frees, from now on, for the next one: of ImageNet's sizes it is
  /// more than stays otherwise, and new memory takes as long as some steps.
  ///
  /// - Parameter neurons: Of all networks that run at a time.
  package static func staysForRuns(ofNeurons neurons: Int) {
    // Potentials, and what statistics keep of a neuron.
    let bytes = 64 * neurons
    if bytes > 8 << 20 { tp_return_freed_memory(32 << 20, min(bytes, 1 << 30)) }
  }

  /// Gives back what is free between arrays that are not; takes some milliseconds.
  package static func leavesNow() {
    tp_return_holes()
  }
}
