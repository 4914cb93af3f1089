import PlainText
import TimeTravel

extension DashboardState {
  /// What is open over the screen, and what may be typed.
  func overlaySentences() -> [String] {
    switch overlay {
    case .help:
      return helpLines(filter: "").filter { !$0.text.isEmpty }.map { line in
        line.key.isEmpty ? sentence(line.text) : "\(line.key): \(sentence(line.text))"
      }
        + ["As a line, an action has a name, too: \(actionNames)."]
    case .methods:
      let methods = context?.methods ?? []
      return numbered(methods, "methods") + ["Type a number; an empty line changes nothing."]
    case .secondRuns:
      let names = context?.methodNames ?? []
      return numbered(names, "methods for a second network")
        + ["Type a number; 0 ends the comparison, an empty line changes nothing."]
    case .breaks:
      return numbered(breakProposals.map(\.title), "breaks")
        + ["Type a number; an empty line sets none."]
    case .goTo: return ["Type a step, a layer, or a neuron as conv2#412."]
    case .command(let text): return ["Type what follows '\(text)'."]
    case .mark: return ["Type a letter."]
    case .filter where searchesNeurons:
      return ["Type which neurons to find, as conv2 spikes>2 sin; nothing for none."]
    case .filter: return ["Type which rows to read, as spikes>2 local; nothing for all."]
    case .replaceFile(let request): return ["\(request.path) exists. Replace it? Type y or n."]
    case .diagnosis: return diagnosisSentences()
    case nil: return []
    }
  }

  /// Whether the next line is an answer; what is only to be read is closed once it was read.
  package var asksSomething: Bool {
    switch overlay {
    case .help, .diagnosis, nil: false
    case .methods, .secondRuns, .breaks, .goTo, .command, .mark, .filter, .replaceFile: true
    }
  }

  /// Closes what is only to be read.
  package mutating func closeWhatWasRead() {
    if !asksSomething { overlay = nil }
  }

  private var actionNames: String {
    Action.allCases.map(\.configurationName).joined(separator: ", ")
  }

  private func numbered(_ items: [String], _ name: String) -> [String] {
    ["\(items.count) \(name)."] + items.enumerated().map { "\($0 + 1): \(sentence($1))" }
  }

  private func diagnosisSentences() -> [String] {
    switch diagnosis?.outcome {
    case .running, nil: return ["The diagnosis is under way."]
    case .failed(let reason): return [sentence(reason)]
    case .found(let report):
      let findings = report.findings.enumerated().map { index, finding in
        let layer = finding.layer.map { " in \($0)" } ?? ""
        let tried = finding.tried.map {
          "; tried: \($0.measure), accuracy \(percent($0.accuracyBefore)) before and "
            + "\(percent($0.accuracyAfter)) after"
        }
        return "Finding \(index + 1): \(finding.id.title)\(layer)\(tried ?? "")."
      }
      return [
        "Diagnosis of \(report.method): the analog network is right on "
          + "\(percent(report.annAccuracy)), the spiking one on \(percent(report.snnAccuracy)).",
        sentence(report.summary),
      ] + findings
    }
  }
}
