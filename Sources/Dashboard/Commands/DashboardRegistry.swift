import SpikeStatistics

/// What the dashboard is made of: its screens, its actions and its commands.
///
/// A screen, a key or a command is added by its value here; nothing registers itself.
package struct DashboardRegistry: Sendable {
  /// In the order of the help; the first one is where the dashboard begins.
  package let screens: [DashboardScreen]

  /// What keys do, in the order of the help; those that show screens among them.
  package let actions: [Action]

  /// What can be typed, in the order of the help.
  package let commands: [Command]

  /// What conditions may ask for, in the order of the help.
  package let figures: Figures

  /// All that any screen needs, once each.
  let computations: [Computation]

  /// - Parameter actions: All but those that show the screens.
  /// - Precondition: There is a screen, and no two screens, actions or commands have the same name,
  ///   no two actions the same key, no two commands the same letter.
  package init(
    screens: [DashboardScreen], actions: [Action], commands: [Command],
    figures: Figures = .standard
  ) {
    precondition(!screens.isEmpty, "the dashboard needs a screen")
    self.screens = screens
    let all = actions + screens.map(\.action)
    self.actions = Action.Group.allCases.flatMap { group in all.filter { $0.group == group } }
    self.commands = commands
    precondition(Set(screens.map(\.name)).count == screens.count, "two screens have one name")
    precondition(Set(all.map(\.name)).count == all.count, "two actions have one name")
    precondition(Set(commands.map(\.name)).count == commands.count, "two commands have one name")
    let (keys, letters) = (all.flatMap(\.keys), commands.compactMap(\.letter))
    precondition(Set(keys).count == keys.count, "two actions have one key")
    precondition(Set(letters).count == letters.count, "two commands have one letter")
    self.figures = figures
    computations = screens.flatMap(\.needs).reduce(into: []) { known, computation in
      if !known.contains(where: { $0.name == computation.name }) { known.append(computation) }
    }
  }

  package static let standard = DashboardRegistry(
    screens: standardScreens, actions: Action.standard, commands: Command.standard)

  /// In the order in which the help names their keys.
  package static let standardScreens: [DashboardScreen] = [
    .live,
    .layer,
    .neuron,
    .sin,
    .compare,
    .log,
    .overview,
    .phase,
    .images,
    .graph,
  ]

  /// A screen by its name; the first one where there is none of the name.
  package func screen(_ name: ScreenName) -> DashboardScreen {
    screens.first { $0.name == name } ?? screens[0]
  }

  /// The screens in the order of the keys that show them.
  package var screensByKey: [DashboardScreen] {
    screens.enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }.map(\.element)
  }

  /// The name of the screen whose name, or what stands on its tab, begins with what was typed.
  package func screenName(beginning text: String) -> ScreenName? {
    let text = text.lowercased()
    guard !text.isEmpty else { return nil }
    return screensByKey.first {
      $0.name.rawValue.hasPrefix(text) || $0.title.lowercased() == text
    }?.name
  }

  package func action(_ name: Action.Name) -> Action? {
    actions.first { $0.name == name }
  }
}

extension DashboardScreen {
  /// The number on its key; without one it comes last.
  fileprivate var number: Int {
    guard case .character(let character) = keys.first else { return .max }
    return character.wholeNumberValue ?? .max
  }
}
