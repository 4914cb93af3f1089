import Datasets
import Foundation
import Testing

/// Which class a picture is of, by the folder that it lies in.
@Suite struct FolderLabelsTests {
  private static let classes = ["bird", "cat", "deer", "dog"]

  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func images(_ folders: [String]) throws -> ImageDataset {
    let png = try decoded(References.greyPNG)
    for folder in folders { try directory.write(png, to: "\(folder)/a.png") }
    return try ImageDataset.open(directory.path)
  }

  private func labels(_ images: ImageDataset) -> [Int?] {
    (0..<images.count).map { images.label(at: $0) }
  }

  /// The only folder `cat` is class 1 of the network, and not the first of all folders.
  @Test(arguments: [(["cat"], [1]), (["dog", "bird"], [0, 3])])
  func foldersThatAreNamedAsClassesHaveTheirLabels(folders: [String], expected: [Int]) throws {
    // A folder without pictures is nobody's class.
    try directory.write([], to: "notes/a.txt")
    let images = try self.images(folders)

    let labelled = try images.labelled(byNamesOf: Self.classes)

    #expect(labels(labelled) == expected)
    #expect(labelled.classNames == Self.classes && labelled.notes.count == 1)
  }

  @Test(arguments: [[], ["a", "b", "c"]])
  func otherFoldersAreNumberedByNameWhichIsNoted(classes: [String]) throws {
    let images = try self.images(["10", "9", "Zebra"])

    let labelled = try images.labelled(byNamesOf: classes)

    #expect(labels(labelled) == [0, 1, 2])
    #expect(labelled.notes.count == 1 && labelled.notes[0].hasSuffix("0 10, 1 9, 2 Zebra"))
  }

  @Test func foldersOfWhichSomeAreClassesAreRefused() throws {
    let images = try self.images(["cat", "doog"])

    let error = failure { () throws(DatasetError) in
      try images.labelled(byNamesOf: Self.classes)
    }

    #expect(error?.kind == .badData)
    #expect(error?.description.contains("(cat)") == true)
    #expect(error?.description.contains("(doog)") == true)
  }

  /// A name of two classes says nothing.
  @Test func namesOfTwoClassesStandForNeither() throws {
    let images = try self.images(["cat"])

    #expect(try labels(images.labelled(byNamesOf: ["dog", "cat", "cat"])) == [0])
  }

  @Test func imagesWithoutFoldersStayAsTheyAre() throws {
    let path = try directory.write(npy([2, 1, 4, 4], Array(repeating: 0, count: 32)), to: "x.npy")

    let images = try ImageDataset.open(path).labelled(byNamesOf: Self.classes)

    #expect(!images.hasLabels && images.notes.isEmpty)
  }
}
