import Foundation

extension LiveSource {
  /// A stream of which all bytes are there; `nil` where it announces no run.
  ///
  /// - Parameter limit: How much memory its steps may take, in bytes.
  /// - Throws: `StreamError` for the first thing that is not as it should be.
  package static func received(_ bytes: Data, limit: Int) throws(StreamError) -> LiveSource? {
    var reader = PacketReader(.standardInput)
    var source: LiveSource?
    reader.append(bytes)
    while let packet = try reader.next() {
      switch packet.body {
      case .hello(let hello):
        source = LiveSource(
          try LiveRun(hello, from: .standardInput), at: .standardInput, bytes: limit)
      case .frame(let frame): try source?.take(frame)
      case .bye, nil: continue
      }
    }
    return source
  }
}
