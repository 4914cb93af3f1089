import Foundation
import InputFiles
import PlainText

/// The contents of a dataset or an attribute, in row-major order.
package struct HDF5Array<Element: Equatable & Sendable>: Equatable, Sendable {
  /// Empty for a single value.
  package var shape: [Int]
  /// In row-major order.
  package var elements: [Element]

  package init(shape: [Int], elements: [Element]) {
    self.shape = shape
    self.elements = elements
  }
}

/// A foreign HDF5 file, which another process reads.
///
/// The library that everybody uses for HDF5 ends the process on some damaged files, never returns
/// from others, and can be made to run foreign code. So it is called in a process of its own: this
/// program again, with the command `HDF5Service.command`. It gets the file open, so that nobody can
/// exchange it, and limits for memory and time that follow the file's size; what it answers is
/// taken for anything at all. Costs some 20 ms to begin with, and copies values once.
package final class HDF5Reader {
  /// Where the file lies.
  package let path: String

  private let bounds: ReadingBounds
  private let channel: Channel
  /// `nil` if a thread reads.
  private let process: ReaderProcess?
  private var budget: ReadingBudget
  /// For how long answers may still let wait.
  private var patience: Duration

  /// Reads a file, whatever its name leads to by now.
  package convenience init(_ file: InputFile) throws(HDF5Error) {
    try self.init(file, inThisProcess: false)
  }

  /// Reads a file of one's own on a thread of this process.
  ///
  /// - Throws: `HDF5Error`, and `InputFileError` where it cannot be opened.
  package convenience init(inThisProcess path: String) throws {
    try self.init(InputFile(path), inThisProcess: true)
  }

  private convenience init(_ file: InputFile, inThisProcess: Bool) throws(HDF5Error) {
    let path = file.path
    guard file.size > 0 else {
      throw HDF5Error(file: path, object: "/", reason: "the file is empty")
    }
    let sockets = try SocketPair(for: path)
    let descriptor = try Descriptor(of: file)
    let own = try sockets.own.copy(for: path)
    var process: ReaderProcess?
    if inThisProcess {
      let (socket, content) = (
        try sockets.other.copy(for: path).released(), try descriptor.copy(for: path).released()
      )
      HDF5Service.start(socket: socket, file: content)
    } else {
      process = try ReaderProcess(socket: sockets.other, file: descriptor, of: path)
    }
    try self.init(own, process, about: path, ReadingBounds(ofFile: descriptor.number))
  }

  /// Takes for answers whatever comes over a socket.
  ///
  /// - Parameters:
  ///   - socket: Closed at the end.
  ///   - path: The file that the answers are about.
  ///   - size: The size of that file in bytes, which bounds the answers.
  /// - Throws: `HDF5Error` unless the answers begin as those of `HDF5Service` do.
  package convenience init(
    answersFrom socket: Int32, about path: String, size: Int
  ) throws(HDF5Error) {
    try self.init(Descriptor(socket), nil, about: path, ReadingBounds(size: size))
  }

  private init(
    _ socket: consuming Descriptor, _ process: ReaderProcess?, about path: String,
    _ bounds: ReadingBounds
  ) throws(HDF5Error) {
    self.path = path
    self.process = process
    self.bounds = bounds
    budget = ReadingBudget(bounds)
    patience = .seconds(bounds.seconds)
    channel = Channel(socket)
    try begin()
  }

  private func begin() throws(HDF5Error) {
    let start = ContinuousClock.now
    do throws(ChannelFailure) {
      let bytes = try channel.fields(limit: 8, until: start + patience)
      var fields = FieldReader(bytes)
      guard try fields.number() == HDF5Request.version else { throw .garbled }
    } catch {
      // The loader of the process needs some descriptors before it can say that there are none.
      let cause = Self.hasFewDescriptors ? " (\(systemReason(EMFILE)))" : ""
      throw self.error("/", "the process that is to read it does not start\(cause)", .resources)
    }
    _ = try receive(about: "/") { _ throws(ChannelFailure) in () }
  }

  private static var hasFewDescriptors: Bool {
    var limit = rlimit()
    let number = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    return getrlimit(number, &limit) == 0 && limit.rlim_cur < 16
  }

  /// What there is at a path; `nil` if there is nothing, or something else.
  package func kind(of object: String) throws(HDF5Error) -> HDF5Kind? {
    try ask(.kind(of: object)) { fields throws(ChannelFailure) in
      HDF5Kind(rawValue: try fields.number())
    }
  }

  /// The names in a group, in alphabetical order.
  package func names(in group: String) throws(HDF5Error) -> [String] {
    try ask(.names(in: group)) { fields throws(ChannelFailure) in try fields.texts() }
  }

  /// What the values of a dataset are; `nil` if there is no such dataset.
  package func elementType(of dataset: String) throws(HDF5Error) -> HDF5ElementType? {
    try ask(.elementType(of: dataset)) { fields throws(ChannelFailure) in
      HDF5ElementType(rawValue: try fields.number())
    }
  }

  /// Whether a group or dataset has an attribute.
  package func hasAttribute(_ name: String, of object: String) throws(HDF5Error) -> Bool {
    try ask(.hasAttribute(name, of: object)) { fields throws(ChannelFailure) in
      try fields.number() == 1
    }
  }

  /// Reads a dataset of integers or floats.
  package func numbers<Number: HDF5Number>(
    _ dataset: String, as type: Number.Type = Number.self
  ) throws(HDF5Error) -> HDF5Array<Number> {
    try numbers(HDF5Place(object: dataset))
  }

  /// Reads an attribute of integers or floats.
  package func numbers<Number: HDF5Number>(
    attribute name: String, of object: String, as type: Number.Type = Number.self
  ) throws(HDF5Error) -> HDF5Array<Number> {
    try numbers(HDF5Place(object: object, attribute: name))
  }

  /// Reads a dataset of strings, of fixed or variable length.
  package func strings(_ dataset: String) throws(HDF5Error) -> HDF5Array<String> {
    try strings(HDF5Place(object: dataset))
  }

  /// Reads an attribute of strings.
  package func strings(
    attribute name: String, of object: String
  ) throws(HDF5Error) -> HDF5Array<String> {
    try strings(HDF5Place(object: object, attribute: name))
  }
}

