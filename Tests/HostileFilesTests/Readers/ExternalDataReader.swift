import Foundation
import ModelFormats

extension HostileReader {
  /// Weights in a file beside the model.
  static let externalData = HostileReader(
    name: "external data", fileName: "net.onnx", commands: [ReadingCommand("inspect {}")],
    honest: { _ in file("honest", is: .accepted) },
    files: { _ in
      [
        file("a file that is missing", beside: nil),
        file("a file that is short", beside: .bytes([1, 2])),
        file("a pipe", beside: .pipe), file("a socket", beside: .socket),
        file("a folder", beside: .folder([:])), file("a link to nothing", beside: .link("nothing")),
        file("a link out of the folder", beside: .link("../../images.npy")),
        file("a link to an absolute place", beside: .link("/etc/hostname")),
        file("a place above", ["location": "../honest/weights.bin"]),
        file("an absolute place", ["location": "/etc/hostname"]),
        file("a device", ["location": "/dev/zero"]),
        file("the model itself", is: .either(because: "bytes are bytes"), ["location": "net.onnx"]),
        file("no place", ["location": ""]), file("no place at all", [:], isWhole: true),
        file("a place with a zero", ["location": "weights.bin\0.txt"]),
        file("a folder that is none", ["location": "weights.bin/weights.bin"]),
        file("the folder", ["location": "."]), file("the folder above", ["location": ".."]),
        file("an offset beyond the end", ["offset": "4096"]),
        file("a negative offset", ["offset": "-4"]),
        file("an offset of 2^63", ["offset": "9223372036854775807"]),
        file("an offset beyond numbers", ["offset": "99999999999999999999"]),
        file("an offset in words", ["offset": "four"]), file("a length of none", ["length": "0"]),
        file("a negative length", ["length": "-72"]),
        file("a length of 2^63", ["length": "9223372036854775807"]),
        file("a length that is short", ["length": "8"]),
        file("a length in words", ["length": "all"]),
        file("a length beyond the end", ["length": "40960"]),
      ]
    })

  /// - Parameters:
  ///   - entries: Other words on where the weights are than usual.
  ///   - isWhole: Whether these are all.
  private static func file(
    _ name: String, is right: Right = .refused, _ entries: [String: String] = [:],
    isWhole: Bool = false, beside: Content? = .bytes(honestWeights)
  ) -> HostileFile {
    let words = isWhole ? entries : ["location": "weights.bin"].merging(entries) { $1 }
    let model = ONNXFile.network().with { file in
      file.tensors[0].rawData = Data()
      file.tensors[0].dataLocation = 1
      file.tensors[0].externalData = words.sorted { $0.key < $1.key }.map { key, value in
        .with { ($0.key, $0.value) = (key, value) }
      }
    }
    return HostileFile(name, model.bytes, right, beside: beside.map { ["weights.bin": $0] } ?? [:])
  }

  private static let honestWeights = Array(floats("w", [2, 1, 3, 3]).rawData)
}
