import Foundation

/// Reads a stream on a thread of its own, for as long as it lasts.
package enum LiveReceiver {
  /// What is waited for.
  package enum Wait: Sendable {
    /// That somebody sends.
    case sender
    /// That who is connected says what it sends.
    case description
  }

  /// Waits for a sender: connects to the one that listens there, or else listens for one to
  /// connect.
  ///
  /// - Parameters:
  ///   - rasterBytes: How much memory what has come may take.
  ///   - waiting: Called when nobody is there yet, and when who is there says nothing for a second.
  ///   - isCalledOff: Whether to wait no longer, asked some times a second.
  /// - Returns: The run that the sender announces; its spikes come from then on, and another run
  ///   ends it.
  /// - Throws: `StreamError` if the address cannot be used, if what comes is no stream of spikes,
  ///   or if it was called off: nothing is left in the file system then.
  package static func attach(
    to address: StreamAddress, rasterBytes: Int, waiting: (Wait) -> Void = { _ in },
    isCalledOff: () -> Bool = { false }
  ) throws(StreamError) -> LiveSource {
    let (sender, first) = try begin(
      at: address, rasterBytes: rasterBytes, waiting: waiting, isCalledOff: isCalledOff)
    start { receive(from: sender, to: first, then: nil) }
    return first
  }

  /// The same, and goes on with the runs that the sender begins afterwards.
  ///
  /// - Parameter listensAgain: Whether to listen for a sender that connects anew, too; it is
  ///   `LiveRuns.end` that removes the file of a socket then.
  package static func follow(
    _ address: StreamAddress, rasterBytes: Int, listensAgain: Bool = true,
    waiting: (Wait) -> Void = { _ in }, isCalledOff: () -> Bool = { false }
  ) throws(StreamError) -> LiveRuns {
    var (sender, first) = try begin(
      at: address, rasterBytes: rasterBytes, waiting: waiting, isCalledOff: isCalledOff)
    sender.canComeBack = sender.canComeBack && (listensAgain || !sender.isListenedFor)
    let runs = LiveRuns(first)
    start { [sender, first] in receive(from: sender, to: first, then: runs) }
    return runs
  }

  /// Who sends, and how there came to be a stream.
  private struct Sender: Sendable {
    let address: StreamAddress
    /// Whether it connects to us, not we to it.
    let isListenedFor: Bool
    let rasterBytes: Int
    var stream: IncomingStream
    /// Whether there may be another stream after this one.
    var canComeBack: Bool

    func source(_ hello: Spiketop_Live_V1_Hello) throws(StreamError) -> LiveSource {
      LiveSource(try LiveRun(hello, from: address), at: address, bytes: rasterBytes)
    }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread { body() }
    thread.name = "stream"
    thread.start()
  }

  private static func begin(
    at address: StreamAddress, rasterBytes: Int, waiting: (Wait) -> Void, isCalledOff: () -> Bool
  ) throws(StreamError) -> (Sender, LiveSource) {
    let (socket, isListenedFor) = try open(
      at: address, waiting: waiting, isCalledOff: isCalledOff)
    var sender = Sender(
      address: address, isListenedFor: isListenedFor, rasterBytes: rasterBytes,
      stream: IncomingStream(socket, from: address), canComeBack: address != .standardInput)
    let (connected, clock) = (ContinuousClock.now, ContinuousClock())
    var isSilent = false
    let first = try sender.stream.next {
      if !isSilent, clock.now - connected > .seconds(1) {
        isSilent = true
        waiting(.description)
      }
      return isCalledOff()
    }
    guard let packet = first else {
      throw StreamError(
        address, .malformed,
        sender.stream.openPacket.map {
          "the sender has ended within its first packet, after \($0)"
        } ?? "the sender has ended before it said anything")
    }
    if case .bye(let bye) = packet.body {
      // Who gives a reason refuses the viewer; without one, it is a stream without a run.
      throw bye.reason.isEmpty
        ? StreamError(
          address, .malformed, "the sender has ended before its run began, and does not say why")
        : StreamError(address, .unavailable, "the sender refuses: \(bye.reason)")
    }
    return (sender, try sender.source(hello(packet, address)))
  }

  private static func hello(
    _ packet: Spiketop_Live_V1_Packet, _ address: StreamAddress
  ) throws(StreamError) -> Spiketop_Live_V1_Hello {
    guard case .hello(let hello) = packet.body else {
      throw StreamError(
        address, .malformed, "the stream does not begin with a description of the run (Hello)")
    }
    return hello
  }

  private static func open(
    at address: StreamAddress, waiting: (Wait) -> Void, isCalledOff: () -> Bool
  ) throws(StreamError) -> (StreamSocket, isListenedFor: Bool) {
    if let socket = try StreamSocket.connected(to: address) { return (socket, false) }
    let listener = try StreamSocket.listening(at: address)
    waiting(.sender)
    try listener.awaitInput(unless: isCalledOff)
    guard let socket = listener.accept() else {
      throw StreamError(address, .unavailable, "nobody has connected")
    }
    return (socket, true)
  }
}

