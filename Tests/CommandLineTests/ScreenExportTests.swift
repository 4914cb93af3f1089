import Charts
import Dashboard
import Foundation
import TerminalUI
import Testing

/// Files that the dashboard writes, and never over others.
@Suite struct ScreenExportTests {
  private func export(_ path: String, then keys: String = "") throws -> String {
    try output(of: [
      "demo", "--plain-steps", "8", "--plain-size", "200x30", "--plain-keys",
      ":export \(path)\n\(keys)",
    ])
  }

  @Test(arguments: [
    ("svg", "<?xml"), ("pdf", "%PDF-1."), ("png", "\u{FFFD}PNG"), ("txt", " 1 Live"),
    ("ansi", "\u{1B}[0;7m 1 Live"),
    ("csv", "step,layer,neurons,"),
  ])
  func everyFormatIsWritten(format: String, start: String) throws {
    let scratch = try Scratch()
    let file = scratch.path("screen of today.\(format)")

    let screen = try export(file)

    let content = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    #expect(content.hasPrefix(start) && content.count > 500)
    #expect(screen.contains(" written"))
  }

  /// The command's formats and the writers are named in two modules.
  @Test func whatCanBeAskedForCanBeWritten() {
    #expect(
      ExportRequest.Format.allCases.map(\.rawValue)
        == PictureWriters<Canvas>.standard.all.map(\.suffix) + ["csv"])
  }

  @Test func theTextIsTheScreen() throws {
    let scratch = try Scratch()
    let file = scratch.path("a.txt")

    _ = try export(file)

    let screen = try output(of: ["demo", "--plain-steps", "8", "--plain-size", "200x30"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == screen)
  }

  @Test func aPanelIsAskedForByItsName() throws {
    let scratch = try Scratch()
    let file = scratch.path("a.txt")

    _ = try export("\(file) strips")

    let whole = try output(of: ["demo", "--plain-steps", "8", "--plain-size", "200x30"])
    let strips = try String(contentsOfFile: file, encoding: .utf8)
    for line in strips.split(separator: "\n") { #expect(whole.contains(line)) }
    #expect(strips.contains("conv1") && !strips.contains("1 Live"))
    #expect(
      try export("\(scratch.path("b.txt")) strip").contains(
        "there is no panel 'strip' on this screen; there are strips, lanes, "))
  }

  @Test func theNumbersOfAPanelAreAskedForByItsName() throws {
    let scratch = try Scratch()
    let file = scratch.path("a.csv")

    _ = try export("\(file) output")

    let content = try String(contentsOfFile: file, encoding: .utf8)
    #expect(content.hasPrefix("step,class,output,") && content.split(separator: "\n").count == 11)
    #expect(
      try export("\(scratch.path("b.csv")) input").contains(
        "'input' has no table of numbers; there are those of strips, lanes, "))
  }

  /// Before the first step no neuron has spiked.
  @Test func noFileIsWrittenWithoutNumbers() throws {
    let scratch = try Scratch()
    let file = scratch.path("a.csv")

    let screen = try output(of: [
      "demo", "--plain-steps", "0", "--plain-size", "200x30", "--plain-keys",
      "4:export \(file)\n",
    ])

    #expect(screen.contains("there are no numbers of "), "\(screen)")
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func nothingIsReplacedUnasked() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.svg", "precious")

    #expect(try export(file).contains("Replace it?"))
    #expect(try export(file, then: "n").contains("was left as it is"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    #expect(try export(file, then: "y").contains(" written"))
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("<?xml"))
  }

  @Test(arguments: [
    ("/nowhere/at/all/a.svg", "there is no such folder; make it first"),
    ("/proc/a.txt", "cannot be written"),
  ])
  func whatCannotBeWrittenIsOneLine(path: String, reason: String) throws {
    let screen = try output(of: [
      "demo", "--plain-steps", "8", "--plain-size", "120x30", "--plain-keys", ":export \(path)\n",
    ])

    #expect(screen.contains("error: \(path) ") && screen.contains(reason), "\(screen)")
  }
}
