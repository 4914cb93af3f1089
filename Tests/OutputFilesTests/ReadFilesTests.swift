import FileThings
import Foundation
import InputFiles
import OutputFiles
import Testing

/// What the process has read stays, whoever found it and by whatever name it is to be replaced.
@Suite struct ReadFilesTests {
  private let folder: Folder
  private let path: String
  private let content = Data("new".utf8)

  init() throws {
    folder = try Folder()
    path = folder.file("file")
    try Thing.file.make(at: path)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  /// Ways in which a file becomes one that is read.
  enum Reading: CaseIterable {
    case opened, openedByLink, noted

    func read(_ path: String, link: String) throws {
      switch self {
      case .opened: _ = try InputFile(path)
      case .openedByLink: _ = try InputFile(link)
      case .noted: ReadFiles.note(link)
      }
    }
  }

  @Test(arguments: Reading.allCases)
  func whatWasReadIsNotReplaced(reading: Reading) throws {
    let (link, same) = (folder.file("link"), folder.file("same"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    try FileManager.default.linkItem(atPath: path, toPath: same)
    let early = try OutputFile(same, replacing: .files).stage()
    let late = try OutputFile(path, replacing: .files).stage()
    try late.append(content)

    try reading.read(path, link: link)

    #expect(throws: OutputFileError(same, .isInput)) { try early.checkIsNotRead() }
    #expect(throws: OutputFileError(path, .isInput)) { try late.appear() }
    for named in [path, same] {
      for replacement in [OutputFile.Replacement.nothing, .files] {
        #expect(throws: OutputFileError(named, .isInput)) {
          try OutputFile(named, replacing: replacement).write(content)
        }
      }
      #expect(try text(named) == "old")
    }
    #expect(try inventory(of: folder.path).keys.sorted() == ["file", "link", "same"])
  }

  /// What the program keeps for itself it reads and writes again; what it only looks at is no
  /// input.
  @Test func ownFilesAndThoseThatWereOnlySeenAreReplaced() throws {
    _ = try InputFile(probing: path)
    try OutputFile(path, replacing: .files).write(content)
    #expect(try text(path) == "new")
    _ = try InputFile(path)
    try OutputFile(path, replacing: .ownFiles(beginning: "new", author: "test"))
      .write(Data("kept".utf8))
    _ = try InputFile(path)
    try OutputFile(path, replacing: .keptFiles).write(content)
    // What was written last has not been read.
    try OutputFile(path, replacing: .files).write(Data("last".utf8))
    #expect(try text(path) == "last")
  }

  /// The system gives the number of a file that is gone to another one.
  @Test func aFileThatIsGoneProtectsNoOther() throws {
    _ = try InputFile(path)
    let other = folder.file("other")
    try FileManager.default.moveItem(atPath: path, toPath: other)
    try OutputFile(other, replacing: .files).write(content)
    #expect(try text(other) == "new")
  }

  /// There or not: SQLite takes what has such a name for its own.
  @Test(arguments: ["-wal", "-shm", "-journal"], [true, false])
  func whatLiesBesideADatabaseIsItsOwn(suffix: String, isThere: Bool) throws {
    let log = path + suffix
    if isThere { try Thing.file.make(at: log) }
    // No database yet.
    try OutputFile(log, replacing: .files).check()
    try Data("SQLite format 3\0".utf8).write(to: URL(filePath: path))
    let before = try inventory(of: folder.path)
    for replacement in [OutputFile.Replacement.nothing, .files, .keptFiles] {
      #expect(throws: OutputFileError(log, .isLog(database: "file"))) {
        try OutputFile(log, replacing: replacement).write(content)
      }
    }
    #expect(try inventory(of: folder.path) == before)
  }
}
