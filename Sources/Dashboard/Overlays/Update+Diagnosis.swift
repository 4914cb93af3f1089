import Evaluation
import TerminalUI

extension DashboardState {
  /// Opens the list, and starts a diagnosis unless there is one of the method in use.
  mutating func showDiagnosis(again: Bool) -> [DashboardEffect] {
    guard let context else { return [] }
    overlay = .diagnosis(selected: 0)
    if let diagnosis {
      if diagnosis.isRunning {
        guard again || diagnosis.method != context.method else { return [] }
      } else if diagnosis.report != nil, diagnosis.method == context.method, !again {
        return []
      }
    }
    diagnosis = Diagnosis(method: context.method, outcome: .running)
    return [.diagnose(method: context.method)]
  }

  mutating func take(_ outcome: Diagnosis.Outcome) {
    diagnosis?.outcome = outcome
    if case .diagnosis = overlay { return }
    switch outcome {
    case .running: break
    case .found(let report):
      let text = report.verdict == .sound ? "sound" : "\(report.findings.count) found"
      message = Message(
        text: "diagnosis of \(report.method): \(text); :diagnose shows it", isError: false)
    case .failed(let reason):
      message = Message(text: reason, isError: true)
    }
  }

  mutating func pressInDiagnosis(_ key: Key, selected: Int) -> [DashboardEffect] {
    let last = max((diagnosis?.rows.count ?? 0) - 1, 0)
    switch key {
    case .up, .character("k"): overlay = .diagnosis(selected: max(selected - 1, 0))
    case .down, .character("j"): overlay = .diagnosis(selected: min(selected + 1, last))
    case .pageUp: overlay = .diagnosis(selected: max(selected - 10, 0))
    case .pageDown: overlay = .diagnosis(selected: min(selected + 10, last))
    case .home: overlay = .diagnosis(selected: 0)
    case .end: overlay = .diagnosis(selected: last)
    case .enter: jump(toRow: selected)
    case .character("r"): return showDiagnosis(again: true)
    case .character("x"):
      return diagnosis?.isRunning == true ? [.stopDiagnosis] : []
    case .escape, .backspace, .character("q"): overlay = nil
    case .character, .left, .right, .tab, .backtab, .delete, .function, .control, .resized: break
    }
    return []
  }

  /// To the layer that a row is about.
  private mutating func jump(toRow selected: Int) {
    guard let diagnosis, diagnosis.rows.indices.contains(selected) else { return }
    overlay = nil
    guard let name = diagnosis.layerName(of: diagnosis.rows[selected]) else {
      message = Message(text: "this is not about a single layer", isError: false)
      return
    }
    guard let layer = network?.layers.dropLast().firstIndex(where: { $0.name == name }) else {
      message = Message(text: "\(name) does not spike: no layer to show", isError: false)
      return
    }
    trail.append(place)
    select(unit: units[layer], in: layer)
    screen = .layer
  }
}
