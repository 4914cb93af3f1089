extension Command {
  /// What can be typed, as completion and help show it.
  package struct Form: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
      case diagnose, seek, move, run, pause, speed, setBreak, until, back, delete, enable, disable
      case mark, jump, go, image, open, demo, method, compare, screen, glyphs, theme, fps, export
      case record, help, quit
    }

    package var kind: Kind
    package var name: String
    /// A letter that stands for the name, whatever else begins so.
    package var letter: String?
    package var argument: String
    package var summary: String

    fileprivate init(
      _ kind: Kind, _ name: String, letter: String? = nil, takes argument: String = "",
      does summary: String
    ) {
      self.kind = kind
      self.name = name
      self.letter = letter
      self.argument = argument
      self.summary = summary
    }
  }

  package static let forms = [
    Form(
      .setBreak, "break", letter: "b", takes: "CONDITION",
      does: "stop runs where it becomes true"),
    Form(
      .until, "until", letter: "u", takes: "CONDITION", does: "run until it becomes true"),
    Form(
      .back, "back", takes: "[CONDITION]",
      does: "back to where a break, or this, would have stopped"),
    Form(.delete, "delete", takes: "NUMBER|all", does: "forget breaks"),
    Form(.disable, "disable", takes: "NUMBER|all", does: "let breaks rest"),
    Form(.enable, "enable", takes: "NUMBER|all", does: "let them stop runs again"),
    Form(.mark, "mark", takes: "LETTER", does: "remember this step and place"),
    Form(.jump, "jump", takes: "LETTER", does: "go to a mark"),
    Form(.seek, "t", takes: "STEP", does: "go to a step"),
    Form(.move, "step", letter: "s", takes: "[-]STEPS", does: "so many steps on, or back"),
    Form(.run, "run", letter: "r", does: "run to the end, or to a break"),
    Form(.pause, "pause", does: "stop here"),
    Form(.speed, "speed", takes: "STEPS|max", does: "so many steps per second"),
    Form(.go, "go", letter: "g", takes: "LAYER[#NEURON]", does: "go to a layer or a neuron"),
    Form(.image, "image", letter: "i", takes: "NUMBER", does: "another image"),
    Form(
      .open, "open", letter: "o", takes: "FILE.onnx [--data IMAGES]", does: "another network"),
    Form(.demo, "demo", does: "the bundled network"),
    Form(.method, "method", takes: "NAME", does: "convert by another method"),
    Form(
      .compare, "compare", takes: "METHOD|off",
      does: "a second network in lock-step, as bistable:phases=8"),
    Form(.screen, "screen", takes: "NAME", does: "another screen"),
    Form(
      .glyphs, "glyphs", takes: GlyphChoice.allCases.map(\.rawValue).joined(separator: "|"),
      does: "what dots are drawn with"),
    Form(
      .diagnose, "diagnose", letter: "d", takes: "[again]",
      does: "why the SNN is worse than the ANN, and what helps"),
    Form(
      .export, "export", letter: "e", takes: "FILE.svg|png|ansi|txt|csv [PANEL]",
      does: "this screen, or a part of it, as a picture or text; csv: the numbers"),
    Form(
      .record, "record", takes: "[FILE.snn]|off",
      does: "write every step to a file that replay opens"),
    Form(.theme, "theme", takes: "dark|light|mono", does: "other colours"),
    Form(.fps, "fps", takes: "2...60|auto", does: "at most so many frames per second"),
    Form(.help, "help", letter: "h", does: "all keys, and what the numbers mean"),
    Form(.quit, "quit", letter: "q", does: "leave"),
  ]

  /// The forms that begin so, by their whole name or letter or any start of the name.
  package static func forms(beginningWith name: String) -> [Form] {
    let exact = forms.filter { $0.name == name || $0.letter == name }
    return exact.isEmpty ? forms.filter { $0.name.hasPrefix(name) } : exact
  }
}
