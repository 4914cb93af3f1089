import Experiments
import Foundation

extension HostileReader {
  /// What an evaluation has kept to go on from.
  static let resume = HostileReader(
    name: "resume", fileName: "done.resume",
    commands: [
      ReadingCommand(HonestFiles.evaluationCommand + " --resume {}")
    ],
    honest: { HostileFile("honest", $0.evaluation) },
    files: { honest in
      let end = honest.evaluation.firstIndex(of: 10) ?? 0
      let content = String(decoding: honest.evaluation.dropFirst(end + 1), as: UTF8.self)
      let lies = JSONChanges.all(of: content).map { name, json in
        HostileFile(
          "content with \(name)", sealed(json), .either(because: "it may be a lawful value"))
      }
      return lies + [
        HostileFile("another checksum", honest.evaluation.with([UInt8(ascii: "g")], at: end - 1)),
        HostileFile("no JSON", sealed("results")), HostileFile("an array", sealed("[]")),
        HostileFile("100,000 arrays", sealed(String(repeating: "[", count: 100_000))),
        HostileFile("an object", sealed("{}")),
        HostileFile("a first line of 1 MB", String(repeating: "a", count: 1 << 20)),
        HostileFile("only the first line", Array(honest.evaluation.prefix(end + 1))),
        HostileFile("escapes in the first line", "spiketop evaluation 1 \u{1B}[2J\n{}"),
      ] + strangers(except: ["a link to nothing"], .notReplaced)
        + cuts(honest.evaluation, count: 12)
    })

  /// Content with a checksum that fits.
  private static func sealed(_ json: String) -> [UInt8] {
    let content = Data(json.utf8)
    return Array("spiketop evaluation 1 \(Checksum(of: content).text)\n".utf8) + Array(content)
  }