// Questions and answers.
extension HDF5Reader {
  private func numbers<Number: HDF5Number>(
    _ place: HDF5Place
  ) throws(HDF5Error) -> HDF5Array<Number> {
    let (shape, count) = try ask(.numbers(place, Number.type)) { fields throws(ChannelFailure) in
      try fields.shape()
    }
    if let problem = budget.take(Double(count) * Double(Number.type.size)) {
      throw error(place.name, problem)
    }
    let elements = try waiting(about: place.name) { deadline throws(ChannelFailure) in
      try channel.array(of: Number.self, count: count, until: deadline)
    }
    return HDF5Array(shape: shape, elements: elements)
  }

  private func strings(_ place: HDF5Place) throws(HDF5Error) -> HDF5Array<String> {
    try ask(.strings(place)) { fields throws(ChannelFailure) in
      let shape = try fields.shape()
      let texts = try fields.texts()
      guard texts.count == shape.count else { throw .garbled }
      return HDF5Array(shape: shape.lengths, elements: texts)
    }
  }

  private func ask<Value>(
    _ request: HDF5Request, _ read: (inout FieldReader) throws(ChannelFailure) -> Value
  ) throws(HDF5Error) -> Value {
    if let problem = budget.question() { throw error(request.object, problem) }
    do throws(ChannelFailure) {
      try channel.send(request.fields)
    } catch {
      throw failure(error, about: request.object)
    }
    return try receive(about: request.object, read)
  }

  /// What an answer says, or the error that it is.
  private func receive<Value>(
    about object: String, _ read: (inout FieldReader) throws(ChannelFailure) -> Value
  ) throws(HDF5Error) -> Value {
    let bytes = try waiting(about: object) { deadline throws(ChannelFailure) in
      try channel.fields(limit: bounds.values, until: deadline)
    }
    if let problem = budget.take(Double(bytes.count)) { throw error(object, problem) }
    let result: Result<Value, HDF5Error>
    do throws(ChannelFailure) {
      var fields = FieldReader(bytes)
      result =
        try fields.number() == 0
        ? .success(try read(&fields)) : .failure(try HDF5Error(&fields, file: path))
    } catch {
      throw failure(error, about: object)
    }
    return try result.get()
  }

  /// Waits for something from the other process, but no longer than for all answers together.
  private func waiting<Value>(
    about object: String,
    _ body: (ContinuousClock.Instant) throws(ChannelFailure) -> Value
  ) throws(HDF5Error) -> Value {
    let start = ContinuousClock.now
    defer { patience -= ContinuousClock.now - start }
    do throws(ChannelFailure) {
      return try body(start + patience)
    } catch {
      throw failure(error, about: object)
    }
  }

  /// Why the other process says nothing more.
  private func failure(_ failure: ChannelFailure, about object: String) -> HDF5Error {
    switch failure {
    case .late:
      error("/", "is not read within \(bounds.seconds) s; \(Self.advice)", .damaged)
    case .noMemory:
      error(
        object,
        ProcessLimits.addresses.map(HDF5Error.scarceMemory) ?? "needs more memory than there is",
        .resources)
    case .garbled:
      error("/", "is damaged, in a way that confuses who reads it; \(Self.advice)", .damaged)
    case .closed:
      ending
    }
  }

  /// What a process maps before it reads anything, at most, in bytes.
  private static let ownMemory = 1 << 30

  private static let advice = "write or copy the file again"

  private var ending: HDF5Error {
    switch process?.end(within: .seconds(1)) {
    case .signal(SIGXCPU):
      error(
        "/",
        "is not read within \(bounds.processorSeconds(for: budget.taken)) s of the processor: it "
          + "is damaged, or made to occupy who reads it; \(Self.advice)", .damaged)
    // The user's own signals say nothing of the file, nor does the system's want of memory.
    case .signal(SIGINT), .signal(SIGTERM), .signal(SIGHUP), .signal(SIGQUIT), .signal(SIGKILL):
      error("/", "the process that read it was ended from outside; try again", .resources)
    case .signal, .exit, nil:
      if let limit = ProcessLimits.addresses, limit < bounds.memory + Self.ownMemory {
        error("/", HDF5Error.scarceMemory(limit), .resources)
      } else {
        error("/", "is damaged, in a way that ends who reads it; \(Self.advice)", .damaged)
      }
    }
  }

  private func error(
    _ object: String, _ reason: String, _ cause: HDF5Error.Cause = .contents
  ) -> HDF5Error {
    HDF5Error(file: path, object: object, reason: reason, cause: cause)
  }
}

extension HDF5Error {
  /// The error that an answer is.
  fileprivate init(_ fields: inout FieldReader, file: String) throws(ChannelFailure) {
    let cause = try fields.number()
    let (object, reason) = (try fields.text(), try fields.text())
    self.init(
      file: file, object: object, reason: reason,
      cause: Cause(rawValue: UInt8(truncatingIfNeeded: cause)) ?? .contents)
  }
}
