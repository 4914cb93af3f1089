import PlainText
import TerminalUI

extension DashboardState {
  /// The inactivated neurons that have spiked.
  package internal(set) var sinTable: SINTable {
    get { self[SINTable.self] }
    set { self[SINTable.self] = newValue }
  }

  /// Lists anew what has changed.
  mutating func refreshSINTable() {
    if let engine { sinTable.refresh(engine) }
  }

  mutating func sortSINTable() {
    sortSINTable(by: next(after: sinTable.order))
  }

  /// A neuron that was chosen keeps the cursor, else that is on what comes first now.
  fileprivate mutating func sortSINTable(by order: SINTable.Order) {
    sinTable.order = order
    refreshSINTable()
  }

  mutating func filterSINTable(by filter: NeuronFilter) {
    sinTable.filter = filter
    refreshSINTable()
    selectRow()
  }

  /// All layers, then each in turn.
  fileprivate mutating func filterSINTable(byLayer offset: Int) {
    let next = (sinTable.layer ?? -1) + offset
    sinTable.layer = next < 0 ? nil : min(next, layerCount - 1)
    let row = sinTable.selectedRow
    let staysListed = row.map { sinTable.layer == nil || $0.layer == sinTable.layer } ?? false
    // The row of another neuron means nothing among those of another layer.
    if !staysListed { sinTable.startAtTop() }
    refreshSINTable()
    selectRow()
  }

  /// On the first row, or on that of the neuron that the user comes with.
  fileprivate mutating func openSINTable() {
    refreshSINTable()
    guard isUnitChosenByUser else { return }
    if sinTable.rows.isEmpty { sinTable.sought = SINTable.Neuron(layer: layer, unit: unit) }
    let row = sinTable.rows.firstIndex { $0.layer == layer && $0.unit == unit }
    guard let row, row != sinTable.selected else { return }
    sinTable.select(row: row)
    sinTable.isOnInspectedNeuron = row > 0
  }

  fileprivate mutating func moveRowCursor(by offset: Int) {
    sinTable.select(row: sinTable.selected + offset)
    selectRow()
  }

  /// Puts the cursor on the neuron of the selected row.
  fileprivate mutating func selectRow() {
    guard let row = sinTable.selectedRow else { return }
    select(unit: row.unit, in: row.layer)
  }

  /// The way from a spike to its cause: the SIN table, paused, the worst neuron first.
  mutating func openSINInspector() -> [DashboardEffect] {
    trail.append(place)
    sinTable.startAtTop()
    screen = .sin
    refreshSINTable()
    selectRow()
    return engine?.isRunning == true ? [.engine(.pause)] : []
  }

  /// To the neuron of the selected row, at its first spike.
  fileprivate mutating func inspectRow() -> [DashboardEffect] {
    guard let row = sinTable.selectedRow else {
      trail.removeLast()
      return []
    }
    select(unit: row.unit, in: row.layer)
    screen = .neuron
    return [.engine(.seek(to: row.firstStep))]
  }

  fileprivate mutating func goToRow(_ choice: MatchChoice) {
    guard !sinTable.rows.isEmpty else { return sayThatNothingMatches() }
    moveRowCursor(by: choice == .previous ? -1 : 1)
    message = Message(
      text: "row \(grouped(sinTable.selected + 1)) of \(grouped(sinTable.rowCount))",
      isError: false)
  }
}

extension Computation {
  static let sinTable = Computation("sin-table") {
    $0.take = { $0.sinTable.refresh($1) }
    $0.forget = { $0.sinTable.forget() }
    $0.isKept = true
  }
}

extension ScreenName {
  package static let sin: ScreenName = "sin"
}

extension DashboardScreen {
  static let sin = DashboardScreen(
    .sin, title: "SIN", keys: [.character("4")], summary: "SIN: spikes of inactivated neurons"
  ) {
    $0.tabWithoutANN = "Spikes"
    $0.needs = [.sinTable, .neuron(hasTrace: true)]
    $0.layout = { $0.hasSpikesAlone ? $0.spikesAloneLayout($1) : $0.sinLayout($1) }
    $0.panes =
      [
        ScreenPane("totals", defines: .sinTotals, title: { $0.totalsTitle() }) {
          $0.drawTotals(on: &$1)
        },
        ScreenPane("table", defines: .sinTable, title: { $0.tableTitle() }) {
          $0.drawRows(on: &$1)
        },
        ScreenPane("trace", defines: .trace, title: { $0.onShownNeuron.traceTitle() }) {
          $0.onShownNeuron.drawTrace(on: &$1)
        },
        ScreenPane("cause", defines: ["why"], title: { $0.causeTitle() }) {
          $0.onShownNeuron.drawSelectedCause(on: &$1)
        },
      ] + ScreenPane.spikesAlone
    $0.hidesDefinition = { state, name in
      name == "t<=\(SINTotal.earlySteps)"
        && !(state.network.map { SINTotal.hasEarlySteps($0.coding) } ?? true)
    }
    $0.insight = { $0.rowInsight() }
    $0.neuron = { $0.sinTable.selectedRow.map { ($0.layer, $0.unit) } }
    $0.hints = { state in
      .when(!state.sinTable.rows.isEmpty, "inspect", state.hasSchedule ? "why" : "neuron")
        + .when(!state.sinTable.rows.isEmpty, "sort-rows", "sort")
        + .when(state.sinTable.unfilteredCount > 0, "filter-rows", "filter")
        + .when(
          state.layerCount > 0,
          state.sinTable.layer == state.layerCount - 1 ? "previous-layer" : "next-layer", "layer")
    }
    $0.appear = { $0.openSINTable() }
    $0.moveCursor = { $0.moveRowCursor(by: $1) }
    $0.moveLayer = { $0.filterSINTable(byLayer: $1) }
    $0.select = { $0.moveRowCursor(by: $1 - $0.sinTable.selected) }
    $0.inspect = { $0.inspectRow() }
    $0.findsNeurons = false
    $0.rowFilter = RowFilter(hint: NeuronFilter.hint) {
      $0.sinTable.filter.text
    } count: { state in
      "\(grouped(state.sinTable.rowCount)) of \(counted(state.sinTable.unfilteredCount, "neuron"))"
    } apply: { state, text throws(CommandError) in
      state.filterSINTable(by: try NeuronFilter(text, layers: state.spikingLayerNames))
    }
    $0.ownSettings = [
      .order(usual: .spikes, \.sinTable.order),
      .layer("layer", \.sinTable.layer),
    ]
    $0.choose = { state, title in
      guard let order = SINTable.Order(columnTitle: title) else { return }
      state.sortSINTable(by: order)
    }
    $0.goToRow = { $0.goToRow($1) }
    $0.sentences = { $0.sinSentences() }
    $0.mainPanels = ["table"]
    $0.numbers = { $0.sinNumbers() }
    $0.panels = [
      "table": { $0.sinNumbers() },
      "totals": { $0.hasSpikesAlone ? $0.spikeTotalNumbers() : $0.totalNumbers() },
      "potential-bins": { $0.onShownNeuron.potentialBinNumbers() },
      "interval-bins": { $0.onShownNeuron.intervalNumbers() },
    ]
  }
}
