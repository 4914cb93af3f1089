import FileThings
import Foundation
import OutputFiles
import Testing

/// A file appears whole or not at all, and nothing is lost that was there.
@Suite struct OutputFileTests {
  private let folder: Folder
  private let path: String
  private let content = Data("new".utf8)

  init() throws {
    folder = try Folder()
    path = folder.file("file")
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func mode(of path: String) throws -> mode_t {
    var status = stat()
    #expect(lstat(path, &status) == 0)
    return status.st_mode
  }

  @Test(arguments: Thing.allCases, [OutputFile.Replacement.nothing, .files])
  func whatIsThereDecides(thing: Thing, replacement: OutputFile.Replacement) throws {
    try thing.make(at: path)
    let before = try inventory(of: folder.path)
    let output = OutputFile(path, replacing: replacement)
    let reason: OutputFileError.Reason? =
      thing == .file && replacement == .nothing
      ? .exists : thing.kind.map { .neverReplaced(kind: $0) }

    guard let reason else {
      try output.write(content)
      #expect(try inventory(of: folder.path).keys.sorted() == ["file"])
      #expect(try text(path) == "new")
      return
    }
    #expect(throws: OutputFileError(path, reason)) { try output.stage() }
    #expect(throws: OutputFileError(path, reason)) { try output.check() }
    #expect(try inventory(of: folder.path) == before)
  }

  /// What is read meanwhile stays, by whatever path it is named, and what lies in folders that are.
  @Test func whatIsReadIsNeverReplaced() throws {
    try Thing.file.make(at: path)
    let (other, link) = (folder.file("other"), folder.path + ".link")
    defer { unlink(link) }
    try Thing.file.make(at: other)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path)
    for input in [path, "\(link)/file", folder.path, link] {
      for named in [path, "\(folder.path)/./file", "\(link)/file"] {
        let output = OutputFile(named, replacing: .files, reading: ["absent", input])
        #expect(throws: OutputFileError(named, .isInput)) { try output.check() }
      }
    }
    try OutputFile(path, replacing: .files, reading: [other, "absent"]).write(content)
    try OutputFile(folder.file("new"), reading: [folder.path]).write(content)
    #expect(try text(path) == "new")
  }

