import Dashboard
import Evaluation
import PlainText

extension Diagnosis.Report {
  /// A diagnosis as the dashboard shows it.
  init(_ report: DiagnosisReport) {
    self.init(
      method: report.method, summary: report.summary, isSound: report.verdict == .sound,
      steps: report.steps, count: report.count, requested: report.requested)
    annAccuracy = report.annAccuracy
    promisedAccuracy = report.promisedAccuracy
    snnAccuracy = report.snnAccuracy
    agreement = report.agreement
    findings = report.findings.map(Diagnosis.Finding.init)
    layers = report.layers.map(Diagnosis.Layer.init)
    attributionImages = report.attributionImages
    ranking = report.ranking
  }
}

extension Diagnosis.Finding {
  fileprivate init(_ finding: Finding) {
    self.init(
      title: finding.id.title, layer: finding.layer, figure: finding.figure,
      reason: finding.reason, remedy: finding.remedy)
    others = finding.others.map { other in
      "\(other.title), \(percent(other.accuracyAfter)): \(other.remedy)"
    }
    tried = finding.tried.map { trial in
      Diagnosis.Trial(
        measure: trial.measure, accuracyBefore: trial.accuracyBefore,
        accuracyAfter: trial.accuracyAfter, annAccuracyAfter: trial.annAccuracyAfter)
    }
  }
}

extension Diagnosis.Layer {
  fileprivate init(_ layer: DiagnosisReport.Layer) {
    self.init(name: layer.name, theta: layer.theta)
    errorRemoved = layer.attribution?.errorRemoved
    errorAlone = layer.attribution?.errorAlone
    error = layer.error.map { terms in
      Diagnosis.ErrorNorms(
        total: terms.total, propagated: terms.propagated, clipping: terms.clipping,
        quantisation: terms.quantisation, unevenness: terms.unevenness)
    }
    sinRatio = layer.sinRatio
    missedRatio = layer.missedRatio
    silentShare = layer.silentShare
    saturatedShare = layer.saturatedShare
    firstSpike = layer.firstSpike
    biasApplied = layer.biasApplied
  }
}
