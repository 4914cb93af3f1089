import Foundation

extension InspectReport {
  /// The report as a title, a table and the card; the fraction of weights that are not zero where
  /// there are zeros.
  ///
  /// - Parameter width: The columns there are, or `nil` for as many as it takes. The file's names
  ///   give way first, then the operations.
  func text(width: Int?) -> String {
    let shape = inputShape.map(String.init).joined(separator: "x")
    let sums =
      "\(grouped(totals.parameters)) parameters, \(grouped(totals.neurons)) neurons, "
      + "\(compact(totals.multiplyAccumulates)) multiply-accumulates (MACs) per image"
    var lines = ["\(name)  \(shape) → \(outputs)", sums, ""]
    lines += table(width: width)
    lines += [""] + cardLines()
    return lines.map { fitted($0, to: width) + "\n" }.joined()
  }

  private func table(width: Int?) -> [String] {
    let header = [
      "layer", "op", "shape", "params", "nonzero", "neurons", "fan-in", "MACs", "in the file",
    ]
    var rows = [header] + layers.map(row)
    rows.append([
      "total", "", "", grouped(totals.parameters), percent(totals.connectivity),
      grouped(totals.neurons), "", compact(totals.multiplyAccumulates), "",
    ])
    // Most networks have all of their weights.
    if totals.connectivity == 1 { for row in rows.indices { rows[row].remove(at: 4) } }
    var widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    if let width { shrink(&widths, to: width) }
    return rows.map { row in
      let cells = row.indices.map { column in
        let cell = fitted(row[column], to: widths[column])
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return (3..<row.count - 1).contains(column) ? space + cell : cell + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Takes columns from the file's names, then from the operations.
  private func shrink(_ widths: inout [Int], to width: Int) {
    for (column, least) in [(widths.count - 1, 6), (1, 8)] {
      let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
      if excess > 0 { widths[column] = max(widths[column] - excess, min(least, widths[column])) }
    }
  }

  private func row(_ layer: Layer) -> [String] {
    [
      layer.name, layer.summary, layer.shape.map(String.init).joined(separator: "x"),
      grouped(layer.parameters, zero: ""), layer.connectivity.map(percent) ?? "",
      grouped(layer.neurons, zero: ""), grouped(layer.fanIn, zero: ""),
      compact(layer.multiplyAccumulates), layer.fileName,
    ]
  }

  private func cardLines() -> [String] {
    guard let card, let cardPath else { return ["no model card beside the model"] }
    var lines = ["card   \(cardPath)"]
    let accuracy = card.testAccuracy.map { String(format: "test accuracy %.2f %%", $0 * 100) }
    let parameters = card.parameters.map { "\(grouped($0)) parameters as trained" }
    let facts = [card.dataset, accuracy, parameters].compactMap(\.self)
    if !facts.isEmpty { lines.append("       " + facts.joined(separator: ", ")) }
    if let input = card.input {
      let parts = [
        input.scale.map { String(format: "pixel · %.6g", $0) },
        input.mean.map { "mean \(numbers($0))" }, input.std.map { "std \(numbers($0))" },
      ]
      lines.append("input  " + parts.compactMap(\.self).joined(separator: ", "))
    }
    if let classes = card.classes { lines.append("class  " + classes.joined(separator: ", ")) }
    return lines
  }

  private func numbers(_ values: [Float]) -> String {
    values.map { String(format: "%.4g", $0) }.joined(separator: " ")
  }

  /// With a comma between thousands.
  private func grouped(_ number: Int, zero: String = "0") -> String {
    guard number != 0 else { return zero }
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private func percent(_ fraction: Double) -> String {
    String(format: fraction < 0.0995 ? "%.2f %%" : "%.1f %%", fraction * 100)
  }

  /// Three digits and a unit.
  private func compact(_ number: Int) -> String {
    guard number > 0 else { return "" }
    let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    for (size, unit) in units where Double(number) >= size {
      let value = Double(number) / size
      return String(format: value < 10 ? "%.2f%@" : value < 100 ? "%.1f%@" : "%.0f%@", value, unit)
    }
    return String(number)
  }

  /// The text with its end cut off, and marked as such, if it is too long.
  private func fitted(_ text: String, to width: Int?) -> String {
    guard let width, text.count > width else { return text }
    return width > 0 ? text.prefix(width - 1) + "…" : ""
  }
}
