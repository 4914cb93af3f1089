extension Action {
  /// What moves the cursor, finds neurons and goes from one to another.
  static let cursor: [Action] = [
    Action(
      "cursor-down", .cursor, [.character("j"), .down], "cursor down: layer, neuron, row",
      change: { $0.shown.moveCursor(&$0, 1) }),
    Action(
      "cursor-up", .cursor, [.character("k"), .up], "cursor up: layer, neuron, row",
      change: { $0.shown.moveCursor(&$0, -1) }),
    Action(
      "next-layer", .cursor, [.character("J")], "next layer (SIN: rows of one layer)",
      change: { $0.moveLayer(by: 1) }),
    Action(
      "previous-layer", .cursor, [.character("K")], "previous layer (SIN: rows of one layer)",
      change: { $0.moveLayer(by: -1) }),
    Action(
      "inspect", .cursor, [.enter], "inspect: layer, neuron, the input behind it",
      effect: { $0.inspect() }),
    Action(
      "back", .cursor, [.backspace], "back on the way of inspection, and to its step",
      effect: { $0.goBack() }),
    Action(
      "sin-inspector", .cursor, [.character("i")],
      "SIN: which inactivated neurons spiked, most spikes of all layers first",
      effect: { $0.openSINInspector() }),
    Action(
      "go-to", .cursor, [.character("g")], "go to a step (37) or a neuron (conv2#412)",
      change: { $0.overlay = .goTo(text: "") }),
    Action(
      "sort-rows", .cursor, [.character("s")],
      "SIN, Phase: sort by another column; Layer: what maps show",
      change: { $0.shown.sort(&$0) }),
    Action(
      "order-neurons", .cursor, [.character("o")],
      "Layer: neurons by number, rate, SIN, first spike, D, ANN activation",
      change: { $0.orderNeuronsAnew() }),
    Action(
      "filter-rows", .cursor, [.character("/")],
      "find neurons, as conv2 spikes>2 sin; SIN: show only those", change: { $0.openFilter() }),
    Action(
      "next-match", .cursor, [.character("n")],
      "next neuron that was searched for; SIN: next row", change: { $0.goToMatch(.next) }),
    Action(
      "previous-match", .cursor, [.character("N")],
      "previous neuron that was searched for; SIN: previous row",
      change: { $0.goToMatch(.previous) }),
    Action(
      "next-pane", .cursor, [.tab], "the next part of the screen has the focus, which y copies",
      change: { $0.moveFocus(by: 1) }),
    Action(
      "previous-pane", .cursor, [.backtab], "the previous part of the screen has the focus",
      change: { $0.moveFocus(by: -1) }),
    Action(
      "next-picture", .cursor, [.character("v")],
      "Layer, Neuron: pictures; Live: accuracy; Compare: neurons; Graph: edge; Images: all",
      change: { $0.shown.nextPicture(&$0) }),
  ]
}
