import CHDF5
import Foundation

/// The process that opens a foreign file with the library, and answers what `HDF5Reader` asks.
package enum HDF5Service {
  /// The command of the executable, before the numbers of the socket and of the open file.
  package static let command = "read-hdf5"

  /// Answers until nobody asks any more, within limits for memory and time.
  package static func run(socket: Int32, file: Int32) {
    let channel = Channel(Descriptor(socket))
    var budget = ReadingBudget(ReadingBounds(ofFile: file))
    budget.outerLimit = ProcessLimits.set(budget.bounds)
    budget.hasLimits = true
    _ = spiketop_h5_stay_inside()
    answer(over: channel, file: file, budget)
  }

  /// The same on a thread of this process, for files of one's own: without limits.
  package static func start(socket: Int32, file: Int32) {
    Thread.detachNewThread {
      answer(
        over: Channel(Descriptor(socket)), file: file, ReadingBudget(ReadingBounds(ofFile: file)))
      close(file)
    }
  }

  private static func hasName(_ file: Int32) -> Bool {
    var status = stat()
    return fstat(file, &status) != 0 || status.st_nlink > 0
  }

  /// First the version, then whether the file is one, then answers.
  private static func answer(
    over channel: borrowing Channel, file descriptor: Int32, _ budget: ReadingBudget
  ) {
    var budget = budget
    do {
      var version = FieldWriter()
      version.put(HDF5Request.version)
      try channel.send(version.bytes)
      do {
        // The file that is open already, whatever its name leads to by now.
        let file =
          try hasName(descriptor)
          ? HDF5File(reading: "/proc/self/fd/\(descriptor)")
          : HDF5File(readingUnnamed: descriptor)
        try channel.send(Answer.success.bytes)
        while true {
          let request = try HDF5Request(channel.fields(limit: HDF5Request.longest))
          do {
            try file.answer(request, over: channel, budget: &budget)
          } catch let error as HDF5Error {
            try channel.send(Answer.fields(error))
          }
        }
      } catch let error as HDF5Error {
        try channel.send(Answer.fields(error))
      }
    } catch {
      // Whoever asked is gone.
    }
  }
}

/// How an answer begins.
enum Answer {
  /// What follows is what was asked for.
  static var success: FieldWriter {
    var fields = FieldWriter()
    fields.put(0)
    return fields
  }

  static func fields(_ error: HDF5Error) -> [UInt8] {
    var fields = FieldWriter()
    fields.put(1)
    fields.put(Int(error.cause.rawValue))
    fields.put(error.object)
    fields.put(error.reason)
    return fields.bytes
  }
}

extension HDF5File {
  fileprivate func answer(
    _ request: HDF5Request, over channel: borrowing Channel, budget: inout ReadingBudget
  ) throws {
    var fields = Answer.success
    switch request {
    case .kind(let object):
      fields.put(try kind(of: object)?.rawValue ?? -1)
    case .names(let group):
      fields.put(try names(in: group))
    case .elementType(let dataset):
      fields.put(try elementType(of: dataset)?.rawValue ?? -1)
    case .hasAttribute(let name, let object):
      fields.put(hasAttribute(name, of: object) ? 1 : 0)
    case .strings(let place):
      let source = try HDF5Source(place, in: self)
      fields.put(source.shape)
      fields.put(try source.strings(budget: &budget))
    case .numbers(let place, let type):
      let source = try HDF5Source(place, in: self)
      fields.put(source.shape)
      let numbers = try source.numbers(type, budget: &budget)
      return try channel.send(fields.bytes, numbers: numbers.bytes)
    }
    try channel.send(fields.bytes)
  }
}
