import TerminalUI

/// Everything that a key can do, with the words that the help shows for it.
package enum Action: String, Equatable, Sendable, CaseIterable {
  case toggleRun, stepForward, stepBack, pageForward, pageBack, firstStep, lastStep
  case nextSpike, previousSpike, previousStop
  case faster, slower, normalSpeed, maximumSpeed
  case cursorUp, cursorDown, previousLayer, nextLayer
  case inspect, back, goTo, sinInspector, sortRows, filterRows, nextMatch, previousMatch
  case nextPicture
  case rasterMode, coarserTime, finerTime, normalTime, zoomUnits
  case nextImage, previousImage, methodMenu
  case breakHere, runUntil, setMark, goToMark, remove
  case commandLine, diagnose
  case showLive, showLayer, showNeuron, showSIN, showPhase, showCompare, showLog, showOverview
  case compare, firstDifference, toggleDifferences
  case export, record, nextTheme
  case help, escape, quit

  /// What it does, for the help screen.
  package var summary: String {
    switch self {
    case .toggleRun: "run, pause"
    case .stepForward: "one step forward"
    case .stepBack: "one step back, exact, statistics included"
    case .pageForward: "16 steps forward"
    case .pageBack: "16 steps back"
    case .firstStep: "before the first step"
    case .lastStep: "the last step reached"
    case .nextSpike: "next spike of the neuron (Compare: difference in the layer)"
    case .previousSpike: "previous spike of the neuron (Compare: difference)"
    case .previousStop: "back to the last step where a break would stop a run"
    case .faster: "twice as fast"
    case .slower: "half as fast"
    case .normalSpeed: "16 steps per second"
    case .maximumSpeed: "as fast as possible"
    case .cursorUp: "cursor up: layer, neuron, row"
    case .cursorDown: "cursor down: layer, neuron, row"
    case .previousLayer: "previous layer (SIN: rows of one layer)"
    case .nextLayer: "next layer (SIN: rows of one layer)"
    case .inspect: "inspect: layer, neuron, the input behind it"
    case .back: "back on the way of inspection"
    case .goTo: "go to a step (37) or a neuron (conv2#412)"
    case .sinInspector: "which inactivated neurons spiked: worst first"
    case .sortRows: "SIN, Phase: sort by another column; Layer: what maps show"
    case .filterRows: "find neurons, as conv2 spikes>2 sin; SIN: show only those"
    case .nextMatch: "next neuron that was searched for; SIN: next row"
    case .previousMatch: "previous neuron that was searched for; SIN: previous row"
    case .nextPicture: "Layer, Neuron: other pictures; Live: accuracy; Compare: whole layer"
    case .rasterMode: "raster: sweep, waterfall, scroll"
    case .coarserTime: "raster: twice as many steps in a cell"
    case .finerTime: "raster: half as many steps in a cell"
    case .normalTime: "raster: two steps in a cell"
    case .zoomUnits: "raster: twice as many neurons in a dot row; Live: one layer large"
    case .nextImage: "next image"
    case .previousImage: "previous image"
    case .methodMenu: "choose the conversion method"
    case .breakHere: "break: let runs stop where a condition becomes true"
    case .runUntil: "run until a condition becomes true"
    case .setMark: "mark this step and place with a letter"
    case .goToMark: "go to a mark"
    case .remove: "Log: delete the break or the mark under the cursor"
    case .commandLine: "command line; Tab completes, Up brings back"
    case .diagnose: "diagnose: why the SNN is worse than the ANN, and what helps"
    case .export: "write the screen to a file: picture, text, or its numbers"
    case .record: "record the run to a file, from its first step; again: stop"
    case .nextTheme: "another theme: dark, light, mono"
    case .showLive: "Live: all layers"
    case .showLayer: "Layer: one layer, neuron by neuron"
    case .showNeuron: "Neuron: potential, spikes, causes"
    case .showSIN: "SIN: spikes of inactivated neurons"
    case .showCompare: "Compare: two networks in lock-step"
    case .compare: "compare with a second network; on Compare: another one"
    case .firstDifference: "Compare: the first spike that differs"
    case .toggleDifferences: "Compare: only what differs, or all spikes"
    case .showLog: "Log: breaks, marks, what happened"
    case .showOverview: "Overview: layers, neuron, SIN, phase and run at once"
    case .showPhase: "Phase: which neurons lead or lag, and why"
    case .help: "this help"
    case .escape: "close, back"
    case .quit: "quit"
    }
  }
}