  static let thresholds = HostileReader(
    name: "thresholds", fileName: "thresholds.json",
    commands: [
      .run("net.onnx --data images.npy --calibration images.npy --thresholds {}")
    ],
    honest: { _ in HostileFile("honest", #"{"conv1": 1.5}"#) },
    files: { _ in
      let numbers = [
        "0", "-1", "1e-46", "1e38", "1e39", "1e999", "NaN", "null", "\"1\"", "[1]", "{}", "true",
      ]
      return numbers.flatMap { number in
        [
          HostileFile("an object with \(number)", "{\"conv1\": \(number)}"),
          HostileFile("a list with \(number)", "[\(number)]"),
          HostileFile(
            "a report with \(number)", "{\"methods\": {\"max\": {\"theta\": [\(number)]}}}"),
          HostileFile(
            "a network with \(number)",
            "{\"layers\": [{\"activation\": \"relu\", \"threshold\": \(number)}]}"),
        ]
      } + [
        HostileFile("two numbers", "[1, 2]"), HostileFile("no numbers", "[]"),
        HostileFile("no layers", "{}"),
        HostileFile("an unknown layer", #"{"conv1": 1, "conv9": 1}"#),
        HostileFile("another layer", #"{"fc1": 1}"#),
        HostileFile("a layer with escapes", #"{"conv1": 1, "\u001b[2J\n": 1}"#),
        HostileFile("another method", #"{"methods": {"min": {"theta": [1]}}}"#),
        HostileFile("a method with escapes", #"{"methods": {"\u001b[2J\n": {"theta": [1]}}}"#),
        HostileFile(
          "a million numbers",
          "[" + Array(repeating: "1", count: 1 << 20).joined(separator: ",") + "]"),
        HostileFile("100,000 arrays", String(repeating: "[", count: 100_000)),
        HostileFile("100,000 objects", String(repeating: "{\"methods\":", count: 100_000)),
        HostileFile("a layer twice", #"{"conv1": 1, "conv1": 2}"#),
        HostileFile("a comma too many", #"{"conv1": 1,}"#),
      ] + strangers() + cuts(Array(#"{"conv1": 1.5}"#.utf8), count: 6)
    })

  static let configuration = HostileReader(
    name: "configuration", fileName: "config.toml",
    commands: [ReadingCommand("replay run.snn --no-model --plain-steps 1 --config {}")],
    honest: { _ in HostileFile("honest", "theme = \"dark\"\n[memory]\ncheckpoints = 64\n") },
    files: { _ in settings() + syntax() + strangers(except: ["an empty file"]) })

  /// Values that are none.
  private static func settings() -> [HostileFile] {
    let keys = [
      "theme", "colors", "glyphs", "mouse", "speed", "frames-per-second", "memory.checkpoints",
      "memory.spikes", "keys.quit",
    ]
    let values = [
      "-1", "0", "9223372036854775807", "-9223372036854775808", "1e38", "nan", "inf", "\"\"",
      "\"\\u001b[2J\"", "[]", "[[]]", "{}", "1979-05-27", "[1, 2]",
    ]
    return keys.flatMap { key in
      values.map { value in
        let mayBe = key == "keys.quit" && value == "[]" || value == "{}"
        return HostileFile(
          "\(key) = \(value)", "\(key) = \(value)\n",
          mayBe ? .either(because: "nothing set is nothing wrong") : .refused)
      }
    } + [
      HostileFile("an unknown key", "colour = 1\n"),
      HostileFile("an unknown table", "[colours]\na = 1\n"),
      HostileFile("an unknown action", "[keys]\nfly = [\"f\"]\n"),
      HostileFile("an action with escapes", "[keys]\n\"\\u001b[2J\\n\" = [\"f\"]\n"),
      HostileFile("one key of two actions", "[keys]\nquit = [\"x\"]\nhelp = [\"x\"]\n"),
    ]
  }

  /// Text that is no TOML, or takes long to be.
  private static func syntax() -> [HostileFile] {
    [
      HostileFile("a zero within", "theme = \"dark\"\n\0\ntheme = 7\n"),
      HostileFile("a zero in a comment", "# \0\nfly = 7\n"),
      HostileFile("a zero at the end", "theme = \"dark\"\n\0"),
      HostileFile("a key twice", "theme = \"dark\"\ntheme = \"light\"\n"),
      HostileFile("a table twice", "[memory]\n[memory]\n"),
      HostileFile("a table and a value", "memory = 1\n[memory]\n"),
      HostileFile("a text that does not end", "theme = \"dark\n"),
      HostileFile("no value", "theme =\n"),
      HostileFile("an escape of nothing", "theme = \"\\uD800\"\n"),
      HostileFile("escapes in the text", "\u{1B}[2J = 1\n"),
      HostileFile("20,000 lines", (0..<20_000).map { "a\($0) = 1\n" }.joined()),
      HostileFile("20,000 tables", (0..<20_000).map { "[a\($0)]\n" }.joined()),
      HostileFile(
        "100,000 dots in a key", "a" + String(repeating: ".a", count: 100_000) + " = 1\n"),
      HostileFile(
        "900 lines of keys with dots",
        (0..<900).map { "a\($0)" + String(repeating: ".a", count: 300) + " = 1\n" }.joined()),
      HostileFile("100,000 arrays", "theme = " + String(repeating: "[", count: 100_000)),
      HostileFile("900 arrays in a line", "theme = " + String(repeating: "[", count: 900)),
      HostileFile("arrays over lines", "theme = " + String(repeating: "[\n", count: 900)),
      HostileFile("tables in tables", "a = " + String(repeating: "{a=", count: 250)),
      HostileFile("900 lines, the last one wrong", (0..<900).map { "keys.x\($0) = 1\n" }.joined()),
      HostileFile("a number of 900 digits", "speed = " + String(repeating: "9", count: 900) + "\n"),
      HostileFile("an invisible mark in front", "\u{FEFF}theme = \"dark\"\n", .accepted),
      HostileFile("lines of Windows", "theme = \"dark\"\r\nmouse = true\r\n", .accepted),
    ]
  }

  /// The numbers of the calibration images.
  static let indices = HostileReader(
    name: "calibration indices", fileName: "indices.npy",
    commands: [
      .run("net.onnx --data images.npy --calibration images.npy --calibration-indices {}")
    ],
    honest: { _ in HostileFile("honest", numbers([0, 1])) },
    files: { _ in
      [
        HostileFile("beyond the last", numbers([0, 4])), HostileFile("below zero", numbers([-1])),
        HostileFile("2^62", numbers([1 << 62])), HostileFile("the least", numbers([.min])),
        HostileFile("none", numbers([])),
        HostileFile("one twice", numbers([0, 0]), .either(because: "weights are lawful")),
        HostileFile(
          "a million", numbers(Array(repeating: 0, count: 1 << 20)),
          .either(because: "a limit is lawful")),
        HostileFile("fractions", npyFile("2,", [UInt8](floats: [0.5, 1]))),
        HostileFile("NaN", npyFile("1,", [UInt8](floats: [.nan]))),
        HostileFile(
          "truths", npyFile("2,", [0, 1], type: "|b1"), .either(because: "0 and 1 are numbers")),
        HostileFile(
          "a table", npyFile("1, 2", [0, 1], type: "|u1"), .either(because: "numbers are numbers")),
        HostileFile("an archive", zipFile([ZipEntry("a.npy", numbers([0, 1]))])),
        HostileFile("more by name", npyFile("99,", [0, 1], type: "|u1")),
      ] + strangers() + cuts(numbers([0, 1]), at: [6, 10, 40, numbers([0, 1]).count - 1])
    })

  private static func numbers(_ numbers: [Int64]) -> [UInt8] {
    npyFile("\(numbers.count),", [UInt8](wholes: numbers), type: "<i8")
  }
}
