import TerminalUI

extension Menu {
  static func methods(of context: RunContext) -> Menu {
    Menu(
      title: "conversion method",
      lines: context.methods.enumerated().map { index, title in
        Line(text: title, isCurrent: index == context.method)
      })
  }

  /// The methods that a second network can be converted by.
  static func secondRuns(of context: RunContext) -> Menu {
    let lines = zip(context.methodNames, context.methods).map { name, title in
      Line(
        text: title.hasPrefix(name) ? title : "\(name)  \(title)",
        isCurrent: name == context.secondRun?.text)
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