/// Which keys do what.
package struct KeyMap: Equatable, Sendable {
  /// The keys of an action, the one to show first in front; none where it can only be found in the
  /// help.
  package private(set) var bindings: [(action: Action, keys: [Key])]

  package static func == (left: KeyMap, right: KeyMap) -> Bool {
    left.bindings.elementsEqual(right.bindings) { $0.action == $1.action && $0.keys == $1.keys }
  }

  package static let standard = KeyMap(bindings: [
    (.toggleRun, [.character(" ")]),
    (.stepForward, [.character("."), .character("l"), .right]),
    (.stepBack, [.character(","), .character("h"), .left]),
    (.pageForward, [.character("L")]),
    (.pageBack, [.character("H")]),
    (.firstStep, [.character("^"), .home]),
    (.lastStep, [.character("$"), .end]),
    (.nextSpike, [.character("]")]),
    (.previousSpike, [.character("[")]),
    (.previousStop, [.character("R")]),
    (.faster, [.character(">")]),
    (.slower, [.character("<")]),
    (.normalSpeed, [.character("=")]),
    (.maximumSpeed, [.character("0")]),
    (.cursorDown, [.character("j"), .down]),
    (.cursorUp, [.character("k"), .up]),
    (.nextLayer, [.character("J")]),
    (.previousLayer, [.character("K")]),
    (.inspect, [.enter]),
    (.back, [.backspace]),
    (.sinInspector, [.character("i")]),
    (.goTo, [.character("g")]),
    (.sortRows, [.character("s")]),
    (.filterRows, [.character("/")]),
    (.nextMatch, [.character("n")]),
    (.previousMatch, [.character("N")]),
    (.nextPicture, [.character("v")]),
    (.rasterMode, [.character("w")]),
    (.finerTime, [.character("+")]),
    (.coarserTime, [.character("-")]),
    (.normalTime, [.character("z")]),
    (.zoomUnits, [.character("Z")]),
    (.nextImage, [.pageDown]),
    (.previousImage, [.pageUp]),
    (.methodMenu, [.character("M")]),
    (.breakHere, [.character("b")]),
    (.runUntil, [.character("u")]),
    (.setMark, [.character("m")]),
    (.goToMark, [.character("'")]),
    (.remove, [.character("x"), .delete]),
    (.commandLine, [.character(":")]),
    (.diagnose, [.character("D")]),
    (.export, [.character("e")]),
    (.record, [.character("r")]),
    (.nextTheme, [.character("t")]),
    (.showLive, [.character("1")]),
    (.showLayer, [.character("2")]),
    (.showNeuron, [.character("3")]),
    (.showSIN, [.character("4")]),
    (.showCompare, [.character("6")]),
    (.showLog, [.character("7")]),
    (.showOverview, [.character("8")]),
    (.showPhase, [.character("5"), .character("p")]),
    (.compare, [.character("c")]),
    (.firstDifference, [.character("C")]),
    (.toggleDifferences, [.character("d")]),
    (.help, [.character("?")]),
    (.escape, [.escape]),
    (.quit, [.character("q")]),
  ])

  /// Gives an action other keys, and takes these from all other actions.
  package mutating func bind(_ action: Action, to keys: [Key]) {
    for index in bindings.indices {
      if bindings[index].action == action {
        bindings[index].keys = keys
      } else {
        bindings[index].keys.removeAll(where: keys.contains)
      }
    }
  }

  package func action(for key: Key) -> Action? {
    bindings.first { $0.keys.contains(key) }?.action
  }

  /// The key to show for an action.
  package func key(for action: Action) -> Key? {
    bindings.first { $0.action == action }?.keys.first
  }
}
