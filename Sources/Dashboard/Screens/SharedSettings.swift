extension ScreenSetting {
  /// What is chosen on all screens at once; a session keeps it beside the cursor.
  package static let shared: [ScreenSetting] = [
    ScreenSetting("zoom") { state in
      state.rasterView.timeZoom == 0 ? nil : "\(state.rasterView.timeZoom)"
    } apply: { state, text throws(CommandError) in
      guard let zoom = Int(text) else {
        throw CommandError(description: "'zoom' is a whole number, and 0 where nothing is zoomed")
      }
      state.rasterView.restore(timeZoom: zoom)
    },
    .choice("rasters", usual: RasterView().mode, \.rasterView.mode),
    ScreenSetting("neurons-per-dot") { state in
      state.rasterView.unitsPerDot == 1 ? nil : "\(state.rasterView.unitsPerDot)"
    } apply: { state, text throws(CommandError) in
      guard let count = Int(text), count > 0 else {
        throw CommandError(description: "'neurons-per-dot' is a whole number from 1 on")
      }
      state.rasterView.restore(unitsPerDot: count)
    },
    ScreenSetting("search") { state in
      state.search.isEmpty ? nil : state.search.text
    } apply: { state, text throws(CommandError) in
      state.search = try NeuronFilter(text, layers: state.spikingLayerNames)
    },
  ]
}

/// A setting and what it is to be, as typed: `sin.order=first` of a screen, `zoom=2` of all.
package struct SettingText: Sendable {
  package let setting: ScreenSetting
  package let value: String

  /// - Throws: `CommandError` that names what there is.
  package init(_ text: String, registry: DashboardRegistry) throws(CommandError) {
    guard let sign = text.firstIndex(of: "=") else {
      throw CommandError(description: "a setting is SCREEN.NAME=VALUE, as sin.order=first")
    }
    let name = text[..<sign]
    let settings = registry.settingsByName
    guard let setting = settings.first(where: { $0.name == name })?.setting else {
      let names = settings.map(\.name).joined(separator: ", ")
      throw CommandError(description: "there is no setting '\(name)'; there are \(names)")
    }
    (self.setting, value) = (setting, String(text[text.index(after: sign)...]))
  }
}

extension DashboardRegistry {
  /// All settings as they are typed: those of screens behind their names.
  package var settingsByName: [(name: String, setting: ScreenSetting)] {
    ScreenSetting.shared.map { ($0.name, $0) }
      + screens.flatMap { screen in
        screen.settings.map { ("\(screen.name.rawValue).\($0.name)", $0) }
      }
  }
}

extension DashboardState {
  /// The settings that are not as usual, as they are typed.
  package var chosenSettings: [String] {
    registry.settingsByName.compactMap { name, setting in
      setting.text(self).map { "\(name)=\($0)" }
    }
  }

  /// Chooses what was typed; lists follow at once.
  mutating func choose(_ text: SettingText) {
    do {
      try text.setting.apply(&self, text.value)
      takeComputations()
    } catch {
      message = Message(text: error.description, isError: true)
    }
  }
}
