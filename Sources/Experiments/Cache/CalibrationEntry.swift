import Foundation
import InputFiles
import OutputFiles
import Runs

/// One answer in a file, with what it answers in words, and a checksum.
///
/// The file is named by the hash of the words. Whatever is no such file, is damaged, or is of other
/// words, is none.
struct CalibrationEntry {
  private let words: [UInt8]
  private let files: StoredFiles
  private let name: String

  /// Rises when the form of a file changes, or how an answer is found.
  private static let title = Array("spiketop calibration 1\n".utf8)

  /// - Parameter words: All that the answer depends on.
  init(_ words: String, in files: StoredFiles) {
    self.words = Array(words.utf8)
    self.files = files
    var hash = ContentHash()
    hash.add(self.words)
    name = "\(hash.text).calibration"
  }

  /// The answer; `nil` for none.
  func read() -> Data? {
    guard let path = files.path(of: name),
      let bytes = try? InputFile.contents(of: path, limit: files.limit)
    else { return nil }
    let head = head
    let start = head.count + 8
    guard bytes.count >= start, bytes.starts(with: head) else { return nil }
    let answer = Data(bytes[start...])
    var reader = BlobReader(Data(bytes[head.count..<start]))
    let checksum: UInt64? = reader.number()
    return checksum == Self.checksum(of: answer) ? answer : nil
  }

  func write(_ answer: Data) {
    var content = Data(head)
    content.append(littleEndian: Self.checksum(of: answer))
    files.write(content + answer, as: name)
  }

  /// Title, and the words with their length before them.
  private var head: [UInt8] {
    var length = Data()
    length.append(littleEndian: UInt32(words.count))
    return Self.title + Array(length) + words
  }

  private static func checksum(of answer: Data) -> UInt64 {
    var hash = ContentHash()
    answer.withUnsafeBytes { hash.add($0) }
    return hash.value
  }
}
