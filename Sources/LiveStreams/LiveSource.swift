import Foundation
import Networks
import Recordings
import Runs
import SpikingEngine
import Synchronization

/// Spikes that another program sends, as they come.
///
/// What has come stays as long as memory allows; who looks at steps that had to go sees silence,
/// and `report` counts them. The sender's first step is step 1 here.
package final class LiveSource: SpikeSource {
  package let run: LiveRun

  /// How the stream is going.
  package struct Report: Equatable, Sendable {
    /// The sender's number of our step 1.
    package var senderStep = 1
    /// Steps that the sender has dropped, because we, or the way to us, were too slow.
    package var dropped = 0
    /// Why nothing more will come; `nil` while more may.
    package var ending: String?
    /// What was wrong with what was sent, where that was the end.
    package var fault: StreamError?
  }

  private struct State {
    var raster: SpikeRaster
    var report = Report()
    /// The step under way, and which populations have told theirs.
    var openStep = 0
    var replayed: Set<Int> = []
    var lastStep = 0
    /// The sender's number of step 0; `nil` before the first frame.
    var origin: Int?
    var potentials: LatestPotentials
  }

  private let state: Mutex<State>
  let address: StreamAddress

  /// No sender counts further than this.
  private static let largestNumber = 1 << 53

  /// The numbers of two steps one after the other, sent or dropped, differ by no more; what does is
  /// an error of the sender.
  private static let largestGap = 1 << 16

  /// - Parameter bytes: How much memory what has come may take; a quarter of it is for potentials.
  init(_ run: LiveRun, at address: StreamAddress, bytes: Int) {
    self.run = run
    self.address = address
    let shapes = run.network.layers.map(\.shape)
    state = Mutex(
      State(
        raster: SpikeRaster(neuronCounts: shapes.map(\.count), byteBudget: bytes - bytes / 4),
        potentials: LatestPotentials(byteBudget: bytes / 4)))
  }

  package var memory: SourceMemory? {
    state.withLock { state in
      let (raster, potentials) = (state.raster, state.potentials)
      return SourceMemory(
        byteCount: raster.byteCount + potentials.byteCount,
        limit: raster.byteLimit + potentials.byteLimit,
        stepCount: raster.lastStep - raster.firstStep + 1)
    }
  }

  package var lastStep: Int { state.withLock(\.lastStep) }
  package var isGrowing: Bool { state.withLock { $0.report.ending == nil } }
  package var report: Report { state.withLock(\.report) }

  /// Waits until a step is there, or until it never will be.
  package func wait(forStep step: Int) {
    while lastStep < step, isGrowing { usleep(2000) }
  }

  package func step(_ step: Int, of layer: Int) -> ReplayedStep {
    state.withLock { state in
      let events = state.raster.events(of: layer, at: step)
      var words = Array(events.words)
      if words.isEmpty {
        words = Array(repeating: 0, count: (run.network.layers[layer].shape.count + 63) / 64)
      }
      return ReplayedStep(
        words: words, values: Array(events.values),
        potentials: state.potentials.of(layer, at: step))
    }
  }

  /// Takes in what a population did.
  func take(_ frame: Spiketop_Live_V1_Frame) throws(StreamError) {
    guard let layer = run.layers[frame.population] else {
      throw malformed("a frame of population \(frame.population), which was not announced")
    }
    let replayed = try replayed(frame, layer: layer)
    guard let sent = Int(exactly: frame.step), sent <= Self.largestNumber else {
      throw malformed("step \(frame.step)")
    }
    guard let dropped = Int(exactly: frame.dropped), dropped <= Self.largestNumber else {
      throw malformed("\(frame.dropped) dropped steps")
    }
    try state.withLock { state throws(StreamError) in
      let origin = state.origin ?? sent - 1
      if state.origin == nil {
        state.origin = origin
        state.report.senderStep = sent
      }
      guard dropped <= Self.largestNumber - state.report.dropped else {
        throw malformed("\(dropped) dropped steps after \(state.report.dropped)")
      }
      state.report.dropped += dropped
      let step = sent - origin
      guard step >= max(state.openStep, 1) else {
        throw malformed("step \(sent) after step \(state.openStep + origin)")
      }
      guard (step - state.openStep - 1) / Self.largestGap <= dropped else {
        throw malformed("step \(sent) after step \(state.openStep + origin)")
      }
      open(step, &state)
      if !replayed.values.isEmpty {
        guard state.replayed.insert(layer).inserted else {
          throw malformed(
            "two frames with spikes of population \(frame.population) in step \(sent)")
        }
        state.raster.record(replayed, of: layer, at: step)
      }
      if let potentials = replayed.potentials {
        state.potentials.keep(potentials, of: layer, at: step)
      }
    }
  }

  /// Ends the step before, and makes room for this one.
  private func open(_ step: Int, _ state: inout State) {
    guard step > state.openStep else { return }
    state.lastStep = step - 1
    state.raster.append(silentSteps: step - state.openStep - 1)
    state.raster.append(steps: 1)
    state.raster.dropOldest()
    state.potentials.begin(step)
    state.openStep = step
    state.replayed = []
  }

  /// Says that nothing more will come.
  ///
  /// - Parameter fault: What was wrong with what has come, if that is why.
  func end(_ reason: String, fault: StreamError? = nil) {
    state.withLock { state in
      state.lastStep = state.openStep
      guard state.report.ending == nil else { return }
      (state.report.ending, state.report.fault) = (reason, fault)
    }
  }

  /// What a frame says, in channels-last order.
  private func replayed(
    _ frame: Spiketop_Live_V1_Frame, layer: Int
  ) throws(StreamError) -> ReplayedStep {
    let shape = run.network.layers[layer].shape
    var words = Array(repeating: UInt64(0), count: (shape.count + 63) / 64)
    let units = try units(of: frame, count: shape.count)
    for unit in units {
      let place = shape.populationIndex(ofUnit: unit)
      words[place >> 6] |= 1 << UInt64(place & 63)
    }
    guard words.reduce(0, { $0 + $1.nonzeroBitCount }) == units.count else {
      throw malformed("a neuron twice in step \(frame.step) of population \(frame.population)")
    }
    let values = units.isEmpty ? [] : try amounts(of: frame, units: units, layer: layer)
    guard values.allSatisfy(run.network.layers[layer].neuron.canSend) else {
      throw malformed("an impossible amount in step \(frame.step)")
    }
    // Spikes that are taken back are those of neurons that the sender has described.
    if run.isForeign, let negative = values.first(where: { $0 < 0 }) {
      throw malformed("an amount of \(negative) in step \(frame.step), which is negative")
    }
    let potentials = try potentials(of: frame, shape: shape)
    return ReplayedStep(words: words, values: values, potentials: potentials)
  }

  /// The unit numbers that fired.
  private func units(
    of frame: Spiketop_Live_V1_Frame, count: Int
  ) throws(StreamError) -> [Int] {
    if frame.bitmap.isEmpty {
      guard frame.ids.allSatisfy({ $0 < count }) else {
        throw malformed("neuron \(frame.ids.max() ?? 0) of a population of \(count)")
      }
      return frame.ids.map { Int($0) }
    }
    guard frame.ids.isEmpty else {
      throw malformed(
        "both ids and a bitmap of population \(frame.population) in step \(frame.step), which may "
          + "differ")
    }
    guard frame.bitmap.count == (count + 7) / 8 else {
      throw malformed("\(frame.bitmap.count) bytes of bits for \(count) neurons")
    }
    var units: [Int] = []
    for (index, bits) in frame.bitmap.enumerated() {
      var byte = bits
      while byte != 0 {
        units.append(index * 8 + byte.trailingZeroBitCount)
        byte &= byte - 1
      }
    }
    guard units.last ?? 0 < count else {
      throw malformed("bits beyond the last of \(count) neurons")
    }
    return units
  }

  /// What the spikes delivered, in channels-last order.
  private func amounts(
    of frame: Spiketop_Live_V1_Frame, units: [Int], layer: Int
  ) throws(StreamError) -> [Float] {
    switch frame.amounts.count {
    case 0: return [run.network.layers[layer].neuron.threshold ?? 1]
    case 1: return frame.amounts
    case units.count:
      let shape = run.network.layers[layer].shape
      guard !shape.isVector else { return frame.amounts }
      return zip(units, frame.amounts).map { (shape.populationIndex(ofUnit: $0), $1) }
        .sorted { $0.0 < $1.0 }.map(\.1)
    default:
      throw malformed("\(frame.amounts.count) amounts of \(units.count) spikes")
    }
  }

  private func potentials(
    of frame: Spiketop_Live_V1_Frame, shape: MapShape
  ) throws(StreamError) -> [Float]? {
    guard !frame.potentialF32.isEmpty else { return nil }
    guard let potentials = BlobReader.floats(frame.potentialF32, count: shape.count) else {
      throw malformed("\(frame.potentialF32.count) bytes of potentials for \(shape.count) neurons")
    }
    if let odd = potentials.first(where: { !$0.isFinite }) {
      throw malformed(
        "a potential of \(odd) of population \(frame.population) in step \(frame.step)")
    }
    return shape.populationOrder(potentials)
  }

  private func malformed(_ what: String) -> StreamError {
    StreamError(address, .malformed, "the stream holds \(what)")
  }
}
