import Glibc

/// What reading a foreign file may cost, by its size.
struct ReadingBounds: Equatable, Sendable {
  /// The size of the file, in bytes.
  let size: Int

  /// Whether the file itself was unpacked from another, so that packing a second time gains little.
  var isUnpacked = false

  init(size: Int) {
    self.size = size
  }

  /// - Parameter file: The number of an open file.
  init(ofFile file: Int32) {
    var status = stat()
    let isKnown = fstat(file, &status) == 0
    self.init(size: isKnown ? Int(status.st_size) : 0)
    isUnpacked = isKnown && status.st_nlink == 0
  }

  /// The values of all answers together, in bytes; a dataset of two names counts twice.
  ///
  /// Compression can make a file a thousand times smaller than what it holds, but only of nothing
  /// but zeros: weights and spikes shrink to a tenth, and to a thirtieth where most of them are
  /// zeros.
  var values: Int {
    let size = min(max(size, 1 << 13), 1 << 50)
    return min(2000 * size, max(Self.common, (isUnpacked ? 8 : Self.highestRatio) * size))
  }

  /// So much any file may hold that is not tiny, in bytes.
  private static let common = 64 << 20

  /// How many times larger than the file its values may be.
  private static let highestRatio = 64

  /// How many questions may be asked; each object takes more than a hundred bytes of the file.
  var questions: Int { 1024 + size / 64 }

  /// How long all answers together may let wait, in seconds: twice as long as they may compute, and
  /// what slow disks take.
  var seconds: Int { 10 + size >> 23 + 2 * processorSeconds(for: values) }

  /// The processor's time for all answers, in seconds.
  ///
  /// Unpacking deflate takes some 5 s for a gigabyte of values, with all else around it.
  ///
  /// - Parameter bytes: Of the values that were asked for.
  func processorSeconds(for bytes: Int) -> Int { 1 + size >> 22 + bytes >> 26 }

  /// What the process may map beyond what it begins with, in bytes.
  var memory: Int { values + 256 << 20 }
}

/// What is left of the bounds.
struct ReadingBudget {
  let bounds: ReadingBounds
  private var values: Int
  private var questions: Int

  /// What somebody else lets the process map, where that is less than the bounds, in bytes.
  var outerLimit: Int?

  /// Whether this process has limits of its own, which grow with what is taken.
  var hasLimits = false

  /// The values so far, in bytes.
  var taken: Int { bounds.values - values }

  init(_ bounds: ReadingBounds) {
    self.bounds = bounds
    values = bounds.values
    questions = bounds.questions
  }

  /// - Returns: What is wrong; `nil` if the bounds allow for one question more.
  mutating func question() -> String? {
    guard questions > 0 else {
      return "leads to more than \(bounds.questions) places, more than a file of \(bounds.size) "
        + "bytes can hold: the same groups again and again"
    }
    questions -= 1
    return nil
  }

  /// - Returns: What is wrong; `nil` if the bounds allow for so many bytes more.
  mutating func take(_ bytes: Double) -> String? {
    guard bytes <= Double(values) else {
      return "makes more than \(bounds.values) bytes of values, more than are taken from a file of "
        + "\(bounds.size) bytes; write it without compression"
    }
    values -= Int(bytes)
    if hasLimits {
      ProcessLimits.allow(processorSeconds: bounds.processorSeconds(for: taken))
    }
    return nil
  }
}
