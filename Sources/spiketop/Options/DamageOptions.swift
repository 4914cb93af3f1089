import ArgumentParser
import PlainText
import RunFiles

/// What is done about recordings that are damaged.
struct DamageOptions: ParsableArguments {
  @Flag(help: "Take what is whole of a damaged recording, and say how much is not.")
  var lenient = false

  /// Says what cannot be read.
  ///
  /// - Parameters:
  ///   - damage: `nil` where all can be read.
  ///   - count: How much of it there is, where that is known.
  ///   - steps: How many steps are left; `nil` where that does not matter.
  /// - Throws: `RunFileError`, unless it is to be taken leniently and something is left.
  func report(
    _ damage: String?, count: String? = nil, of file: String, leaving steps: Int? = nil
  ) throws(RunFileError) {
    guard let damage else { return }
    guard steps != 0 else {
      throw RunFileError(file, .malformed("\(damage); no step is whole"))
    }
    guard lenient else {
      throw RunFileError(file, .malformed("\(damage); --lenient takes what is whole"))
    }
    StandardError.say("spiketop: \(file): \(damage)\(count.map { "; \($0)" } ?? "")")
  }
}
