import Foundation
import OutputFiles
import PlainText

/// Keeps measured bandwidths between runs, so that all runs on a machine refer to the same figures.
///
/// A file that is missing, damaged or not writable is none: the bandwidths are measured again.
package struct BandwidthFile: Sendable {
  private struct Content: Codable {
    var version = 1
    var bandwidths: [String: ReadBandwidth] = [:]
  }

  private let url: URL?

  /// - Parameter folder: Made at the first writing; `nil` for nowhere.
  package init(folder: URL?) {
    url = folder?.appending(path: "bandwidth.json")
  }

  /// In the folder that the user's environment names for what can be made again.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.init(folder: UserFolder.cache.url(in: environment))
  }

  /// The folder of the file; `nil` for nowhere.
  package var folderPath: String? { url?.deletingLastPathComponent().standardizedFileURL.path }

  /// The bandwidths that are known, or else `measure`s and keeps them.
  ///
  /// - Parameter renews: Whether to measure in any case.
  package func bandwidth(
    of machine: String, renews: Bool, measure: () -> ReadBandwidth
  ) -> ReadBandwidth {
    var content = read() ?? Content()
    if !renews, let known = content.bandwidths[machine], known.isPlausible { return known }
    let measured = measure()
    content.bandwidths[machine] = measured
    write(content)
    return measured
  }

  private func read() -> Content? {
    guard let url, let data = try? Data(contentsOf: url),
      let content = try? JSONDecoder().decode(Content.self, from: data), content.version == 1
    else { return nil }
    return content
  }

  private func write(_ content: Content) {
    guard let url else { return }
    // Nothing is lost where this fails but a second of the next run.
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? OutputFile(url.path, replacing: .keptFiles).write(Data(jsonDocument(content).utf8))
  }
}
