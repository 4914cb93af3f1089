import TerminalUI

/// One screen as a value: what it shows, and what keys, the pointer and lines do on it.
///
/// A screen lies in a folder of its own, with its state, its update and its drawing, and stands in
/// `DashboardRegistry.standardScreens`. What it does not set it has in common with the other
/// screens.
package struct DashboardScreen: Sendable {
  package let name: ScreenName
  package let title: String
  /// The keys that show it, the one to show first in front.
  package let keys: [Key]
  /// What it shows, for the help.
  package let summary: String

  /// What is computed from the run for it.
  package var needs: [Computation] = []

  /// What its tab says; by default the title.
  package var tab: String

  /// What its tab says of a network without an ANN, where that is something else.
  package var tabWithoutANN: String?

  /// How its panes share the room that there is; the names are those of `panes`.
  package var layout: (@Sendable (ScreenView, Size) -> Layout<String>)?

  /// All that it can show, in the order of their names in the help.
  package var panes: [ScreenPane] = []

  /// Draws it; by default its panes.
  ///
  /// Only with a network and an engine.
  package var draw: @Sendable (ScreenView, inout Canvas) -> Void = { $0.drawPanes(on: &$1) }

  /// What it shows in one sentence, computed from what is shown; `nil` where there is none.
  ///
  /// Where it does not fit, its last clauses are left out, those behind a comma.
  package var insight: @Sendable (ScreenView) -> String? = { _ in nil }

  /// Which of the definitions of its panes are of what it does not show now.
  package var hidesDefinition: @Sendable (DashboardState, String) -> Bool = { _, _ in false }

  /// Whether it has something to say before the first step.
  package var speaksBeforeTheRun = false

  /// What is to be seen on it and what keys do there, in whole words: the head of the help while it
  /// is shown.
  package var guide: @Sendable (DashboardState) -> [HelpLine] = { _ in [] }

  /// Its keys in the last line.
  package var hints: @Sendable (DashboardState) -> [ActionHint] = { _ in [] }

  /// Whether it shows the neuron under the cursor, which is then one that matters until the user
  /// chooses another one.
  package var startsWhereItMatters = false

  /// Whether it shows both networks where two are compared, and says which is which; else it shows
  /// the first, and its frame says so.
  package var showsBothRuns = false

  /// The neuron that it shows, where that is not the one under the cursor: the one of a row of its
  /// own; `nil` for the one under the cursor.
  package var neuron: @Sendable (DashboardState) -> (layer: Int, unit: Int)? = { _ in nil }

  // MARK: - Keys and the pointer

  /// What changes when a key or a command shows it.
  package var appear: @Sendable (inout DashboardState) -> Void = { _ in }

  /// What it lacks, or wants to go on without, asked for after every event whether it is shown or
  /// not.
  package var asks: @Sendable (inout DashboardState) -> [DashboardEffect] = { _ in [] }

  /// What any key ends, whichever screen is shown.
  package var endWaiting: @Sendable (inout DashboardState) -> Void = { _ in }

  /// Starts or stops what the screen is about; by default the run.
  package var toggle: @Sendable (inout DashboardState) -> [DashboardEffect] = { $0.toggleRun() }

  /// What that would do now, in a word; `nil` for nothing.
  package var toggleWord: @Sendable (DashboardState) -> String? = { $0.toggleRunWord }

  /// Moves what up and down move, by so many rows.
  package var moveCursor: @Sendable (inout DashboardState, Int) -> Void = { state, offset in
    state.moveLayerCursor(by: offset)
  }

  /// Moves what left and right move, by so many columns.
  ///
  /// - Returns: Whether anything lies side by side here; else left and right are time.
  package var moveAcross: @Sendable (inout DashboardState, Int) -> Bool = { _, _ in false }

  /// Goes so many layers on.
  package var moveLayer: @Sendable (inout DashboardState, Int) -> Void = { state, offset in
    state.moveLayerCursor(by: offset)
  }

  /// Puts the cursor on an item that was pointed at, by the number that it was drawn with.
  package var select: @Sendable (inout DashboardState, Int) -> Void = { state, index in
    state.moveLayerCursor(by: index - state.layer)
  }

  /// Does what a place stands for that was drawn with a name: the title of a column, a cell.
  package var choose: @Sendable (inout DashboardState, String) -> Void = { _, _ in }

  /// Goes one level deeper, after the place was put on the trail; what leads nowhere takes it off
  /// again.
  package var inspect: @Sendable (inout DashboardState) -> [DashboardEffect] = { state in
    state.screen = .neuron
    return []
  }

  /// To the next spike, or the previous one.
  package var seekSpike: @Sendable (inout DashboardState, _ forward: Bool) -> [DashboardEffect] = {
    $0.seekSpike(forward: $1)
  }

  /// Sorts by another column.
  package var sort: @Sendable (inout DashboardState) -> Void = { $0.sortSINTable() }

  /// Draws more neurons in a row, or fewer layers.
  package var zoomUnits: @Sendable (inout DashboardState) -> Void = { state in
    state.message = Message(
      text: "no neurons are drawn in rows here: Layer and Live have them", isError: false)
  }

  /// Shows the next picture; a screen with one view only has none.
  package var nextPicture: @Sendable (inout DashboardState) -> Void = { _ in }

  /// Shows what it shows as long as nobody has chosen otherwise by `nextPicture`.
  package var showUsualView: @Sendable (inout DashboardState) -> Void = { _ in }

  /// Deletes what is under the cursor.
  package var remove: @Sendable (inout DashboardState) -> [DashboardEffect] = {
    $0.sayWhereToDelete()
  }

  /// Whether `/` finds neurons; elsewhere it filters rows.
  package var findsNeurons = true

  /// How `/` filters the rows; a screen without rows leaves it to SIN.
  package var rowFilter: RowFilter?

  /// What a session keeps of it besides the filter.
  package var ownSettings: [ScreenSetting] = []

  /// To the next row that matches, or the previous one; `nil` where there are no such rows.
  package var goToRow: (@Sendable (inout DashboardState, MatchChoice) -> Void)?

  // MARK: - Words and numbers

  /// Whether the trail names the neuron behind the title.
  package var trailNamesNeuron = false

  /// What it shows, one sentence per line.
  package var sentences: @Sendable (ScreenView) -> [String] = { _ in [] }

  /// Whether line mode reads it again after the cursor has moved.
  package var readsAfterCursor = true

  /// Whether line mode reads it again at another step.
  package var readsAfterStep = false

  /// The numbers that stand for all of it; `nil` where nothing is plotted.
  package var numbers: @Sendable (ScreenView) -> NumberTable? = { _ in nil }

  /// The panels that `numbers` are of, in each view one of them at most; none where the numbers are
  /// of no panel alone.
  package var mainPanels: [String] = []

  /// The numbers of its panels by their names; a panel in words has none.
  package var panels: [String: @Sendable (ScreenView) -> NumberTable?] = [:]

  /// - Parameter configure: Sets what the screen has of its own.
  package init(
    _ name: ScreenName, title: String, keys: [Key], summary: String,
    configure: (inout DashboardScreen) -> Void
  ) {
    self.name = name
    self.title = title
    tab = title
    self.keys = keys
    self.summary = summary
    configure(&self)
  }

  /// The action that shows it.
  package var action: Action {
    let name = name
    return Action(
      "show-\(name.rawValue)", .screens, keys, summary,
      change: { state in
        state.leavePlace(for: name)
        state.show(name)
      })
  }
}

