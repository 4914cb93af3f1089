import Foundation
import Testing

/// The forms in which an evaluation can be had.
@Suite struct EvaluationOutputTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func evaluate(_ more: String...) -> [String] {
    [
      "evaluate", Program.model, "--data", Program.images, "--calibration-count", "8", "--steps",
      "4,24", "--method", "max,bistable4", "--count", "12",
    ] + more
  }

  /// The cells of a table without quotes.
  private func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func theTableInLongFormSaysWhatTheJSONSays() throws {
    let report = try object(try output(of: evaluate("--format", "json")))
    let rows = cells(try output(of: evaluate("--format", "csv")))
    let methods = try #require(report["methods"] as? [String: [String: Any]])
    let spikes = try #require(methods["max"]?["spikes"] as? [String: Double])
    let ratios = try #require(methods["max"]?["sin_ratio"] as? [String: [Double]])
    func value(_ method: String, _ steps: String, _ layer: String, _ figure: String) -> [String] {
      rows.filter { $0[1...4] == [method, steps, layer, figure] }.map { $0[5] }
    }

    #expect(rows.first == ["model", "method", "T", "layer", "figure", "value"])
    #expect(rows.allSatisfy { $0.count == 6 })
    #expect(Set(rows.map { $0[0...4] }).count == rows.count)
    #expect(value("max", "4", "", "spikes").compactMap(Double.init) == [spikes["4"]])
    let ratio = try #require(value("max", "24", "conv2", "sin_ratio").compactMap(Double.init).first)
    #expect(abs(ratio - (ratios["24"]?[1] ?? 2)) < 1e-15)
    #expect(value("bistable4", "4", "", "accuracy") == [""])
    #expect(
      value("ann", "", "", "accuracy").compactMap(Double.init) == [
        report["ann_accuracy"] as? Double
      ])
  }

  @Test func theAnswersToEachImageAddUpToTheAccuracy() throws {
    let path = scratch.path("images.csv")
    let report = try object(
      try output(of: evaluate("--format", "json", "--per-image", path)))
    let rows = cells(try String(contentsOfFile: path, encoding: .utf8))
    let methods = try #require(report["methods"] as? [String: [String: Any]])
    let accuracy = try #require(methods["max"]?["accuracy"] as? [String: Double])

    #expect(
      rows.first == ["index", "label", "ann", "max@4", "max@24", "bistable4@4", "bistable4@24"])
    #expect(rows.dropFirst().map { $0[0] } == (0..<12).map(String.init))
    let right = rows.dropFirst().count { $0[1] == $0[4] }
    #expect(accuracy["24"] == Double(right) / 12)
    #expect(rows.dropFirst().allSatisfy { $0[5].isEmpty && !$0[6].isEmpty })
  }

  @Test func figuresByClassAreReportedOnRequest() throws {
    let plain = try object(try output(of: evaluate("--format", "json")))
    let asked = try object(
      try output(of: evaluate("--format", "json", "--per-class", "--confusion")))
    let ann = try #require(asked["ann"] as? [String: Any])
    let method = try #require((asked["methods"] as? [String: [String: Any]])?["max"])
    let classes = try #require(method["per_class"] as? [[String: Any]])
    let confusion = try #require(method["confusion"] as? [[Int]])

    #expect((plain["ann"] as? [String: Any])?["confusion"] == nil)
    #expect((ann["confusion"] as? [[Int]])?.flatMap(\.self).reduce(0, +) == 12)
    #expect(classes.count == 10 && classes[0]["name"] as? String == "T-shirt/top")
    #expect(classes.compactMap { $0["count"] as? Int } == confusion.map { $0.reduce(0, +) })
  }

  @Test func theTableFitsIntoEightyColumns() throws {
    let steps = "1,2,4,8,16,24,32,48,64,96,128,192"
    let text = try output(
      of: evaluate("--per-class", "--confusion").map { $0 == "4,24" ? steps : $0 })
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let tables = lines.drop { !$0.isEmpty }

    #expect(tables.allSatisfy { $0.count <= 80 })
    #expect(lines.first == "fashion-lenet, 12 images, accuracy of the ANN 100.00%")
    for title in [
      "accuracy ", "max: per image", "max: SIN neurons per inactivated neuron",
      "max: layers at T=192", "max: |rate·theta - a| / |a| at T=192",
      "bistable4: share of neurons by psi, spikes owed, at T=192", "ANN: accuracy by class",
      "max at T=192: answers (columns) by class (rows)", "energy is counted, not measured:",
    ] {
      #expect(lines.contains { $0.hasPrefix(title) }, "\(title)")
    }
  }

  @Test(arguments: ["--per-image", "--resume"])
  func placesThatCannotBeWrittenAreRefused(option: String) throws {
    let (absent, folder) = (scratch.path("absent/x.csv"), try scratch.directory("x.csv"))

    try expectRefusal(evaluate(option, absent), 73, absent, "No such file", "another place")
    try expectRefusal(evaluate(option, folder), 73, folder, "directory", "another place")
  }
}
