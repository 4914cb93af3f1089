import Evaluation
import Foundation
import InputFiles
import OutputFiles
import PlainText

/// Why a file of `--resume` cannot be gone on from.
package struct ResumeError: Error, CustomStringConvertible {
  package let description: String

  /// Whether it belongs to another evaluation (exit status 64), instead of being a bad file (65).
  package var isOtherEvaluation = false
}

/// What an evaluation has done so far, kept in a file.
///
/// The first line names the format and the checksum of the rest, which is JSON.
package struct ResumeFile: Codable {
  var fingerprint: EvaluationFingerprint
  var results: EvaluationResults

  private enum CodingKeys: String, CodingKey {
    case fingerprint
    case results
  }

  private static let title = "spiketop evaluation 1"

  /// A file that replaces its like, and nothing else.
  package static func output(_ path: String) -> OutputFile {
    OutputFile(path, replacing: .ownFiles(beginning: title, author: "--resume"))
  }

  /// The content of a file; `nil` if there is none.
  package static func read(_ path: String) throws(ResumeError) -> ResumeFile? {
    guard !OutputFile(path).isFree else { return nil }
    let data: Data
    do {
      data = Data(try InputFile.contents(of: path, limit: 1 << 30))
    } catch {
      throw ResumeError(description: "\(error); name another file for --resume")
    }
    let parts = data.split(
      separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let header = String(decoding: parts[0].prefix(100), as: UTF8.self)
    guard header.hasPrefix(title), parts.count == 2 else {
      throw ResumeError(
        description: "\(path): is no file that --resume has written; "
          + "name another one, which need not exist yet")
    }
    let content = Data(parts[1])
    guard header == "\(title) \(Checksum(of: content).text)",
      let file = try? JSONDecoder().decode(ResumeFile.self, from: content)
    else {
      throw ResumeError(
        description: "\(path): is damaged, its checksum does not fit; remove it to start anew")
    }
    return file
  }

  /// Replaces the file at once.
  func save(as path: String) throws {
    let content = Data(jsonText(self).utf8)
    let header = "\(ResumeFile.title) \(Checksum(of: content).text)\n"
    try ResumeFile.output(path).write(Data(header.utf8) + content)
  }

  /// The results, if they are those of this plan and subject.
  package func results(
    for plan: EvaluationPlan, _ fingerprint: EvaluationFingerprint, path: String
  ) throws(ResumeError) -> EvaluationResults {
    try check(fingerprint.difference(from: self.fingerprint), path: path)
    guard results.fit(plan, count: fingerprint.subject.count) else {
      throw ResumeError(
        description: "\(path): is damaged, its numbers do not fit the evaluation that it names; "
          + "remove it to start anew")
    }
    return results
  }

  /// Throws where the file is about another model, other images, or other methods by name.
  package func check(_ subject: EvaluationFingerprint.Subject, path: String) throws(ResumeError) {
    try check(subject.difference(from: fingerprint.subject), path: path)
  }

  private func check(_ difference: String?, path: String) throws(ResumeError) {
    guard let difference else { return }
    throw ResumeError(
      description: "\(path): belongs to another evaluation: \(difference); "
        + "repeat its options, or name another file for --resume",
      isOtherEvaluation: true)
  }
}