/// A key in the last line: the action that it stands for, and what it does here and now.
package struct ActionHint: Equatable, Sendable {
  package var action: Action.Name
  package var words: String
  /// From so many columns on the key does nothing: all that it leads to is shown.
  package var endColumns: Int

  package init(_ action: Action.Name, _ words: String, below endColumns: Int = .max) {
    self.action = action
    self.words = words
    self.endColumns = endColumns
  }
}

extension [ActionHint] {
  /// The hint of an action, or nothing where it would do nothing now.
  static func when(
    _ isOf: Bool, _ action: Action.Name, _ words: String, below endColumns: Int = .max
  ) -> [ActionHint] {
    isOf ? [ActionHint(action, words, below: endColumns)] : []
  }
}

/// The sizes that screens are laid out for.
private let sizeClasses = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)].map {
  Size(rows: $0, columns: $1)
}

extension DashboardState {
  /// The screen that is shown.
  var shown: DashboardScreen { registry.screen(screen) }

  /// The neuron that the screen shows: that of a row of its own, or the one under the cursor.
  var shownNeuron: (layer: Int, unit: Int) { shown.neuron(self) ?? (layer, unit) }

  /// The names of the parts that it has now, in a window of its size or of another.
  var panelNames: [String] {
    let all = shown.panes.map(\.name)
    guard let layout = shown.layout, let context, let engine else { return all }
    let view = ScreenView(state: self, context: context, engine: engine)
    let names = Set(([size] + sizeClasses).flatMap { layout(view, $0).panes.map(\.name) })
    return all.filter(names.contains)
  }

  /// The names of the parts with numbers.
  var panelNamesWithNumbers: [String] { panelNames.filter { shown.panels[$0] != nil } }

  mutating func sayWhereToDelete() -> [DashboardEffect] {
    let key = keyMap.key(for: registry.screen(.log).action.name).map { " (\(name(of: $0)))" } ?? ""
    message = Message(text: "what can be deleted is on the Log screen\(key)", isError: false)
    return []
  }

  /// Makes the way back from another screen lead to what is shown.
  fileprivate mutating func leavePlace(for name: ScreenName) {
    guard name != screen else { return }
    var place = place
    place.isAside = true
    trail.append(place)
  }

  /// Shows a screen, as its key does.
  mutating func show(_ name: ScreenName) {
    screen = name
    shown.appear(&self)
  }
}
