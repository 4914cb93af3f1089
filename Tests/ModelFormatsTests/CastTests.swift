import Foundation
import ModelFormats
import Networks
import Testing

/// Constants that change their type: what the other type does not have is refused.
@Suite struct CastTests {
  typealias Models = ONNXModels

  /// The message about a model that reshapes its image by a list of floats, cast to a type.
  private func refusal(_ numbers: [Float], to type: Int) -> String {
    let model = Models.model(
      [
        Models.node("Cast", ["f"], "s", name: "cast", [Models.attribute("to", type)]),
        Models.node("Reshape", ["x", "s"], "y"),
      ], [Models.floats("f", [numbers.count], numbers)])
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return "no refusal"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [2, 3, 6, 7])
  func fractionsAreCutOff(type: Int) {
    #expect(refusal([1.9, 32.5], to: type) == "no refusal")
    #expect(refusal([1.9, -1.5], to: type == 2 ? 3 : type) == "no refusal")
  }

  @Test(
    arguments: [
      ([.nan, 32], 7), ([1, .infinity], 7), ([1, 1e30], 7), ([1, 9.3e18], 7), ([1, 3e9], 6),
      ([1, 200], 3), ([1, 300], 2), ([1, -1], 2), ([.nan, 32], 9),
    ] as [([Float], Int)])
  func numbersThatTheTypeDoesNotHaveAreRefused(numbers: [Float], type: Int) {
    let text = refusal(numbers, to: type)

    #expect(text.contains("'cast'") && text.contains("is no number of the type"), "\(text)")
  }

  @Test func anUnknownTypeIsNoType() {
    #expect(refusal([1, 32], to: 13).contains("the element type uint64 is not known"))
  }

  /// A list of `int32Data` may hold what its type does not.
  @Test(arguments: [(2, 256), (3, 128), (3, -129)])
  func numbersOfATensorMustBeOfItsType(type: Int32, number: Int32) {
    let tensor = Onnx_TensorProto.with {
      $0.name = "k"
      $0.dataType = type
      $0.dims = [1]
      $0.int32Data = [number]
    }
    let model = Models.model([Models.node("Add", ["x", "k"], "y")], [tensor])

    #expect(throws: FormatError.self) {
      try ONNXReader.network(from: model, file: "m.onnx")
    }
  }
}
