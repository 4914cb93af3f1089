import TerminalUI

extension DashboardState {
  mutating func showNextTheme() {
    let themes = Theme.allCases
    let next = ((themes.firstIndex(of: theme) ?? 0) + 1) % themes.count
    theme = themes[next]
    message = Message(text: "theme \(theme.rawValue)", isError: false)
  }
}
