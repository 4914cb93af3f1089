import TerminalUI

extension Menu {
  static func methods(of subject: DashboardSubject) -> Menu {
    Menu(
      title: "conversion method",
      lines: subject.methods.enumerated().map { index, title in
        Line(text: title, isCurrent: index == subject.method)
      })
  }

  /// The methods that a second network can be converted by.
  static func rivals(of subject: DashboardSubject) -> Menu {
    let lines = zip(subject.methodNames, subject.methods).map { name, title in
      Line(
        text: title.hasPrefix(name) ? title : "\(name)  \(title)",
        isCurrent: name == subject.rival?.text)
    }
    return Menu(
      title: "compare with", lines: lines,
      hint: " 0   none; options: ':compare bistable:phases=8'")
  }

  /// What runs can be told to stop at, with the condition that says so.
  static func breaks(_ proposals: [BreakProposal], ellipsis: String) -> Menu {
    Menu(
      title: "stop runs where",
      lines: proposals.map {
        Line(text: $0.title, detail: $0.condition?.text ?? ":break \(ellipsis)")
      })
  }
}
