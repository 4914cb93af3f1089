import Evaluation
import Foundation
import InputFiles
import OutputFiles
import PlainText
import SpikeStatistics
import SpikingEngine

/// What was found of the images of a data set, kept between runs of the program.
///
/// The file is named by a checksum of all that the results depend on, and holds it in words. One
/// that is missing, damaged or of something else is none.
struct OutcomeFile: Sendable {
  private struct Content: Codable {
    var version = 1
    var subject: OutcomeSubject
    var outcomes: [ImageOutcome]

    private enum CodingKeys: String, CodingKey {
      case version
      case subject
      case outcomes
    }
  }

  private let subject: OutcomeSubject
  private let files: StoredFiles
  private let name: String

  /// All files of this kind together, in bytes.
  private static let limit = 64 << 20

  init(
    _ subject: OutcomeSubject,
    in files: StoredFiles = StoredFiles("evaluations", in: .state, limit: OutcomeFile.limit)
  ) {
    self.subject = subject
    self.files = files
    var checksum = Checksum()
    checksum.add(jsonText(subject))
    name = "\(checksum.text).json"
  }

  /// By ascending number; empty where nothing is kept that fits.
  func read(of evaluation: ImageEvaluation, images: Int) -> [ImageOutcome] {
    guard let path = files.path(of: name),
      let data = try? InputFile.contents(of: path, limit: Self.limit),
      let content = try? JSONDecoder().decode(Content.self, from: Data(data)),
      content.version == 1, content.subject == subject
    else { return [] }
    let fitting = content.outcomes.allSatisfy {
      $0.fits(
        images: images, classes: evaluation.answersByClass ? evaluation.classes : nil,
        steps: evaluation.steps, layers: evaluation.layerCount)
    }
    let numbers = content.outcomes.map(\.index)
    let areAscending = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    return fitting && areAscending ? content.outcomes : []
  }

  func write(_ outcomes: [ImageOutcome]) {
    let content = Content(
      subject: subject, outcomes: outcomes.sorted { $0.index < $1.index })
    files.write(Data(jsonText(content).utf8), as: name)
  }
}

/// All that the results depend on.
struct OutcomeSubject: Codable, Equatable, Sendable {
  /// The program, with its version.
  private var program: String
  private var evaluation: EvaluationFingerprint
  /// A checksum of the labels, and of what the files with the images hold and those that say what
  /// is in them; see `fileContents`.
  private var data: String

  private enum CodingKeys: String, CodingKey {
    case program
    case evaluation
    case data
  }

  /// - Throws: What reading the model throws.
  init(
    _ conversion: ConversionContext, plan: EvaluationPlan, precision: Precision,
    by origin: RunOrigin
  ) throws {
    let images = conversion.data.images
    program = origin.program
    let methods = plan.entries.map { "\($0.label) \(precision)" }
    evaluation = EvaluationFingerprint(
      try EvaluationFingerprint.Subject(
        conversion, count: images.count, methods: methods, contents: nil
      ).withoutPlaces(of: conversion),
      plan: plan)
    var checksum = Checksum()
    checksum.add((0..<images.count).map { Float(images.label(at: $0) ?? -1) })
    let (objects, maps) = (conversion.data.annotations, conversion.data.labelMaps)
    for path in [images.path, objects?.path, maps?.path].compactMap(\.self) {
      checksum.add(try fileContents(of: path))
    }
    data = checksum.text
  }
}

/// So many bytes are read through to know what they hold; that takes less than half a second.
private let mostBytesRead = 256 << 20

/// What a file holds, or all files of a folder with their names in it, a line each: the same
/// wherever they lie.
///
/// Of more than 256 MiB the sizes and dates stand for what is in them.
private func fileContents(of path: String) throws -> String {
  let root = URL(filePath: path).standardizedFileURL
  let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
  let inside = FileManager.default.enumerator(
    at: root, includingPropertiesForKeys: Array(keys))
  let files = [root] + (inside?.compactMap { $0 as? URL } ?? [])
  let stamps = files.map { try? $0.resourceValues(forKeys: keys) }
  let isSmall = stamps.reduce(0) { $0 + ($1?.fileSize ?? 0) } <= mostBytesRead
  return try zip(files, stamps).sorted { $0.0.path < $1.0.path }.map { file, stamp in
    let name = file.standardizedFileURL.path.dropFirst(root.path.count)
    let isFolder = (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    // A folder is what is in it.
    guard !isFolder else { return "\(name)\n" }
    guard !isSmall else {
      var hash = ContentHash()
      hash.add(try InputFile.contents(of: file.path, limit: .max))
      return "\(name) \(hash.text)\n"
    }
    let date = stamp?.contentModificationDate?.timeIntervalSince1970 ?? 0
    return "\(name) \(stamp?.fileSize ?? 0) \(date)\n"
  }.joined()
}
