import Foundation
import HDF5
import Testing

@Suite struct HDF5FileTests {
  @Test func whatIsWrittenIsRead() throws {
    try withFile { path in
      try write(to: path) { file throws(HDF5Error) in
        try file.write([1.5, -2, .infinity] as [Float], shape: [3], to: "/a/floats")
        try file.write([0.1, 2] as [Double], shape: [1, 2], to: "/a/b/doubles")
        try file.write([Int64.max], shape: [], to: "/number")
        try file.write(["π", "", "two words"], shape: [3, 1], to: "/texts")
        try file.write(["one"], shape: [], to: "/text")
        try file.createGroup("/empty/inner")
        try file.write([2] as [Double], shape: [], toAttribute: "dt", of: "/a")
        try file.write(["événement"], shape: [], toAttribute: "kind", of: "/number")
      }

      let file = try HDF5Reader(inThisProcess: path)
      let names = try ["/", "/a", "/empty/inner"].map { try file.names(in: $0) }
      #expect(names == [["a", "empty", "number", "text", "texts"], ["b", "floats"], []])
      let kinds = try ["/a", "/text", "/none"].map { try file.kind(of: $0) }
      #expect(kinds == [.group, .dataset, nil])
      let floats = try file.numbers("/a/floats", as: Float.self)
      #expect(floats == HDF5Array(shape: [3], elements: [1.5, -2, .infinity]))
      let doubles = try file.numbers("/a/b/doubles", as: Double.self)
      #expect(doubles == HDF5Array(shape: [1, 2], elements: [0.1, 2]))
      let number = try file.numbers("/number", as: Int64.self)
      #expect(number == HDF5Array(shape: [], elements: [Int64.max]))
      let texts = try file.strings("/texts")
      #expect(texts == HDF5Array(shape: [3, 1], elements: ["π", "", "two words"]))
      let text = try file.strings("/text")
      #expect(text == HDF5Array(shape: [], elements: ["one"]))
      let dt = try file.numbers(attribute: "dt", of: "/a", as: Float.self)
      #expect(dt.elements == [2])
      let kind = try file.strings(attribute: "kind", of: "/number")
      #expect(kind.elements == ["événement"])
      let known = [
        try file.hasAttribute("kind", of: "/number"), try file.hasAttribute("dt", of: "/text"),
      ]
      #expect(known == [true, false])
    }
  }

  @Test func integersAreReadAsFloats() throws {
    try withFile { path in
      try write(to: path) { file throws(HDF5Error) in
        try file.write([3, -4] as [Int64], shape: [2], to: "/whole")
      }
      let file = try HDF5Reader(inThisProcess: path)
      let type = try file.elementType(of: "/whole")
      let values = try file.numbers("/whole", as: Float.self).elements
      #expect(type == .integer && values == [3, -4])
    }
  }

  @Test func wrongRequestsNameTheObject() throws {
    try withFile { path in
      try write(to: path) { file throws(HDF5Error) in
        try file.write(["text"], shape: [1], to: "/text")
        try file.createGroup("/group")
      }
      func message(_ body: (HDF5Reader) throws(HDF5Error) -> Void) throws -> String {
        let file = try HDF5Reader(inThisProcess: path)
        do throws(HDF5Error) {
          try body(file)
          return "no error"
        } catch {
          return "'\(error.object)' \(error.reason)"
        }
      }
      let messages = [
        try message { file throws(HDF5Error) in _ = try file.numbers("/text", as: Float.self) },
        try message { file throws(HDF5Error) in _ = try file.strings("/none") },
        try message { file throws(HDF5Error) in _ = try file.names(in: "/text") },
        try message { file throws(HDF5Error) in _ = try file.strings("/group") },
        try message { file throws(HDF5Error) in
          _ = try file.strings(attribute: "dt", of: "/group")
        },
      ]
      #expect(
        messages == [
          "'/text' holds no numbers", "'/none' is no dataset", "'/text' is no group",
          "'/group' is no dataset", "'/group' has no attribute 'dt'",
        ])
    }
  }

  /// The library takes files of one name for one file.
  @Test func filesThatAreMadeAtOnceAreApart() throws {
    let (first, second) = (1.0, 2.0)
    var inner = Data()
    let outer = try HDF5File.encoded { file throws(HDF5Error) in
      try file.write([first], shape: [], to: "/outer")
      inner = try HDF5File.encoded { file throws(HDF5Error) in
        try file.write([second], shape: [], to: "/inner")
      }
    }
    try withFile { path in
      for (content, name, value) in [(outer, "/outer", first), (inner, "/inner", second)] {
        try content.write(to: URL(filePath: path))
        let file = try HDF5Reader(inThisProcess: path)
        let (names, values) = (
          try file.names(in: "/"), try file.numbers(name, as: Double.self).elements
        )
        #expect(names == [String(name.dropFirst())] && values == [value])
      }
    }
  }

  /// A write that stops in the middle leaves any prefix of the file.
  @Test func aFileThatIsCutOffIsRefusedOrLacksSomething() throws {
    try withFile { path in
      let expected = (0..<500).map { Float($0) }
      try write(to: path) { file throws(HDF5Error) in
        try file.write(expected, shape: [500], to: "/numbers")
        try file.write(["a", "b"], shape: [2], to: "/texts")
      }
      let whole = try Data(contentsOf: URL(filePath: path))
      var refusals = 0
      for length in stride(from: 0, to: whole.count, by: 61) {
        try whole.prefix(length).write(to: URL(filePath: path))
        do {
          let file = try HDF5Reader(inThisProcess: path)
          let values = try file.numbers("/numbers", as: Float.self).elements
          let texts = try file.strings("/texts").elements
          let isWhole = values == expected && texts == ["a", "b"]
          #expect(isWhole)
        } catch is HDF5Error {
          refusals += 1
        }
      }
      #expect(refusals > 0)
    }
  }

  private func write(
    to path: String, _ body: (borrowing HDF5File) throws(HDF5Error) -> Void
  ) throws {
    try HDF5File.encoded(body).write(to: URL(filePath: path))
  }

  private func withFile(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appending(path: "file.h5").path)
  }
}
