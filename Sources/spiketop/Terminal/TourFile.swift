import Dashboard
import Foundation
import InputFiles
import OutputFiles

/// How far the user has come in the tour, in the state directory.
///
/// Where that cannot be read or written the tour begins anew at each start, and is not offered.
package struct TourFile: Sendable {
  private struct Content: Codable {
    var version = 1
    /// 0 where it was only offered, one more than there are steps where it is over.
    var step: Int

    private enum CodingKeys: String, CodingKey {
      case version
      case step
    }
  }

  private let files: StoredFiles
  private static let name = "progress.json"
  private static let limit = 1 << 12

  package init(in files: StoredFiles = StoredFiles("tour", in: .state, limit: TourFile.limit)) {
    self.files = files
  }

  /// `nil` where there is none that can be read.
  package func read() -> TourProgress? {
    guard let path = files.path(of: Self.name),
      let data = try? InputFile.contents(of: path, limit: Self.limit),
      let content = try? JSONDecoder().decode(Content.self, from: Data(data)),
      content.version == 1
    else { return nil }
    switch content.step {
    case 1...TourStep.standard.count: return .at(step: content.step)
    case TourStep.standard.count + 1: return .over
    default: return .offered
    }
  }

  package func write(_ progress: TourProgress) {
    let step =
      switch progress {
      case .offered: 0
      case .at(let step): step
      case .over: TourStep.standard.count + 1
      }
    if let data = try? JSONEncoder().encode(Content(step: step)) {
      files.write(data, as: Self.name)
    }
  }

  /// What the dashboard is told at its start; nothing where a first start would be said to be one
  /// again and again, because nothing can be kept.
  package func greeting() -> DashboardEvent? {
    if let progress = read() { return .touring(progress) }
    write(.offered)
    return read() == nil ? nil : .touring(nil)
  }
}
