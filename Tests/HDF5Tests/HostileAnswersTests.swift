import Foundation
import HDF5
import Testing

/// Whatever the process says that reads a foreign file, whoever asked it gets a value or an error.
@Suite struct HostileAnswersTests {
  /// The answers to `kind`, `names`, `numbers` and `strings`, in this order: 0 before what was
  /// asked for, and lengths before texts, lists and fields.
  private static let answers: [UInt8] =
    message([version]) + message([0]) + message([0, 0])
    + message([0, 2], text("weight") + text("bias"))
    + message([0, 2, 2, 1]) + [1.5, -2.5].withUnsafeBytes { Array($0) }
    + message([0, 1, 1, 1], text("LIF"))

  private static let version = 1

  private static func message(_ numbers: [Int], _ texts: [UInt8] = []) -> [UInt8] {
    let fields = bytes(numbers) + texts
    return bytes([fields.count]) + fields
  }

  private static func text(_ text: String) -> [UInt8] { bytes([text.utf8.count]) + text.utf8 }

  private static func bytes(_ numbers: [Int]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }

  private struct Told: Equatable {
    var kind: HDF5Kind?
    var names: [String]
    var numbers: HDF5Array<Double>
    var strings: HDF5Array<String>
  }

  private func told(_ bytes: [UInt8]) throws(HDF5Error) -> Told {
    var ends: [Int32] = [0, 0]
    let made = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    precondition(made == 0)
    defer { close(ends[1]) }
    let written = bytes.withUnsafeBytes { send(ends[1], $0.baseAddress, $0.count, 0) }
    precondition(written == bytes.count)
    shutdown(ends[1], Int32(SHUT_WR))
    let reader = try HDF5Reader(answersFrom: ends[0], about: "asked.h5", size: 4096)
    return Told(
      kind: try reader.kind(of: "/node"), names: try reader.names(in: "/node"),
      numbers: try reader.numbers("/node/weight", as: Double.self),
      strings: try reader.strings("/node/type"))
  }

  @Test func wholeAnswersAreTold() throws {
    let told = try told(Self.answers)

    #expect(told.names == ["weight", "bias"])
    #expect(told.numbers == HDF5Array(shape: [2, 1], elements: [1.5, -2.5]))
    #expect(told.strings == HDF5Array(shape: [1], elements: ["LIF"]))
  }

  @Test func answersThatBreakOffAreErrors() {
    for length in Self.answers.indices {
      #expect(throws: HDF5Error.self) { try told(Array(Self.answers[..<length])) }
    }
  }

  /// Every byte replaced by those that change counts and lengths the most.
  @Test func wrongBytesAreValuesOrErrors() {
    for index in Self.answers.indices {
      for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var answers = Self.answers
        answers[index] = byte
        do {
          _ = try told(answers)
        } catch {
          #expect(error.file == "asked.h5")
        }
      }
    }
  }
}
