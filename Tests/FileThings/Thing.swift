import Foundation
import Glibc

/// What may have the name of a file that is to be written.
package enum Thing: String, CaseIterable, Sendable {
  case nothing, file, link, lostLink, pipe, socket, folder

  /// As messages have it; `nil` for what may be there.
  package var kind: String? {
    switch self {
    case .nothing, .file: nil
    case .link, .lostLink: "a symbolic link"
    case .pipe: "a pipe"
    case .socket: "a socket"
    case .folder: "a directory"
    }
  }

  package func make(at path: String) throws {
    let files = FileManager.default
    switch self {
    case .nothing: break
    case .file: try Data("old".utf8).write(to: URL(filePath: path))
    case .link:
      try Data("target".utf8).write(to: URL(filePath: path + ".target"))
      try files.createSymbolicLink(atPath: path, withDestinationPath: path + ".target")
    case .lostLink:
      try files.createSymbolicLink(atPath: path, withDestinationPath: path + ".nowhere")
    case .pipe: mkfifo(path, 0o600)
    case .socket: try bindSocket(to: path)
    case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
  }

  private func bindSocket(to path: String) throws {
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw POSIXError(.ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else { throw POSIXError(.EIO) }
  }
}

/// All that a folder holds, by name: kind, number and content of each.
package func inventory(of folder: String) throws -> [String: String] {
  var entries: [String: String] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    var status = stat()
    lstat("\(folder)/\(name)", &status)
    let isFile = status.st_mode & S_IFMT == S_IFREG
    let content = isFile ? try Data(contentsOf: URL(filePath: "\(folder)/\(name)")) : Data()
    entries[name] =
      "\(String(status.st_mode, radix: 8)) \(status.st_ino) \(content.base64EncodedString())"
  }
  return entries
}
