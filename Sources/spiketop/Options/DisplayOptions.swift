import ArgumentParser
import CursesTerminal
import Dashboard
import TerminalUI

/// How to show the dashboard.
struct DisplayOptions: ParsableArguments {
  @Option(help: "Print the dashboard as text after this many steps, and exit.")
  var plainSteps: Int?

  @Option(help: "Keys to press before the dashboard is printed, as in 'i' or '3'.")
  var plainKeys = ""

  @Option(help: "The size of the printed dashboard, as 80x24.")
  var plainSize: SizeArgument?

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Draw with Unicode, whatever the locale says.")
  var utf8 = false

  @Option(help: "What dots are drawn with: braille, half-block, octant (new fonts) or ascii.")
  var glyphs: GlyphChoice?

  @Option(help: "How many colours: mono, 8, 16, 256 or truecolor.")
  var colors: ColorDepth?

  @Option(help: "The colours: dark, light or mono.")
  var theme: Theme?

  @Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; Shift still selects text.")
  var mouse: Bool?

  @Option(
    help: "The configuration file; 'spiketop config' prints one.", completion: .file())
  var config: String?

  @Flag(help: "Sentences and typed commands instead of a screen, for screen readers.")
  var line = false

  @Flag(help: "Start paused at step 0.")
  var paused = false

  @Option(help: "The screen to begin with, as sin or neuron.")
  var screen: String?

  @Option(
    help: "Where to begin, paused: a layer or a neuron, a step, or both, as conv2#412@37 or @37.")
  var at: StartPlace?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "What to choose on a screen, as sin.order=first or live.view=why; may be repeated.",
      valueName: "setting"))
  var settings: [String] = []

  @Flag(help: "Begin with the tour: ten steps that show what this is.")
  var tour = false

  @OptionGroup var threading: ThreadOptions
  @OptionGroup var kept: CacheOptions

  func validate() throws {
    try checkSteps(plainSteps, from: 0, of: "--plain-steps")
    let registry = DashboardRegistry.standard
    if let screen, registry.screenName(beginning: screen) == nil {
      let names = registry.screensByKey.map(\.name.rawValue)
      throw ValidationError(
        "'--screen' is '\(screen)', but the screens are \(names.joined(separator: ", ")).")
    }
    for text in settings {
      do {
        _ = try SettingText(text, registry: registry)
      } catch {
        throw ValidationError("'--set \(text)': \(error.description).")
      }
    }
  }

  /// What the configuration file and the options say, the options winning.
  func configuration() throws -> Configuration {
    var configuration = try ConfigurationFile.load(config)
    if let theme { configuration.theme = theme }
    if let colors { configuration.colors = colors }
    if let mouse { configuration.usesMouse = mouse }
    if let glyphs { configuration.dots = glyphs }
    if ascii { configuration.glyphs = .ascii }
    if utf8 { configuration.glyphs = .braille }
    return configuration
  }
}

extension DisplayOptions {
  /// What to do once the network is there, as lines of line mode.
  var startLines: [String] {
    ViewRequest(place: at?.place, step: at?.step, screen: screen, settings: settings).lines
      + (tour ? ["tour"] : [])
  }
}

/// A layer or a neuron, and a step, as `conv2#412@37`.
struct StartPlace: ExpressibleByArgument {
  let place: String?
  let step: Int?

  init?(argument: String) {
    // A name may have such a sign, too; the step stands behind the last one.
    guard let sign = argument.lastIndex(of: "@") else {
      guard !argument.isEmpty else { return nil }
      (place, step) = (argument, nil)
      return
    }
    guard let step = Int(argument[argument.index(after: sign)...]), step >= 0 else { return nil }
    place = sign == argument.startIndex ? nil : String(argument[..<sign])
    self.step = step
  }
}

/// Columns and rows, as `80x24`.
struct SizeArgument: ExpressibleByArgument {
  let size: Size

  init?(argument: String) {
    let parts = argument.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else { return nil }
    size = Size(rows: parts[1], columns: parts[0])
  }
}

extension ColorDepth: ExpressibleByArgument {}

extension GlyphChoice: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
