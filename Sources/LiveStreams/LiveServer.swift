import Foundation
import Networks
import Runs
import SpikingEngine
import Synchronization

/// Lets other programs watch a run: whoever connects gets what is computed from then on.
///
/// Never waits for a viewer: who does not read fast enough misses steps, and is told how many. What
/// waits for all of them together is bounded, because there are at most `limit`, and who comes then
/// is told so.
package final class LiveServer: Sendable {
  private struct State {
    var viewers: [Viewer] = []
    /// The run that is shown, and which one it is, from 1 on.
    var run: LiveRun?
    var number = 0
    var hello = Data()
    var lastStep = 0
  }

  private let listener: StreamSocket
  private let limit: Int
  private let state = Mutex(State())

  package var address: StreamAddress { listener.address }

  /// How many may watch at a time where nobody says.
  package static let usualLimit = 16

  /// Listens from now on.
  ///
  /// - Parameter limit: How many may watch at a time.
  /// - Throws: `StreamError` if the address is in use or cannot be used.
  package init(
    at address: StreamAddress, viewers limit: Int = LiveServer.usualLimit
  ) throws(StreamError) {
    listener = try StreamSocket.listening(at: address)
    self.limit = limit
    let thread = Thread { [weak self, listener] in
      let spare = SpareDescriptor()
      while let arrival = listener.accept(with: spare) {
        guard let self else { return }
        switch arrival {
        case .viewer(let socket): self.welcome(socket)
        case .beyondDescriptors(let socket):
          Viewer.refuse(socket, "no descriptor is free for another viewer")
        case .nobody: usleep(50_000)
        }
      }
    }
    thread.name = "viewers"
    thread.start()
  }

  deinit { end() }

  /// Lets nobody connect any more.
  package func end() { listener.shutDown() }

  /// What waits for all who watch, in bytes.
  package var waitingByteCount: Int {
    state.withLock { $0.viewers.reduce(0) { $0 + $1.waitingByteCount } }
  }

  /// What may wait for all who watch, in bytes, but for the last step of each.
  package var byteLimit: Int { limit * room }

  /// What may wait for one of them, in bytes: less where many may watch.
  private var room: Int { min(LiveServer.mostRoom, LiveServer.roomOfAll / limit) }

  private static let mostRoom = 4 << 20
  private static let roomOfAll = 64 << 20

  /// How many watch.
  package var viewerCount: Int { state.withLock { $0.viewers.count } }

  /// Ends the run before, and begins another one; who came before there was any watches this one.
  ///
  /// - Returns: Who must be given its steps.
  package func begin(_ run: LiveRun) -> any StepSink {
    var packet = Spiketop_Live_V1_Packet()
    packet.hello = run.hello
    let hello = delimited(packet)
    let number = state.withLock { state in
      if state.run != nil { dismiss(&state, "another run is shown") }
      (state.run, state.hello, state.lastStep) = (run, hello, 0)
      // Those who came before there was a run to show.
      for viewer in state.viewers { viewer.send(hello, step: 0) }
      state.number += 1
      return state.number
    }
    return ServedRun(self, number: number)
  }

  fileprivate func take(_ steps: RunSteps, ofRun number: Int) {
    state.withLock { state in
      guard number == state.number, let run = state.run, steps.lastStep > state.lastStep else {
        return
      }
      let first = max(state.lastStep + 1, steps.raster.firstStep)
      // Steps that the run itself keeps no longer; those before the first one were nobody's.
      let missed = state.lastStep == 0 ? 0 : first - state.lastStep - 1
      state.lastStep = steps.lastStep
      state.viewers.removeAll(where: \.isGone)
      guard !state.viewers.isEmpty else { return }
      for viewer in state.viewers { viewer.miss(missed) }
      for step in first...steps.lastStep {
        let frames = frames(of: run, at: step, in: steps)
        for viewer in state.viewers { viewer.send(frames, step: step) }
      }
    }
  }

  fileprivate func end(run number: Int) {
    state.withLock { if number == $0.number { dismiss(&$0, "") } }
  }

  private func welcome(_ socket: StreamSocket) {
    state.withLock { state in
      state.viewers.removeAll(where: \.isGone)
      if state.viewers.count >= limit { dismissThoseWhoHungUp(&state) }
      guard state.viewers.count < limit else {
        return Viewer.refuse(socket, "\(limit) watch already, and no more may (--viewers)")
      }
      let viewer = Viewer(socket, room: room)
      state.viewers.append(viewer)
      if state.run != nil { viewer.send(state.hello, step: 0) }
    }
  }

  /// Makes room for others, of those who left while nothing was sent.
  private func dismissThoseWhoHungUp(_ state: inout State) {
    let gone = state.viewers.filter(\.hasHungUp)
    for viewer in gone { viewer.finish(Data()) }
    state.viewers.removeAll { viewer in gone.contains { $0 === viewer } }
  }

  private func dismiss(_ state: inout State, _ reason: String) {
    var packet = Spiketop_Live_V1_Packet()
    packet.bye.reason = reason
    for viewer in state.viewers { viewer.finish(delimited(packet)) }
    state.viewers = []
    state.run = nil
  }

  /// What all layers did in a step.
  private func frames(of run: LiveRun, at step: Int, in steps: RunSteps) -> Data {
    var bytes = Data()
    for (layer, description) in run.description.layers.enumerated() {
      var packet = Spiketop_Live_V1_Packet()
      packet.frame = frame(of: layer, description, at: step, in: steps)
      packet.frame.population = run.numbers[layer]
      let isSilent = packet.frame.ids.isEmpty && packet.frame.bitmap.isEmpty
      // The first one tells that there was a step.
      if layer == 0 || !isSilent || !packet.frame.potentialF32.isEmpty {
        bytes += delimited(packet)
      }
    }
    return bytes
  }

  private func frame(
    of layer: Int, _ description: RunDescription.Layer, at step: Int, in steps: RunSteps
  ) -> Spiketop_Live_V1_Frame {
    let shape = description.shape
    let events = steps.raster.events(of: layer, at: step)
    var frame = Spiketop_Live_V1_Frame()
    frame.step = UInt64(step)
    var spikes: [(unit: Int, amount: Float)] = []
    events.words.forEachBit { place in
      let amount = events.values.count > 1 ? events.value(of: place) : 0
      spikes.append((shape.unitNumber(ofIndex: place), amount))
    }
    if !shape.isVector { spikes.sort { $0.unit < $1.unit } }
    if 4 * spikes.count < shape.count / 8 {
      frame.ids = spikes.map { UInt32($0.unit) }
    } else if !spikes.isEmpty {
      frame.bitmap = bitmap(spikes.map(\.unit), count: shape.count)
    }
    if events.values.count > 1 {
      frame.amounts = spikes.map(\.amount)
    } else if let value = events.commonValue, !events.isEmpty,
      value != description.neuron.threshold
    {
      frame.amounts = [value]
    }
    if let potentials = steps.potentials.potentials(of: layer, at: step) {
      frame.potentialF32 = Data(littleEndian: shape.unitOrder(Array(potentials)))
    }
    return frame
  }

  private func bitmap(_ units: [Int], count: Int) -> Data {
    var bytes = [UInt8](repeating: 0, count: (count + 7) / 8)
    for unit in units { bytes[unit >> 3] |= 1 << UInt8(unit & 7) }
    return Data(bytes)
  }
}

/// One run of those that a server shows.
private final class ServedRun: StepSink {
  private let server: LiveServer
  private let number: Int

  init(_ server: LiveServer, number: Int) {
    self.server = server
    self.number = number
  }

  func take(_ steps: RunSteps, isPaused: Bool) { server.take(steps, ofRun: number) }
  func end() { server.end(run: number) }
}
