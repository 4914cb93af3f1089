import Foundation

/// A small network of a kind that people have reported to programs like this one, with images and
/// the numbers that the framework it comes from gives for them.
package struct FieldCase: Sendable, CustomStringConvertible {
  /// The file below the folder of all cases.
  package let name: String
  /// Paths.
  package let model: String
  package let images: String
  package let right: String

  package var description: String { name }

  /// Those that are part of the tests.
  package static let bundled = cases(
    below: URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../References/Cases").standardizedFileURL)

  /// Those below the folder that `FIELD_CASES` names, of any networks; else the bundled ones.
  package static let all =
    ProcessInfo.processInfo.environment["FIELD_CASES"].map { cases(below: URL(filePath: $0)) }
    ?? bundled

  /// Every model beside which there are images and logits.
  private static func cases(below folder: URL) -> [FieldCase] {
    let manager = FileManager.default
    let files = manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".onnx") }.sorted().compactMap { file in
      let model = folder.appending(path: file).path
      let stem = String(model.dropLast(".onnx".count))
      let start = stem.hasSuffix("model") ? String(stem.dropLast("model".count)) : stem
      let shared = URL(filePath: model).deletingLastPathComponent().path
      let images = [
        "\(start)data.npz", "\(shared)/data.npz", "\(stem)_x_nchw.npy", "\(stem)_x.npy",
      ].first { manager.fileExists(atPath: $0) }
      let right = ["\(start)expected.npy", "\(stem)_logits.npy"]
        .first { manager.fileExists(atPath: $0) }
      // What is right of spike trains is of other tests.
      guard let images, let right, !file.hasPrefix("23-") else { return nil }
      return FieldCase(name: file, model: model, images: images, right: right)
    }
  }
}
