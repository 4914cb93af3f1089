import Networks
import TerminalUI

/// The line that asks for a step or a neuron.
struct GoToPrompt: OverlayContent {
  var text: String

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      state.overlay = .goTo(text: text + String(character))
    case .backspace:
      state.overlay = text.isEmpty ? nil : .goTo(text: String(text.dropLast()))
    case .enter:
      state.overlay = nil
      return state.goTo(text)
    case .escape:
      state.overlay = nil
    case .up, .down, .left, .right, .tab, .backtab, .delete, .home, .end, .pageUp, .pageDown,
      .function, .control, .resized:
      break
    }
    return []
  }

  func prompt(in state: DashboardState) -> Prompt? {
    Prompt(question: "go to step or neuron: ", text: text, hint: "37, conv2 or conv2#412")
  }

  var hints: [Hint] { [Hint("Enter", "go", click: .enter)] }

  func sentences(in state: DashboardState) -> [String] {
    ["Type a step, a layer, or a neuron as conv2#412."]
  }
}

extension DashboardState {
  /// `37` is a step, `conv2` a layer, `conv2#412` a neuron by its number.
  mutating func goTo(_ text: String) -> [DashboardEffect] {
    let parts = partsOfPlace(text)
    if parts.count == 1, let step = Int(text) {
      guard (0...1_000_000).contains(step) else {
        message = Message(text: "step \(text) is out of reach", isError: true)
        return []
      }
      return [.engine(.seek(to: step))]
    }
    let layers = network?.firingLayers ?? []
    guard let layer = layers.firstIndex(where: { $0.name == parts.first }) else {
      if let readout = parts.first.flatMap(readoutMessage) {
        message = readout
        return []
      }
      let names = layers.map(\.name).joined(separator: ", ")
      message = Message(
        text: "'\(text)' is neither a step nor a neuron; the layers are \(names)", isError: true)
      return []
    }
    let shape = layers[layer].shape
    let number = parts.count == 2 ? Int(parts[1]) : shape.unitNumber(ofIndex: units[layer])
    guard let number, (0..<shape.count).contains(number) else {
      message = Message(
        text: "\(layers[layer].name) has the neurons 0 to \(shape.count - 1)", isError: true)
      return []
    }
    trail.append(place)
    select(unit: shape.populationIndex(ofUnit: number), in: layer)
    screen = parts.count == 2 ? .neuron : .layer
    return []
  }

  /// Where the readout is looked into, which has no screens of its own; `nil` for other names.
  private func readoutMessage(_ name: String) -> Message? {
    guard let network, network.readouts.contains(where: { network.layers[$0].name == name })
    else { return nil }
    let key = keyMap.key(for: "next-picture").map { " (\(Dashboard.name(of: $0)) on Live)" } ?? ""
    return Message(
      text: "\(name) is the readout: what moves its answer is in \"why this answer\"\(key)",
      isError: true)
  }

  /// A layer, and the number of a neuron behind the last sign; a name may have such signs, too.
  private func partsOfPlace(_ text: String) -> [String] {
    let isLayer = network?.firingLayers.contains { $0.name == text } == true
    guard !isLayer, let sign = text.lastIndex(of: "#") else { return [text] }
    return [String(text[..<sign]), String(text[text.index(after: sign)...])]
  }
}
