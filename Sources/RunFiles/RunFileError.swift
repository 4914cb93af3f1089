/// Why a run file cannot be read or written: which file, what, and what helps.
package struct RunFileError: Error, Equatable, CustomStringConvertible {
  package enum Reason: Equatable, Sendable {
    /// There is no such file.
    case missing
    /// There is one, which is not read.
    case unreadable(String)
    /// The system lacks what reading it takes.
    case unavailable(String)
    /// It is something else, or damaged.
    case malformed(String)
    /// A later version of the schema.
    case newer(version: Int)
    /// What belongs to another recording is in the way.
    case occupied(String)
    /// No recording can have such a name.
    case badName(String)
    /// The disk or the system refuses.
    case unwritable(String)
  }

  package var path: String
  package var reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path): \(problem)" }

  /// What is wrong, without the file.
  package var problem: String {
    switch reason {
    case .missing: "there is no such file"
    case .malformed(let what), .unreadable(let what), .unavailable(let what): what
    case .newer(let version):
      "a run file of version \(version), but this spiketop reads version "
        + "\(RunFileSchema.version) and earlier; get a newer spiketop"
    case .occupied(let what), .badName(let what), .unwritable(let what): what
    }
  }
}
