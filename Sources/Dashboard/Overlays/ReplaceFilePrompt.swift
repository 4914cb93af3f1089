import TerminalUI

/// Asks whether a file that exists may be replaced.
struct ReplaceFilePrompt: OverlayContent {
  var request: ExportRequest

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    guard key != .resized else { return [] }
    state.overlay = nil
    guard key == .character("y") || key == .character("Y") else {
      state.message = Message(text: "\(request.path) was left as it is", isError: false)
      return []
    }
    var request = request
    request.replaces = true
    return [.export(request)]
  }

  func prompt(in state: DashboardState) -> Prompt? {
    Prompt(question: "\(request.path) exists. Replace it? ", hint: "y or n")
  }

  var hints: [Hint] {
    [
      Hint("y", "replace it", click: .character("y")),
      Hint("n", "leave it", click: .character("n")),
    ]
  }

  func sentences(in state: DashboardState) -> [String] {
    ["\(request.path) exists. Replace it? Type y or n."]
  }
}