  @Test func onePlaceTakesOneFile() throws {
    let link = folder.path + ".link"
    defer { unlink(link) }
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    let file = try OutputFile(path).stage()
    for same in [path, "\(folder.path)//file", "\(link)/file"] {
      let other = try OutputFile(same).stage()
      #expect(throws: OutputFileError(same, .alsoWritten(path: path))) {
        try other.check(differsFrom: file)
      }
    }
    try OutputFile(folder.file("File")).stage().check(differsFrom: file)
  }

  /// `-` is no name, but a file may be called so.
  @Test func standardOutputIsNoFile() throws {
    #expect(throws: OutputFileError("-", .standardOutput)) { try OutputFile("-").check() }
    try OutputFile("\(folder.path)/-").write(content)
  }

  /// Whatever comes during the work, into a free place or for the file that was to be replaced.
  @Test(
    arguments: Thing.allCases,
    [(Thing.nothing, true), (.nothing, false), (.file, true), (.file, false)])
  func whatComesMeanwhileStays(late: Thing, begin: (early: Thing, isUnnamed: Bool)) throws {
    let isUnnamed = begin.isUnnamed
    try begin.early.make(at: path)
    let staged = try OutputFile(path, replacing: .files).stage(isUnnamed: isUnnamed)
    try staged.append(content)
    try? FileManager.default.removeItem(atPath: path)
    try late.make(at: path)
    let temporary = try inventory(of: folder.path).keys.filter { $0.hasSuffix(".part") }
    let before = try inventory(of: folder.path).filter { !temporary.contains($0.key) }

    #expect(temporary.count == (isUnnamed ? 0 : 1))
    guard late != .nothing else {
      try staged.appear()
      #expect(try inventory(of: folder.path).keys.sorted() == ["file"])
      #expect(try text(path) == "new")
      return
    }
    #expect(throws: OutputFileError(path, .changed)) { try staged.appear() }
    #expect(throws: OutputFileError(path, .changed)) { try staged.append(content) }
    #expect(try inventory(of: folder.path) == before)
  }

  @Test(arguments: [true, false])
  func whatIsGivenUpLeavesNothing(isUnnamed: Bool) throws {
    try Thing.file.make(at: path)
    let before = try inventory(of: folder.path)
    do {
      let staged = try OutputFile(path, replacing: .files).stage(isUnnamed: isUnnamed)
      try staged.append(content)
      #expect(try text(path) == "old")
    }
    #expect(try inventory(of: folder.path) == before)
  }

  @Test(arguments: [0o600, 0o640, 0o755, 0o444] as [mode_t], [true, false])
  func aFileThatIsReplacedKeepsItsRights(rights: mode_t, isUnnamed: Bool) throws {
    try Thing.file.make(at: path)
    chmod(path, rights)
    try OutputFile(path, replacing: .files).stage(isUnnamed: isUnnamed).complete(with: content)
    #expect(try mode(of: path) == S_IFREG | rights)
    #expect(try text(path) == "new")
  }

  @Test(arguments: [true, false])
  func aNewFileHasTheUsualRights(isUnnamed: Bool) throws {
    let status = try text("/proc/self/status").split(separator: "\n")
    let line = try #require(status.first { $0.hasPrefix("Umask:") })
    let digits = line.dropFirst(6).trimmingCharacters(in: .whitespaces)
    let mask = try #require(mode_t(digits, radix: 8))
    try OutputFile(path).stage(isUnnamed: isUnnamed).complete(with: content)
    #expect(try mode(of: path) == S_IFREG | 0o666 & ~mask)
  }

  /// Who puts another folder there gets nothing, and nobody's file goes into it.
  @Test(arguments: [Thing.nothing, .file])
  func aFolderThatIsMovedKeepsTheFile(early: Thing) throws {
    let (first, second) = (folder.file("a"), folder.file("b"))
    try Thing.folder.make(at: first)
    try early.make(at: "\(first)/file")
    let staged = try OutputFile("\(first)/file", replacing: .files).stage()
    #expect(rename(first, second) == 0)
    try Thing.folder.make(at: first)
    try Thing.pipe.make(at: "\(first)/file")
    let before = try inventory(of: first)

    try staged.complete(with: content)

    #expect(try inventory(of: first) == before)
    #expect(try text("\(second)/file") == "new")
  }

  /// What is written again and again replaces its like only, a link to it not included.
  @Test func ownFilesAreKnownByTheirBeginning() throws {
    let output = OutputFile(path, replacing: .ownFiles(beginning: "own 1", author: "--own"))
    try output.write(Data("own 1: first".utf8))
    try output.write(Data("own 1: second".utf8))
    #expect(try text(path) == "own 1: second")

    for other in ["", "own", "own 2: another", "Own 1"] {
      try Data(other.utf8).write(to: URL(filePath: path))
      #expect(throws: OutputFileError(path, .foreign(author: "--own"))) { try output.stage() }
      #expect(try text(path) == other)
    }
  }

  @Test func placesWhereNoFileCanBe() throws {
    try Thing.file.make(at: folder.file("plain"))
    let before = try inventory(of: folder.path)
    let long = String(repeating: "x", count: 300)
    for (name, reason) in [
      ("absent/file", .noFolder), ("plain/file", .notCreated(ENOTDIR)),
      (long, .notCreated(ENAMETOOLONG)), ("\(long)/x", .notCreated(ENAMETOOLONG)), ("", .noName),
      (".", .noName), ("..", .noName), ("x\0y", .noName), ("/", .noName),
    ] as [(String, OutputFileError.Reason)] {
      let output = OutputFile(folder.file(name))
      let error = #expect(throws: OutputFileError.self) { try output.check() }
      #expect(error?.reason == reason, "\(name)")
      let description = error?.description ?? ""
      #expect(description.contains("; ") && !description.contains("\n"))
    }
    #expect(throws: OutputFileError("", .noName)) { try OutputFile("").check() }
    #expect(try inventory(of: folder.path) == before)
  }

  @Test(.enabled(if: geteuid() != 0))
  func aFolderThatMayNotBeWrittenIsSaid() throws {
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(throws: OutputFileError(path, .notCreated(EACCES))) { try OutputFile(path).check() }
  }

  /// Relative paths are those of the current folder.
  @Test func aNameAloneIsInTheCurrentFolder() throws {
    let name = "output-\(UUID())"
    defer { unlink(name) }
    try OutputFile(name).write(content)
    #expect(try text(FileManager.default.currentDirectoryPath + "/" + name) == "new")
    #expect(!OutputFile(name).isFree)
  }
}

/// A folder for the files of one test, gone with the last reference to it.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "out-\(UUID())").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
