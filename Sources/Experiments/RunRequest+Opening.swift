import Assets
import Foundation
import Runs

extension RunRequest {
  /// Another network as it is opened from within the dashboard: with all else as usual.
  ///
  /// - Parameters:
  ///   - model: Where `~` is the user's folder; `nil` for the bundled network.
  ///   - data: So too; `nil` for the data set that the card names.
  package static func opening(model: String?, data: String?) throws -> RunRequest {
    guard let model else { return try bundled() }
    return RunRequest(
      model: ModelRequest(path: NSString(string: model).expandingTildeInPath),
      data: DataRequest(images: data.map { NSString(string: $0).expandingTildeInPath }))
  }

  /// The bundled network before its images.
  ///
  /// - Throws: `InstallationError` where it is not there.
  package static func bundled() throws -> RunRequest {
    guard let model = Assets.url("models/fashion-lenet.onnx"), let data = Assets.url("data") else {
      throw InstallationError.noBundledNetwork(folder: Assets.folder.path)
    }
    return RunRequest(
      model: ModelRequest(path: model.path), data: DataRequest(images: data.path))
  }
}