// On the thread of the stream.
extension LiveReceiver {
  /// - Parameter runs: Where further runs go; `nil` where there is to be none.
  private static func receive(
    from first: Sender, to source: LiveSource, then runs: LiveRuns?
  ) {
    var (sender, source) = (first, source)
    while true {
      let hello: Spiketop_Live_V1_Hello?
      do throws(StreamError) {
        hello = try take(from: &sender, to: source, isFollowed: runs != nil)
      } catch {
        return source.end("\(error)", fault: error)
      }
      guard let runs else { return }
      do throws(StreamError) {
        guard let next = try next(hello, from: &sender, to: runs) else { return }
        source = next
      } catch {
        return error.kind == .calledOff ? () : runs.fail(error)
      }
    }
  }

  /// Takes in a run to its end.
  ///
  /// - Returns: The next run, where it is in the same stream.
  private static func take(
    from sender: inout Sender, to source: LiveSource, isFollowed: Bool
  ) throws(StreamError) -> Spiketop_Live_V1_Hello? {
    while let packet = try sender.stream.next() {
      switch packet.body {
      case .frame(let frame): try source.take(frame)
      case .bye(let bye):
        source.end(
          // The sender itself may go on, and begin another one.
          "the sender's run has ended" + (bye.reason.isEmpty ? "" : ": \(bye.reason)"))
        return nil
      case .hello(let hello):
        guard isFollowed else {
          throw StreamError(
            sender.address, .malformed,
            "the sender has begun another run in the same stream (a second Hello), which is not "
              + "shown; end with Bye and connect again")
        }
        source.end("the sender has begun another run")
        return hello
      case nil: continue
      }
    }
    guard sender.stream.openPacket != nil else {
      source.end("the sender has ended")
      return nil
    }
    // As one does that is killed, and may be started again.
    let reason = "the sender has ended in the middle of a packet"
    source.end(reason, fault: StreamError(sender.address, .malformed, reason))
    return nil
  }

  /// Waits for the next run, and until somebody looks at it.
  ///
  /// - Parameter hello: Its description, where that has come.
  /// - Returns: `nil` where there will be none.
  private static func next(
    _ hello: Spiketop_Live_V1_Hello?, from sender: inout Sender, to runs: LiveRuns
  ) throws(StreamError) -> LiveSource? {
    var description = hello
    if description == nil { description = try nextHello(from: &sender, for: runs) }
    guard let description else { return nil }
    let source = try sender.source(description)
    runs.offer(source)
    while runs.hasNext {
      if runs.isOver { return nil }
      usleep(millisecond * 5)
    }
    return source
  }

  private static let millisecond: UInt32 = 1000

  /// Waits until the sender begins another stream.
  private static func nextHello(
    from sender: inout Sender, for runs: LiveRuns
  ) throws(StreamError) -> Spiketop_Live_V1_Hello? {
    guard sender.canComeBack else { return nil }
    runs.await(true)
    while !runs.isOver {
      guard let socket = try nextSocket(from: sender, for: runs) else {
        usleep(200 * millisecond)
        continue
      }
      sender.stream = IncomingStream(socket, from: sender.address)
      if let packet = try sender.stream.next(unless: { runs.isOver }), !packet.isFarewell {
        return try hello(packet, sender.address)
      }
      // Who said nothing, or refused, may have a run the next time.
      usleep(500 * millisecond)
    }
    return nil
  }

  /// In the way in which the first stream came about.
  private static func nextSocket(
    from sender: Sender, for runs: LiveRuns
  ) throws(StreamError) -> StreamSocket? {
    guard sender.isListenedFor else { return try StreamSocket.connected(to: sender.address) }
    let listener = try StreamSocket.listening(at: sender.address)
    guard runs.keep(listener) else {
      listener.shutDown()
      return nil
    }
    try listener.awaitInput { runs.isOver }
    defer { _ = runs.keep(nil) }
    return listener.accept()
  }
}

extension Spiketop_Live_V1_Packet {
  fileprivate var isFarewell: Bool {
    if case .bye = body { true } else { false }
  }
}
