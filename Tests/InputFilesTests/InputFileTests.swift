import Foundation
import InputFiles
import Testing

@Suite struct InputFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "input-files-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func kind(of path: String) -> String? {
    do {
      _ = try InputFile(path)
      return nil
    } catch .notRegular(_, let kind) {
      return kind
    } catch {
      return "\(error)"
    }
  }

  @Test func rangesAreReadAndLimitsHold() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(0..<100).write(to: URL(filePath: path("file")))

    let file = try InputFile(path("file"))

    #expect(try file.read(10..<13) == [10, 11, 12])
    #expect(try file.readAll(limit: 100) == Array(0..<100))
    #expect(throws: InputFileError.tooLarge(path: path("file"), bytes: 100, limit: 99)) {
      try file.readAll(limit: 99)
    }
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutOpeningIt() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("pipe"))
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    bind(socket, to: path("s"))

    #expect(kind(of: path("pipe")) == "a pipe")
    #expect(kind(of: path("link")) == "a pipe")
    #expect(kind(of: path("s")) == "a socket")
    #expect(kind(of: folder.path) == "a directory")
    #expect(kind(of: "/dev/null") == "a device")
  }

  @Test func absentFilesAreCalledAbsent() {
    for name in [path("absent"), path("absent/below"), "/dev/null\0/x", ""] {
      #expect(throws: InputFileError.absent(path: name)) { try InputFile(name) }
    }
  }

  @Test func aFileThatShrinksIsAnError() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(0..<100).write(to: URL(filePath: path("file")))
    let file = try InputFile(path("file"))

    #expect(truncate(path("file"), 50) == 0)

    #expect(throws: InputFileError.shrunk(path: path("file"))) { try file.read(0..<100) }
  }

  private func bind(_ socket: Int32, to path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(status == 0)
  }
}
