extension HostileReader {
  /// What stands beside a model and describes it.
  static let card = HostileReader(
    name: "card", fileName: "net.json",
    commands: [ReadingCommand("inspect {folder}/net.onnx")],
    honest: {
      HostileFile(
        "honest", #"{"classes": ["a", "b", "c"]}"#, beside: ["net.onnx": .bytes($0.network)])
    },
    files: { honest in
      let model = ["net.onnx": Content.bytes(honest.network)]
      return (texts() + strangers(except: []) + cuts(whole, count: 12)).map { file in
        var file = file
        file.beside.merge(model) { $1 }
        return file
      }
    })

  private static let whole = Array(
    #"""
    {"name": "net", "dataset": "none", "input": {"shape": [1, 1, 8, 8], "layout": "NCHW",
    "scale": 1, "mean": [0.5], "std": [0.25]}, "classes": ["a", "b", "c"], "test_accuracy": 0.9}
    """#
    .utf8)

  private static func texts() -> [HostileFile] {
    let numbers = [
      "0", "-1", "1e999", "-1e999", "1e39", "NaN", #""1""#, #""1/2""#, #""1/0""#, "[]", "{}",
      "true", "[1]",
    ]
    let texts: Set = [#""1""#, #""1/2""#, #""1/0""#]
    let keys: [(String, String, Set<String>)] = [
      ("input.scale", #"{"input": {"scale": %}}"#, [#""1/2""#]),
      ("input.mean", #"{"input": {"mean": %}}"#, ["[1]"]),
      ("input.std", #"{"input": {"std": %}}"#, ["[1]"]),
      ("input.shape", #"{"input": {"shape": %}}"#, []),
      ("input.layout", #"{"input": {"layout": %}}"#, []), ("input", #"{"input": %}"#, ["{}"]),
      ("classes", #"{"classes": %}"#, []), ("test_accuracy", #"{"test_accuracy": %}"#, ["0"]),
      ("time_steps", #"{"time_steps": %}"#, []), ("dt", #"{"dt": %}"#, []),
      ("spike_at", #"{"spike_at": %}"#, []), ("name", #"{"name": %}"#, texts),
      ("dataset", #"{"dataset": %}"#, texts), ("parameters", #"{"parameters": %}"#, []),
    ]
    let lies = keys.flatMap { key, text, lawful in
      numbers.map { number in
        HostileFile(
          "\(key) of \(number)", text.replacing("%", with: number),
          lawful.contains(number) ? .either(because: "a value of the right type") : .refused)
      }
    }
    let nested = String(repeating: "[", count: 100_000)
    return lies + [
      HostileFile("arrays in arrays", #"{"name": "# + nested),
      HostileFile("objects in objects", String(repeating: #"{"name":"#, count: 50_000)),
      HostileFile("a list", "[1, 2, 3]"), HostileFile("a number", "7"), HostileFile("null", "null"),
      HostileFile(
        "a million classes",
        #"{"classes": ["# + String(repeating: #""a","#, count: 1 << 20) + #""a"]}"#),
      HostileFile("two classes", #"{"classes": ["a", "b"]}"#),
      HostileFile("classes of null", #"{"classes": [null, null, null]}"#),
      HostileFile(
        "a shape that overflows", #"{"input": {"shape": [1, 4294967296, 4294967296, 1]}}"#),
      HostileFile("a shape of another size", #"{"input": {"shape": [1, 3, 8, 8]}}"#),
      HostileFile("a shape with fractions", #"{"input": {"shape": [1, 1, 8.5, 8]}}"#),
      HostileFile("means of two channels", #"{"input": {"mean": [0, 0]}}"#),
      HostileFile("a mean of 3e38", #"{"input": {"mean": [3e38]}}"#),
      HostileFile("a deviation of 1e-45", #"{"input": {"std": [1e-45]}}"#),
      HostileFile("a key twice", #"{"test_accuracy": 0.5, "test_accuracy": 0.7}"#),
      HostileFile(
        "text in UTF-16", Array("\u{FEFF}{\"name\": 7}".utf16).flatMap { [UInt8](little: $0) }),
      HostileFile("half a pair of UTF-16", #"{"layout": "\ud800", "input": {"layout": "\ud800"}}"#),
      HostileFile(
        "classes with escapes", #"{"classes": ["\u001b[2J", "b\n", "\u0000"]}"#, .accepted),
      HostileFile("a key with escapes", #"{"name": 7, "\u001b[2J": 1}"#),
      HostileFile("a comma too many", #"{"name": "net",}"#),
      HostileFile("a trailer", #"{"name": "net"} {"name": "other"}"#),
    ]
  }
}
