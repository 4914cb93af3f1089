/// Where a stream of spikes comes from or goes to.
package enum StreamAddress: Equatable, Sendable, CustomStringConvertible {
  /// A socket in the file system.
  case unix(path: String)
  case tcp(host: String, port: UInt16)
  /// Standard input; only to read from.
  case standardInput

  /// - Parameter text: `unix:PATH`, `tcp:HOST:PORT`, `tcp:PORT` on this machine, or `-`.
  package init?(_ text: String) {
    if text == "-" {
      self = .standardInput
    } else if text.hasPrefix("unix:"), text.count > 5 {
      self = .unix(path: String(text.dropFirst(5)))
    } else if text.hasPrefix("tcp:") {
      let rest = text.dropFirst(4)
      let colon = rest.lastIndex(of: ":")
      let host = colon.map { rest[..<$0] } ?? "127.0.0.1"
      let number = colon.map { rest[rest.index(after: $0)...] } ?? rest
      guard let port = UInt16(number), port > 0, !host.isEmpty else { return nil }
      self = .tcp(host: host.trimmingBrackets, port: port)
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .tcp(let host, let port): "tcp:\(host):\(port)"
    case .standardInput: "-"
    }
  }
}

extension Substring {
  /// An IPv6 address stands in brackets.
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
  }
}

/// Why a stream cannot be had: which address, what, and what helps.
package struct StreamError: Error, Equatable, CustomStringConvertible {
  package enum Kind: Equatable, Sendable {
    /// Nobody can be reached, or the address cannot be used.
    case unavailable
    /// What was sent is no stream of spikes.
    case malformed
    /// Whoever waited for it does not any more.
    case calledOff
  }

  package var address: String
  package var kind: Kind
  package var problem: String

  package init(_ address: StreamAddress, _ kind: Kind, _ problem: String) {
    self.address = address.description
    self.kind = kind
    self.problem = problem
  }

  package var description: String { "\(address): \(problem)" }
}
