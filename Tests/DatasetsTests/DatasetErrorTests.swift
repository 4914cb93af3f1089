import Datasets
import Testing

@Suite struct DatasetErrorTests {
  private static let examples: [(DatasetError, DatasetError.Kind)] = [
    (.absent(path: "FILE"), .noInput),
    (.unreadable(path: "FILE", reason: "Permission denied"), .noInput),
    (.notInstalled(path: "FILE", package: "dataset-fashion-mnist"), .noInput),
    (.noImages(path: "FILE"), .noInput),
    (.noTestPart(path: "FILE", trainingFile: "train"), .noInput),
    (
      .unknownFormat(path: "FILE", looksLike: nil, formats: DatasetReaders.standard.fileFormats),
      .badData
    ),
    (.unsupported(path: "FILE", what: "is odd", hint: "make it even"), .badData),
    (.damaged(path: "FILE", problem: "is empty"), .badData),
    (.tooLarge(path: "FILE", bytes: 5, limit: 4), .badData),
    (.noSuchArray(path: "FILE", name: "z", present: ["x", "y"]), .badData),
    (.labelCountMismatch(path: "FILE", labels: 1, images: 2), .badData),
    (.imageIndexOutOfRange(dataset: "FILE", index: 9, count: 2), .usage),
    (.wrongShape(dataset: "FILE", images: "1x2x2", network: "3", reason: "odd"), .badData),
    (.notFinite(dataset: "FILE", index: 3), .badData),
  ]

  /// Where, what is wrong, what to do: `FILE: …; …`, or a hint after a colon.
  @Test(arguments: examples)
  func everyDescriptionIsOneLineThatNamesTheFileFirst(
    error: DatasetError, kind: DatasetError.Kind
  ) {
    #expect(error.description.hasPrefix("FILE: ") && !error.description.contains("\n"))
    #expect(error.description.contains(";") || error.description.hasSuffix(": odd"))
    #expect(error.kind == kind)
  }

  @Test func aLongListOfArraysIsCutShort() {
    let names = (0..<20).map { "a\($0)" }

    let text = DatasetError.noSuchArray(path: "x.npz", name: "b", present: names).description

    #expect(text.hasSuffix("'a7', …"))
  }
}
