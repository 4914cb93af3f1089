import Charts
import Networks
import RunPlots
import SpikeStatistics
import Testing

/// What is drawn of a run is what the run was.
@Suite struct RunPlotTests {
  private func plot(_ name: String, of subject: PlotSubject) throws -> Plot {
    try RunPlot.of(name).plot(of: subject)
  }

  private func lines(_ plot: Plot) -> [LineChart] {
    plot.charts.compactMap { if case .lines(let chart) = $0 { chart } else { nil } }
  }

  private func bars(_ plot: Plot) -> [BarChart] {
    plot.charts.compactMap { if case .bars(let chart) = $0 { chart } else { nil } }
  }

  private func rasters(_ plot: Plot) -> [RasterChart] {
    plot.charts.compactMap { if case .raster(let chart) = $0 { chart } else { nil } }
  }

  private func cells(_ plot: Plot) -> [CellChart] {
    plot.charts.compactMap { if case .cells(let chart) = $0 { chart } else { nil } }
  }

  @Test func eachHasItsNameAndSaysWhatWasRun() throws {
    #expect(Set(RunPlot.all.map(\.name)).count == RunPlot.all.count)
    let subject = try subject(steps: 20).looking(at: 0, 0)
    for kind in RunPlot.all {
      let plot = try kind.plot(of: subject)
      #expect(
        plot.about.hasPrefix("example, converted by ") && plot.about.contains("after 20 steps"),
        "\(kind.name): \(plot.about)")
      for style in [PlotStyle(), PlotStyle(width: 174, theme: .dark)] {
        let drawing = plot.drawing(style)
        #expect(drawing.shapes.count > 10 && drawing.about == plot.about)
        #expect(try drawing.svg() == kind.plot(of: subject).drawing(style).svg())
      }
    }
  }

  /// Axes of time span the steps of the run, or those that are asked for.
  @Test(arguments: ["raster", "potential", "phase", "sin", "outputs"])
  func axesSpanTheSteps(name: String) throws {
    var subject = try subject(steps: 20).looking(at: 0, 0)
    for (window, steps) in [
      (nil, 1...20), (3...12, 3...12), (15...99, 15...20),
    ] as [(ClosedRange<Int>?, ClosedRange<Int>)] {
      subject.window = window
      let plot = try plot(name, of: subject)

      let axes =
        lines(plot).map(\.xAxis) + rasters(plot).map(\.xAxis) + cells(plot).map(\.xAxis)
      #expect(!axes.isEmpty && axes.allSatisfy { $0.cells == steps })
      #expect(axes.last(where: \.isNumbered)?.label == "time step")
    }
  }

  /// Every spike of a small layer is a mark, and one of an inactivated neuron of its own kind.
  @Test func marksAreTheSpikes() throws {
    let subject = try subject(steps: 20)
    for layer in subject.network.firingLayers.indices {
      let shape = subject.network.layers[layer].shape
      let counts = subject.status.runState.statistics.layers[layer].counts
      guard counts.total > 0, shape.count <= 180 else { continue }
      let reference = try #require(subject.status.setting.references[layer])

      let band = rasters(try plot("raster", of: subject.looking(at: layer)))[0].bands[0]

      #expect(band.marks.count == counts.total && band.rowCount == shape.count)
      for mark in band.marks {
        let unit = shape.populationIndex(ofUnit: mark.row)
        #expect(subject.status.raster.fired(unit, in: layer, at: mark.x))
        #expect((mark.kind == 1) == reference.isInactive(unit))
      }
    }
  }

  @Test func allLayersAreBands() throws {
    let subject = try subject(steps: 20)

    let chart = rasters(try plot("raster", of: subject))[0]

    #expect(chart.bands.map(\.name) == subject.network.firingLayers.map(\.name))
    #expect(chart.bands.allSatisfy { (1...60).contains($0.rowCount) })
  }

  /// v is that of the trace, θ that of the layer, and D counts spikes beyond the schedule.
  @Test func potentialIsThatOfTheNeuron() throws {
    let subject = try subject(steps: 20)
    let counts = subject.status.runState.statistics.layers[0].counts
    let unit = try #require(counts.count.indices.max { counts.count[$0] < counts.count[$1] })

    let plot = try plot("potential", of: subject.looking(at: 0, unit))

    let chart = lines(plot)[0]
    let threshold = Double(try #require(subject.network.layers[0].neuron.threshold))
    #expect(chart.series[1].points.allSatisfy { $0.y == threshold })
    let population = subject.status.runState.simulation.populations[0]
    #expect(chart.series[0].points.last?.y == Double(population.membranePotential[unit]))
    #expect(rasters(plot)[0].bands[0].marks.count == Int(counts.count[unit]))
    let phase = try #require(subject.status.runState.statistics.layers[0].phase)
    #expect(lines(plot)[1].series[0].points.last?.y == Double(phase.deviation[unit]))
  }

  /// Spikes of inactivated neurons are of the second kind, which has the colour of SIN in rasters.
  @Test func spikesOfANeuronHaveTheirKind() throws {
    let subject = try subject(steps: 20)
    let reference = try #require(subject.status.setting.references[0])
    for unit in 0..<subject.network.layers[0].shape.count {
      let bands = rasters(try plot("potential", of: subject.looking(at: 0, unit)))[0].bands
      let kind = reference.isInactive(unit) ? 1 : 0
      #expect(bands[0].marks.allSatisfy { $0.kind == kind })
      #expect(bands.dropFirst().allSatisfy { $0.marks.allSatisfy { $0.kind == 0 } })
    }
  }

  /// A part of the run begins with what was counted before.
  @Test func deviationsGoOnWhereAWindowBegins() throws {
    var subject = try subject(steps: 20).looking(at: 0, 0)
    let whole = lines(try plot("potential", of: subject))[1].series[0].points
    subject.window = 9...14

    let part = lines(try plot("potential", of: subject))[1].series[0].points

    #expect(part == Array(whole[8..<14]))
  }

  @Test func phaseAndSINAreThoseOfTheLayers() throws {
    let subject = try subject(steps: 20)
    let statistics = subject.network.firingLayers.indices.map {
      subject.status.runState.statistics.layers[$0]
    }

    let phase = try plot("phase", of: subject)
    let sin = try plot("sin", of: subject)

    let means = statistics.map { $0.phase?.meanDeviation.map { Double(Float($0)) } }
    #expect(cells(phase)[0].rows.map { $0.values.last } == means)
    let neurons = statistics.map { Double($0.counts.count.count) }
    let lagging = zip(statistics, neurons).map { statistics, count in
      statistics.phase.map { Double($0.laggingCount) / count }
    }
    let leading = zip(statistics, neurons).map { statistics, count in
      statistics.phase.map { Double($0.leadingCount) / count }
    }
    #expect(bars(phase)[0].series.map(\.values) == [lagging, leading])
    #expect(bars(sin)[0].series[0].values == statistics.map { $0.sin?.ratio })
    for (row, statistics) in zip(cells(sin)[0].rows, statistics) {
      let spikes = row.values.reduce(0, +) * Double(max(statistics.sin?.inactiveCount ?? 0, 1))
      #expect(abs(spikes - Double(statistics.sin?.spikes ?? 0)) < 1e-6)
    }
  }

  /// Both networks on one scale, and the difference between them on another.
  @Test func mapsAreRatesAndActivations() throws {
    let subject = try subject(steps: 20)
    let layer = try #require(
      subject.network.firingLayers.indices.first { !subject.network.layers[$0].shape.isVector })
    let pairs = try #require(
      RatePairs(
        subject.status.runState.layerStep(layer, setting: subject.status.setting)))

    guard case .maps(let chart) = try plot("maps", of: subject.looking(at: layer)).charts[0] else {
      Issue.record("no maps")
      return
    }

    #expect(chart.tiles.map(\.title) == ["SNN", "ANN", "SNN − ANN"])
    #expect(chart.tiles.map(\.scale) == [0, 0, 1])
    for (tile, values) in zip(chart.tiles, [pairs.rates, pairs.targets]) {
      #expect(tile.values.filter(\.isFinite).sorted() == values.sorted())
    }
    let shape = subject.network.layers[layer].shape
    #expect(
      chart.tiles[0].values[0]
        == pairs.rates[shape.populationIndex(channel: 0, row: 0, column: 0)])
    #expect(
      chart.tiles[0].values[chart.tiles[0].width]
        == pairs.rates[shape.populationIndex(channel: 0, row: 1, column: 0)])
  }

  @Test func outputsEndWithTheAnswers() throws {
    let subject = try subject(steps: 20)
    let shares = try #require(subject.status.outputShares(at: 20))

    let plot = try plot("outputs", of: subject)

    #expect(bars(plot)[0].series[0].values == shares)
    #expect(bars(plot)[0].series.map(\.name) == ["SNN", "ANN"])
    #expect(abs(bars(plot)[0].series[1].values.compactMap(\.self).reduce(0, +) - 1) < 1e-9)
    #expect(plot.caption.hasPrefix("Label: two. ANN: "))
    for series in lines(plot)[0].series where series.form == .marked {
      #expect(series.points.count == 20)
    }
  }

  /// The bars are the difference of margins, whole, those of SIN of a kind of their own, and one
  /// bar stands on each place.
  @Test(arguments: [true, false]) func whyIsASumThatCloses(hasANN: Bool) throws {
    for steps in [1, 7, 20] {
      let subject = try subject(steps: steps, hasANN: hasANN)
      let plot = try plot("why", of: subject)
      let chart = try #require(bars(plot).first)

      let values = chart.categories.indices.map { place in
        chart.series.compactMap { $0.values[place] }
      }
      #expect(values.allSatisfy { $0.count == 1 } && !values.isEmpty)
      let sum = values.joined().reduce(0, +)
      let outputs = subject.status.runState.simulation.readout.map { Double($0) / Double(steps) }
      let classes = try #require(
        AnswerMargin.Classes(
          outputs: subject.status.runState.simulation.readout, logits: subject.logits,
          label: subject.label))
      var difference = outputs[classes.answer] - outputs[classes.other]
      if hasANN {
        difference -= Double(subject.logits[classes.answer] - subject.logits[classes.other])
      }
      // What is written as 0.000 has no bar.
      #expect(abs(sum - difference) < 0.0025, "\(sum) \(difference)")
      #expect(plot.caption.contains("SNN ") && plot.caption.contains("ANN") == hasANN)

      let references = subject.status.setting.references
      for series in chart.series where series.name.contains("neurons") {
        for (name, value) in zip(chart.categories, series.values) where value != nil {
          let parts = name.split(separator: "#")
          let layer = try #require(
            subject.network.layers.firstIndex { $0.name == parts[0].dropLast() })
          let number = try #require(Int(parts[1]))
          let unit = subject.network.layers[layer].shape.populationIndex(ofUnit: number)
          let hasFired =
            subject.status.runState.statistics.layers[layer].counts.firstStep[unit] > 0
          let isSIN = references[layer]?.isInactive(unit) == true && hasFired
          #expect(isSIN == (series.name == "SIN neurons"), "\(name)")
          #expect(!isSIN || series.look == 1)
        }
      }
    }
  }

  @Test func scatterHasEachPairOnce() throws {
    let subject = try subject(steps: 20)
    let pairs = try #require(
      RatePairs(subject.status.runState.layerStep(0, setting: subject.status.setting)))

    guard case .points(let chart) = try plot("scatter", of: subject.looking(at: 0)).charts[0]
    else {
      Issue.record("no points")
      return
    }

    let expected = Set(zip(pairs.targets, pairs.rates).map { PointChart.Point(x: $0, y: $1) })
    #expect(Set(chart.groups.flatMap(\.points)) == expected)
    for group in chart.groups { #expect(Set(group.points).count == group.points.count) }
  }
}
