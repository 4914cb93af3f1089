import FileThings
import Foundation
import OutputFiles
import Testing

/// Files that are kept between runs take no more room than they may.
@Suite struct StoredFilesTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func files(limit: Int) -> StoredFiles {
    StoredFiles(folder: URL(filePath: folder.file("kept")), limit: limit)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file("kept")).sorted()
  }

  /// Dates of files are coarse, so each gets its own.
  private func write(_ name: String, count: Int, to files: StoredFiles, age: Double) throws {
    files.write(Data(repeating: 1, count: count), as: name)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)],
      ofItemAtPath: try #require(files.path(of: name)))
  }

  @Test func theOldestGoesFirst() throws {
    let files = files(limit: 100)
    for (number, name) in ["a", "b", "c"].enumerated() {
      try write(name, count: 40, to: files, age: Double(100 - 10 * number))
    }

    #expect(try names() == ["b", "c"] && files.byteCount == 80)
    files.write(Data(repeating: 2, count: 90), as: "d")
    #expect(try names() == ["d"])
  }

  @Test func whatIsLargerThanAllMayBeIsNotKept() throws {
    let files = files(limit: 10)
    try write("a", count: 10, to: files, age: 1)

    files.write(Data(repeating: 1, count: 11), as: "b")

    #expect(try names() == ["a"])
  }

  @Test func aNewContentTakesThePlaceOfTheOld() throws {
    let files = files(limit: 100)
    files.write(Data("old".utf8), as: "a")
    files.write(Data("new".utf8), as: "a")

    let path = try #require(files.path(of: "a"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  /// Others of the machine have no business there.
  @Test func theFolderIsTheUsersAlone() throws {
    files(limit: 100).write(Data(), as: "a")

    var status = stat()
    #expect(stat(folder.file("kept"), &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func nowhereIsNoFault() {
    StoredFiles(folder: nil, limit: 9).write(Data(), as: "a")
    StoredFiles(folder: URL(filePath: "/dev/null/x"), limit: 9).write(Data(), as: "a")
    #expect(StoredFiles(folder: nil, limit: 9).byteCount == 0)
  }

  @Test func theEnvironmentNamesTheFolder() {
    #expect(UserFolder.state.url(in: ["XDG_STATE_HOME": "/s"])?.path == "/s/spiketop")
    #expect(
      UserFolder.state.url(in: ["XDG_STATE_HOME": "s", "HOME": "/h"])?.path
        == "/h/.local/state/spiketop")
    #expect(UserFolder.cache.url(in: ["HOME": "/h"])?.path == "/h/.cache/spiketop")
    #expect(UserFolder.cache.url(in: ["HOME": "h"]) == nil)
  }
}
