import Datasets
import Tensors
import Testing

@Suite struct PreprocessingTests {
  @Test func everyChannelHasItsMeanAndDeviation() throws {
    let preprocessing = try Preprocessing(
      scale: 0.5, mean: [1, 2], standardDeviation: [2, 4])

    let result = try preprocessing(Tensor(shape: [2, 1, 2], elements: [2, 6, 4, 20]))

    #expect(result.elements == [0, 1, 0, 2])
  }

  @Test func oneMeanServesAllChannels() throws {
    let preprocessing = try Preprocessing(scale: 1, mean: [1], standardDeviation: [2])

    #expect(try preprocessing(Tensor(shape: [2, 1, 1], elements: [3, 5])).elements == [1, 2])
  }

  @Test func theOtherNumberOfChannelsIsRefused() throws {
    let preprocessing = try Preprocessing(
      scale: 1, mean: [1, 2, 3], standardDeviation: [1, 1, 1])

    #expect(
      failure { () throws(DatasetError) in try preprocessing(Tensor(zeros: [1, 2, 2])) }
        == .invalidPreprocessing(problem: "3 means for 1 channels"))
  }

  @Test(
    arguments: [
      (1, [], []), (1, [0], [0]), (1, [0], [1, 1]), (0, [0], [1]), (.nan, [0], [1]),
      (1, [.infinity], [1]), (1, [0], [-1]), (1, [0], [.nan]),
    ] as [(Float, [Float], [Float])])
  func numbersWithoutASenseAreRefused(scale: Float, mean: [Float], deviation: [Float]) {
    let error = failure { () throws(DatasetError) in
      try Preprocessing(scale: scale, mean: mean, standardDeviation: deviation)
    }

    #expect(error?.kind == .badData)
  }
}
