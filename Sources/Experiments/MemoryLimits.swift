/// How much the way back in time may take, in bytes.
package struct MemoryLimits: Equatable, Sendable {
  package var checkpoints = 512 << 20
  package var spikes = 256 << 20

  package init() {}
}
