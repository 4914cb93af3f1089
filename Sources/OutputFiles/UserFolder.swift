import Foundation
import PlainText

/// A folder of the user's in which programs keep files, as the XDG base directory specification
/// names it.
package enum UserFolder: Sendable {
  /// For what can be made again at the cost of time.
  case cache
  /// For what came of the user's work, and is not worth a place of the user's choosing.
  case state

  /// The program's own folder in it; `nil` where the environment names no home.
  package func url(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL? {
    let (variable, usual) =
      switch self {
      case .cache: ("XDG_CACHE_HOME", ".cache")
      case .state: ("XDG_STATE_HOME", ".local/state")
      }
    // A relative path is to be ignored.
    let named = environment[variable].flatMap { $0.begins(with: "/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.begins(with: "/") ? "\($0)/\(usual)" : nil }
    return (named ?? home).map { URL(filePath: $0).appending(path: "spiketop") }
  }
}
