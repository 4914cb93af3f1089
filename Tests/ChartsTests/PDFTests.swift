import Charts
import Foundation
import Testing

/// Pages that other programs read: those of poppler, where they are installed.
@Suite struct PDFTests {
  static let readers = ["/usr/bin/pdftotext", "/usr/bin/pdfinfo"]
  static let areThere = readers.allSatisfy(FileManager.default.isExecutableFile)

  @Test(arguments: [ExampleFigure.figure] + ExamplePictures.plots)
  func theSameFigureGivesTheSameBytes(figure: Plot) throws {
    let file = try figure.drawing().pdf()
    let text = String(decoding: file, as: UTF8.self)

    #expect(text.hasPrefix("%PDF-1."))
    #expect(text.contains("%%EOF"))
    // When it was made would be another time each time.
    #expect(!text.contains("/CreationDate"))
    #expect(try figure.drawing().pdf() == file)
  }

  @Test(arguments: ExtremeFigures.all + ExamplePictures.extreme)
  func extremeFiguresArePages(figure: Plot) throws {
    #expect(try figure.drawing(PlotStyle(width: 40)).pdf().count > 500)
  }

  @Test(.enabled(if: areThere, "skipped: poppler-utils is absent"))
  func theWordsCanBeSelected() throws {
    let text = try said("pdftotext", of: ExampleFigure.figure.drawing(), ["-layout"])

    for word in ["Accuracy over time, cifar-resnet20", "time steps T", "ANN 92.4 %", "robust"] {
      #expect(text.contains(word), "\(word)")
    }
    let greek = Plot([], caption: "threshold θ − ψ ≤ 1")
    #expect(try said("pdftotext", of: greek.drawing()).contains("threshold θ − ψ ≤ 1"))
  }

  @Test(.enabled(if: areThere, "skipped: poppler-utils is absent"), arguments: [40, 85, 174])
  func thePageHasItsSizeAndSaysWhatWasRun(width: Double) throws {
    let drawing = ExamplePictures.plots[1].drawing(PlotStyle(width: width))

    let facts = try said("pdfinfo", of: drawing)

    let size = try #require(facts.firstMatch(of: /Page size: +([0-9.]+) x ([0-9.]+) pts/))
    #expect(abs((Double(size.1) ?? 0) - width / 25.4 * 72) < 0.01)
    #expect(abs((Double(size.2) ?? 0) - drawing.height) < 0.01)
    #expect(facts.contains("Title:           Lead"))
    #expect(facts.contains("What was run."))
    #expect(facts.contains("Pages:           1"))
  }

  /// What a reader says of a page.
  private func said(
    _ reader: String, of drawing: Drawing, _ options: [String] = []
  ) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).pdf")
    try Data(try drawing.pdf()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/\(reader)")
    process.arguments = options + [file.path] + (reader == "pdftotext" ? ["-"] : [])
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self)
  }
}
