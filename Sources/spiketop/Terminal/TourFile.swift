import Dashboard
import Foundation
import InputFiles
import OutputFiles

/// How far the user has come in the tour, in the state directory: `tour 1 step 4`.
///
/// Where that cannot be read or written the tour begins anew at each start, and is not offered.
package struct TourFile: Sendable {
  private let files: StoredFiles
  private static let name = "progress"
  private static let limit = 1 << 12

  /// The form of the file, with its version.
  private static let beginning = "tour 1 step "

  package init(in files: StoredFiles = StoredFiles("tour", in: .state, limit: TourFile.limit)) {
    self.files = files
  }

  /// `nil` where there is none that can be read.
  package func read() -> TourProgress? {
    guard let path = files.path(of: Self.name),
      let data = try? InputFile.contents(of: path, limit: Self.limit),
      let line = String(bytes: data, encoding: .utf8)?.split(separator: "\n").first,
      line.hasPrefix(Self.beginning), let step = Int(line.dropFirst(Self.beginning.count))
    else { return nil }
    let last = TourStep.standard.count
    return step < 1 ? .offered : step > last ? .over : .at(step: step)
  }

  package func write(_ progress: TourProgress) {
    let step =
      switch progress {
      case .offered: 0
      case .at(let step): step
      case .over: TourStep.standard.count + 1
      }
    files.write(Data("\(Self.beginning)\(step)\n".utf8), as: Self.name)
  }

  /// What the dashboard is told at its start; nothing where a first start would be said to be one
  /// again and again, because nothing can be kept.
  package func greeting() -> DashboardEvent? {
    if let progress = read() { return .touring(progress) }
    write(.offered)
    return read() == nil ? nil : .touring(nil)
  }
}
