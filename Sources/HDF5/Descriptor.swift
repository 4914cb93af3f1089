import Foundation
import InputFiles
import PlainText

/// A descriptor of a file or a socket, closed when it goes out of scope.
package struct Descriptor: ~Copyable {
  let number: Int32

  /// - Precondition: Nobody else closes it.
  init(_ number: Int32) {
    self.number = number
  }

  /// One more for a file that is open.
  init(of file: InputFile) throws(HDF5Error) {
    do throws(InputFileError) {
      number = try file.descriptorToGive()
    } catch {
      throw HDF5Error(file: file.path, object: "/", reason: error.reason, cause: .resources)
    }
  }

  deinit { close(number) }

  /// Another descriptor of the same.
  ///
  /// - Parameter path: The file that it is for.
  package borrowing func copy(for path: String) throws(HDF5Error) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else {
      throw HDF5Error(
        file: path, object: "/", reason: "cannot be handed on to who reads it (\(systemReason()))",
        cause: .resources)
    }
    return Descriptor(copy)
  }

  /// The number, which the caller closes.
  package consuming func released() -> Int32 {
    let number = number
    discard self
    return number
  }
}

/// The two ends of a connection.
package struct SocketPair: ~Copyable {
  package let own: Descriptor
  package let other: Descriptor

  /// - Parameter path: The file that the connection is for.
  package init(for path: String) throws(HDF5Error) {
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw HDF5Error(
        file: path, object: "/",
        reason: "no process can be asked to read it (\(systemReason()))",
        cause: .resources)
    }
    own = Descriptor(ends[0])
    other = Descriptor(ends[1])
  }
}
