import Foundation
import Testing

@testable import HDF5

/// Whatever the process says that reads a foreign file, whoever asked it gets a value or an error.
@Suite struct HostileAnswersTests {
  /// The answers to `kind`, `names`, `numbers` and `strings`, in this order.
  private static let answers: [UInt8] = {
    var version = FieldWriter()
    version.put(HDF5Request.version)
    var kind = Answer.success
    kind.put(0)
    var names = Answer.success
    names.put(["weight", "bias"])
    var numbers = Answer.success
    numbers.put([2, 1])
    var strings = Answer.success
    strings.put([1])
    strings.put(["LIF"])
    let values = [1.5, -2.5].withUnsafeBytes { Array($0) }
    return message(version) + message(Answer.success) + message(kind) + message(names)
      + message(numbers) + values + message(strings)
  }()

  private static func message(_ fields: FieldWriter) -> [UInt8] {
    withUnsafeBytes(of: UInt64(fields.bytes.count)) { Array($0) } + fields.bytes
  }

  private struct Told: Equatable {
    var kind: HDF5Kind?
    var names: [String]
    var numbers: HDF5Array<Double>
    var strings: HDF5Array<String>
  }

  private func told(_ bytes: [UInt8]) throws(HDF5Error) -> Told {
    let sockets = try SocketPair(for: "asked.h5")
    let written = bytes.withUnsafeBytes { send(sockets.other.number, $0.baseAddress, $0.count, 0) }
    precondition(written == bytes.count)
    shutdown(sockets.other.number, Int32(SHUT_WR))
    let reader = try HDF5Reader(
      answersFrom: Descriptor(sockets.own.copy()), about: "asked.h5", size: 4096)
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
