import Networks
import SpikeKernels

/// The weights that are left of a pruned layer, as lists by output: for blocks of steps.
///
/// Each list is in ascending order of the source, in channels-last order.
struct FanIn: Sendable {
  /// One weight that is not zero.
  struct Connection {
    let input: Int
    /// The position inside the window.
    let row: Int
    let column: Int
    let weight: Float
  }

  /// Where the synapses of each output begin; one entry more than outputs.
  private var starts: [Int32] = [0]
  private var synapses: [sk_pruned_synapse] = []

  init(outputs: Int, map: BlockMap, connections: (_ output: Int) -> [Connection]) {
    for output in 0..<outputs {
      for connection in connections(output) {
        let source = map.offset(connection.input, row: connection.row, column: connection.column)
        synapses.append(sk_pruned_synapse(source: Int32(source), weight: connection.weight))
      }
      starts.append(Int32(synapses.count))
    }
  }

  var outputs: Int { starts.count - 1 }

  /// The synapses onto each target of an output.
  subscript(output: Int) -> ArraySlice<sk_pruned_synapse> {
    synapses[Int(starts[output])..<Int(starts[output + 1])]
  }

  /// Calls `body` with what the kernels want to know.
  func withKernelLists(_ body: (sk_fan_in) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      synapses.withUnsafeBufferPointer { synapses in
        body(sk_fan_in(starts: starts.baseAddress, synapses: synapses.baseAddress))
      }
    }
  }
}

extension Conv2dLayer {
  /// The weights onto an output that are not zero.
  func connections(of output: Int) -> [FanIn.Connection] {
    let (inputs, taps) = (weight.shape[1], kernel.rows * kernel.columns)
    let firstInput = output / (outputChannels / groups) * inputs
    var connections: [FanIn.Connection] = []
    for tap in 0..<taps {
      for input in 0..<inputs {
        let value = weight.elements[(output * inputs + input) * taps + tap]
        guard value != 0 else { continue }
        connections.append(
          FanIn.Connection(
            input: firstInput + input, row: tap / kernel.columns * dilation.rows,
            column: tap % kernel.columns * dilation.columns, weight: value))
      }
    }
    return connections
  }
}

extension AffineLayer {
  /// The weights onto an output that are not zero.
  ///
  /// - Parameter output: Its unit number.
  func connections(of output: Int, source: MapShape) -> [FanIn.Connection] {
    (0..<source.count).compactMap { index in
      let value = weight.elements[output * source.count + source.unitNumber(ofIndex: index)]
      guard value != 0 else { return nil }
      let (channel, row, column) = source.coordinates(ofIndex: index)
      return FanIn.Connection(input: channel, row: row, column: column, weight: value)
    }
  }
}
