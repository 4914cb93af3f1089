import PlainText

/// What is known of the row under the cursor.
func detailLines(
  _ report: Diagnosis.Report, row: Diagnosis.Row?, width: Int
) -> [String] {
  switch row {
  case .finding(let index):
    let finding = report.findings[index]
    var lines = wrapped(finding.figure, width: width)
    lines += wrapped("why: \(finding.reason)", width: width)
    if !finding.remedy.isEmpty { lines += wrapped("do: \(finding.remedy)", width: width) }
    if let tried = finding.tried {
      let ann = tried.annAccuracyAfter.map { ", ANN then \(percent($0))" } ?? ""
      lines += wrapped(
        "tried on the same images: \(tried.measure) \(percent(tried.accuracyBefore)) -> "
          + "\(percent(tried.accuracyAfter))\(ann)", width: width)
    }
    lines += finding.others.flatMap { wrapped("also: \($0)", width: width) }
    return lines
  case .layer(let index):
    let layer = report.layers[index]
    let images = report.attributionImages.map { "on \($0) of \(report.count) images, " } ?? ""
    let rank = report.ranking.firstIndex(of: layer.name).map {
      ", rank \($0 + 1) of \(report.ranking.count) by what each layer costs alone"
    }
    return wrapped(
      "\(layer.name)\(rank ?? ""): \(images)\(percent(layer.errorRemoved)) of the "
        + "output error goes when this layer alone delivers the ANN's activations; the output "
        + "error is \(decimal(layer.errorAlone)) when it alone spikes (own measures)",
      width: width) + splitLines(layer, width: width)
      + wrapped(
        "bias applied \(decimal(layer.biasApplied, digits: 2)) times (1 as it should be)",
        width: width)
  case nil:
    return []
  }
}

private func splitLines(_ layer: Diagnosis.Layer, width: Int) -> [String] {
  guard let error = layer.error else { return [] }
  return wrapped(
    "|rate theta - a| / |a| = \(decimal(error.total)): propagated \(decimal(error.propagated)), "
      + "clipping \(decimal(error.clipping)), quantised \(decimal(error.quantisation)), uneven "
      + "\(decimal(error.unevenness)) (norms; only the signed terms add up)", width: width)
}
