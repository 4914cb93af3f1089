import Foundation
import PlainText

extension InspectReport {
  /// The report as a title, a table and the card, line by line; the fraction of weights that are
  /// not zero where there are zeros.
  ///
  /// - Parameter width: The columns there are, or `nil` for as many as it takes. The file's names
  ///   give way first, then the operations.
  func lines(width: Int?) -> [String] {
    let shape = inputShape.map(String.init).joined(separator: "x")
    let sums =
      "\(counted(totals.parameters, "parameter")), \(counted(totals.neurons, "neuron")), "
      + "\(siCount(totals.multiplyAccumulates)) multiply-accumulates (MACs) per image"
    var lines = ["\(name)  \(shape) → \(outputs)", sums]
    lines += (outputShapes ?? []).map { output in
      let shape = output.shape.map(String.init).joined(separator: "x")
      return "output '\(output.name)'  \(shape)"
    }
    lines += tailLines() + [task].compactMap(\.self) + [""]
    lines += table(width: width)
    lines += [""] + cardLines() + (notes ?? [])
    return lines.map { fitted(visible($0), to: width) }
  }

  /// What is computed behind all layers, and of which.
  private func tailLines() -> [String] {
    guard let tail else { return [] }
    let operations = tail.operations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { $0.value == 1 ? $0.key : "\($0.value) \($0.key)" }
    let heads = tail.heads.map { head in
      "\(head.name) \(head.shape.map(String.init).joined(separator: "x"))"
    }
    return [
      "analog tail of \(heads.joined(separator: ", ")), computed in floats of what the layers "
        + "have accumulated: \(operations.joined(separator: ", "))"
    ]
  }

  private func table(width: Int?) -> [String] {
    let header = [
      "layer", "op", "shape", "params", "nonzero", "neurons", "fan-in", "MACs", "in the file",
    ]
    var rows = [header] + layers.map(row)
    rows.append([
      "total", "", "", grouped(totals.parameters), percent(totals.connectivity),
      grouped(totals.neurons), "", siCount(totals.multiplyAccumulates), "",
    ])
    // Most networks have all of their weights.
    if totals.connectivity == 1 { for row in rows.indices { rows[row].remove(at: 4) } }
    var widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    if let width { shrink(&widths, to: width) }
    return rows.map { row in
      let cells = row.indices.map { column in
        let cell = fitted(row[column], to: widths[column])
        let isNumber = (3..<row.count - 1).contains(column)
        return isNumber ? cell.leftPadded(widths[column]) : cell.rightPadded(widths[column])
      }
      return withoutTrailingBlanks(cells.joined(separator: "  "))
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
      groupedUnlessZero(layer.parameters), layer.connectivity.map(percent) ?? "",
      groupedUnlessZero(layer.neurons), groupedUnlessZero(layer.fanIn),
      siCount(layer.multiplyAccumulates), layer.fileName,
    ].map(visible)
  }

  private func cardLines() -> [String] {
    guard let card, let cardPath else { return ["no model card beside the model"] }
    var lines = ["card   \(cardPath)"]
    let accuracy = card.testAccuracy.map {
      "test accuracy " + printedPercent($0, digits: 2, unit: " %")
    }
    let parameters = card.parameters.map { "\(counted($0, "parameter")) as trained" }
    let facts = [card.dataset, accuracy, parameters].compactMap(\.self)
    if !facts.isEmpty { lines.append("       " + facts.joined(separator: ", ")) }
    if let input = card.input {
      let parts = [
        input.scale.map { "pixel · " + printedSignificant(Double($0), digits: 6) },
        input.mean.map { "mean \(numbers($0))" }, input.std.map { "std \(numbers($0))" },
      ]
      lines.append("input  " + parts.compactMap(\.self).joined(separator: ", "))
    }
    if let classes = card.classes { lines.append("class  " + classes.joined(separator: ", ")) }
    return lines
  }

  private func numbers(_ values: [Float]) -> String {
    values.map { printedSignificant(Double($0), digits: 4) }.joined(separator: " ")
  }

  private func percent(_ fraction: Double) -> String {
    printedPercent(fraction, digits: fraction < 0.0995 ? 2 : 1, unit: " %")
  }
}
