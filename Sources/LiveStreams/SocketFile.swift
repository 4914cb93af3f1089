import Foundation

/// The file of a socket that this process listens at.
struct SocketFile: Sendable {
  private let path: String
  private let device: dev_t
  private let number: ino_t

  /// - Returns: `nil` where there is none.
  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    (device, number) = (status.st_dev, status.st_ino)
  }

  /// Removes it, unless something else has its name by now.
  func remove() {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_dev == device, status.st_ino == number else {
      return
    }
    unlink(path)
  }
}
