import Datasets
import Foundation
import Tensors
import Testing

/// Which arrays of an archive are taken, and that it is said where the names do not.
@Suite struct ArchivePartsTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Images of floats whose first number tells them apart.
  private func images(_ count: Int, _ first: Float) -> Data {
    var tensor = Tensor(zeros: [count, 1, 2, 2])
    tensor.elements[0] = first
    return NPYFile.encoded(tensor)
  }

  private func labels(_ labels: [UInt8]) -> Data { Data(npy([labels.count], labels)) }

  /// The path of an archive.
  private func archive(_ arrays: [(name: String, npy: Data)]) throws -> String {
    try directory.write(Array(try #require(NPZFile.encoded(arrays))), to: "a.npz")
  }

  /// As Keras's mnist.npz has them.
  private var keras: [(name: String, npy: Data)] {
    [
      ("x_train", images(3, 7)), ("y_train", labels([1, 1, 0])), ("x_test", images(2, 9)),
      ("y_test", labels([0, 1])),
    ]
  }

  @Test func theTestPartIsShownAndTheTrainingPartCalibrates() throws {
    let path = try archive(keras)

    let test = try ImageDataset.open(path)
    let training = try #require(try ImageDataset.trainingCounterpart(of: path))

    #expect(try test.count == 2 && test.image(at: 0).elements[0] == 9)
    #expect((0..<2).map { test.label(at: $0) } == [0, 1])
    #expect(try training.count == 3 && training.image(at: 0).elements[0] == 7)
    #expect((0..<3).map { training.label(at: $0) } == [1, 1, 0])
    #expect(
      test.notes == ["arrays: images 'x_test', labels 'y_test'; 'x_train' is the training part"])
  }

  @Test func labelsOfTheOtherPartAreNotTaken() throws {
    let path = try archive([
      ("y_train", labels([1, 1])), ("x_train", images(2, 7)), ("x_test", images(2, 9)),
    ])

    let test = try ImageDataset.open(path)

    #expect(!test.hasLabels && test.notes[0].contains("no labels"))
  }

  @Test func namesThatSayEverythingNeedNoNote() throws {
    for names in [("images", "labels"), ("x", "y"), ("x", "labels")] {
      let path = try archive([(names.0, images(2, 9)), (names.1, labels([4, 2]))])
      let dataset = try ImageDataset.open(path)

      #expect(dataset.notes.isEmpty && dataset.label(at: 0) == 4)
      #expect(try ImageDataset.trainingCounterpart(of: path)?.count == nil)
    }
  }

  @Test(arguments: [["arr_0", "arr_1"], ["pictures", "classes"], ["images", "classes"]])
  func whatIsGuessedIsNoted(names: [String]) throws {
    for order in [[0, 1], [1, 0]] {
      let arrays = [(names[0], images(2, 9)), (names[1], labels([4, 2]))]
      let path = try archive(order.map { (name: arrays[$0].0, npy: arrays[$0].1) })

      let dataset = try ImageDataset.open(path)

      #expect(dataset.label(at: 0) == 4)
      #expect(dataset.notes == ["arrays: images '\(names[0])', labels '\(names[1])'"])
    }
  }

  @Test func severalArraysThatMayBeImagesAreAskedFor() throws {
    let path = try archive([("a", images(2, 9)), ("b", images(2, 7))])

    let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }

    #expect(error?.kind == .badData)
    #expect(error?.description.contains("'a', 'b'") == true)
    #expect(error?.description.contains("'images'") == true)
  }
}
