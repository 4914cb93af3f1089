/// What lies over the screen and takes the keys.
package indirect enum Overlay: Equatable, Sendable {
  /// The help, with what was typed to filter it and the line under the cursor.
  case help(filter: String, selected: Int)
  case methods(selected: Int, filter: String = "")
  /// The methods of a second network.
  case secondRuns(selected: Int, filter: String = "")
  /// The line that asks for a step or a neuron.
  case goTo(text: String)
  /// The line that asks for a command, and what it lies over.
  case command(text: String, over: Overlay? = nil)
  /// What runs can be told to stop at, around the cursor.
  case breaks(selected: Int, filter: String = "")
  /// Asks for the letter of a mark.
  case mark(Mark.Purpose)
  /// The line that asks which neurons to find, or which rows of a screen to show, with the filter
  /// of these before, and whether what is typed next replaces the text.
  case filter(text: String, before: String = "", isSelected: Bool = false)
  /// What is wrong with the converted network, with the row under the cursor.
  case diagnosis(selected: Int)
  /// What is kept of the run, and how much memory that takes.
  case memory
  /// What figures mean, from a line on; without names those of the part that has the focus.
  case definitions(names: [String]?, first: Int)
  /// Asks whether a file that exists may be replaced.
  case replaceFile(ExportRequest)
}

extension Overlay {
  /// How it looks, reads and takes keys.
  var content: any OverlayContent {
    switch self {
    case .help(let filter, let selected): HelpOverlay(filter: filter, selected: selected)
    case .methods(let selected, let filter): MethodMenu(selected: selected, filter: filter)
    case .secondRuns(let selected, let filter):
      SecondRunMenu(selected: selected, filter: filter)
    case .goTo(let text): GoToPrompt(text: text)
    case .command(let text, let over): CommandPrompt(text: text, over: over)
    case .breaks(let selected, let filter): BreakMenu(selected: selected, filter: filter)
    case .mark(let purpose): MarkPrompt(purpose: purpose)
    case .filter(let text, let before, let isSelected):
      FilterPrompt(text: text, before: before, isSelected: isSelected)
    case .diagnosis(let selected): DiagnosisOverlay(selected: selected)
    case .memory: MemoryOverlay()
    case .definitions(let names, let first): DefinitionsOverlay(names: names, first: first)
    case .replaceFile(let request): ReplaceFilePrompt(request: request)
    }
  }
}
