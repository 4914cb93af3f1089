import ExampleNetworks
import SpikeStatistics
import Testing

/// Every figure of the registry against numbers that were worked out by hand; see `TinyRun`.
@Suite struct FigureTests {
  /// What a figure is after step 3 of the tiny run.
  private struct Expected {
    var figure: Figure
    var layer: Double?
    /// Of each neuron; `nil` where the figure has no such value.
    var neurons: [Double?]?
    /// Of the network; `nil` where the figure has no such value.
    var network: Double?

    init(_ figure: Figure, _ layer: Double?, _ neurons: [Double?]? = nil, network: Double? = nil) {
      self.figure = figure
      self.layer = layer
      self.neurons = neurons
      self.network = network
    }
  }

  /// v = (1/2, 3/4, 1/4), N = (1, 0, 2), only the third neuron fired, D = (0, -1, 2).
  ///
  /// D was (0, 0, 0) and (0, -1, 1) before, so that the third neuron led by (0 + 1 + 2) / 3 = 1 in
  /// the mean and the second one lagged by (0 + 1 + 1) / 3 = 2/3.
  private let afterStep3 = [
    Expected(.spikes, 1, [0, 0, 1], network: 1),
    Expected(.totalSpikes, 3, [1, 0, 2], network: 3),
    Expected(.rate, 3.0 / 9, [1.0 / 3, 0, 2.0 / 3], network: 3.0 / 9),
    Expected(.stepRate, 1.0 / 3, network: 1.0 / 3),
    Expected(.silentShare, 1.0 / 3),
    Expected(.inactiveNeurons, 1, [0, 0, 1], network: 1),
    Expected(.sinNeurons, 1, [0, 0, 1], network: 1),
    Expected(.sinRatio, 1, network: 1),
    Expected(.sinSpikes, 1, [0, 0, 1], network: 1),
    Expected(.totalSINSpikes, 2, [0, 0, 2], network: 2),
    // Of the first two, whose z is positive, the second one has not fired.
    Expected(.missedRatio, 1.0 / 2),
    Expected(.deviation, 1.0 / 3, [0, -1, 2]),
    Expected(.lead, 1.0 / 3, [0, 0, 1], network: 1.0 / 3),
    Expected(.lag, 2.0 / 9, [0, 2.0 / 3, 0], network: 2.0 / 9),
    Expected(.leadingNeurons, 1, [0, 0, 1]),
    Expected(.laggingNeurons, 1, [0, 1, 0]),
    Expected(.potential, 1.0 / 2, [0.5, 0.75, 0.25]),
    Expected(.activePotential, 5.0 / 8),
    Expected(.inactivePotential, 1.0 / 4),
    Expected(.saturatedShare, 0),
    // Counted where no analog network says what neurons should do; see below.
    Expected(.intervalMean, nil, [nil, nil, nil]),
    Expected(.intervalVariation, nil, [nil, nil, nil]),
    Expected(.synchrony, nil), Expected(.burstIndex, nil),
  ]

  /// The neurons fire in steps 2, 4, 6, 8; in 4, 8; and in 2, 3, 4, 6, 7, 8.
  ///
  /// The intervals are 2, 2, 2; 4; and 1, 1, 2, 1, 1: nine of 16 steps in all, four of one step.
  /// Those of the third neuron have the mean 6/5 and the mean square 8/5, so that their deviation
  /// is 2/5. In the steps 0, 2, 1, 3, 0, 2, 1, 3 neurons fire: with mean 12/8 and mean square 28/8
  /// the rate of the population has the variance (28/8 - 9/4) / 9 = 5/36; those of the neurons are
  /// 1/4, 3/16 and 3/16, in the mean 5/24.
  @Test func whatSpikesAloneTellIsWorkedOutByHand() {
    var run = TinyRun(hasReference: false)
    run.advance(by: 8)
    let layerStep = run.layerStep(0)

    #expect(run.statistics.layers[0].regularity?.lengths.prefix(5) == [4, 4, 0, 1, 0])
    for expected in [
      Expected(.intervalMean, 16.0 / 9, [2, 4, 6.0 / 5]),
      Expected(.intervalVariation, (0 + 1.0 / 3) / 2, [0, nil, 1.0 / 3]),
      Expected(.synchrony, 2.0 / 3), Expected(.burstIndex, 4.0 / 9), Expected(.saturatedShare, 0),
    ] {
      expectNear(expected.figure.layer?(layerStep), expected.layer, expected.figure)
      for (unit, value) in (expected.neurons ?? []).enumerated() {
        expectNear(expected.figure.neuron?(layerStep, unit), value, expected.figure)
      }
    }
  }

  /// With currents of 1, 1/2 and 3/2 the first and the last neuron fire in every step.
  @Test func neuronsThatFireInEveryStepAreSaturated() {
    var run = TinyRun(hasReference: false, input: 2)
    run.advance(by: 4)

    expectNear(Figure.saturatedShare.layer?(run.layerStep(0)), 2.0 / 3, .saturatedShare)
    // Of seven intervals six are of one step.
    expectNear(Figure.burstIndex.layer?(run.layerStep(0)), 6.0 / 7, .burstIndex)
  }

  @Test func whereNobodyHasFiredThereIsNoSynchrony() {
    var run = TinyRun(hasReference: false)
    run.advance(by: 1)

    #expect(Figure.synchrony.layer?(run.layerStep(0)) == .some(nil))
  }

  private func expectNear(_ value: Double??, _ expected: Double?, _ figure: Figure) {
    guard let value = value ?? nil, let expected else {
      #expect((value ?? nil) == expected, "\(figure.id)")
      return
    }
    #expect(abs(value - expected) < 1e-6, "\(figure.id): \(value), not \(expected)")
  }

  @Test func valuesAreThoseWorkedOutByHand() throws {
    var run = TinyRun()
    run.advance(by: 3)
    let layerStep = run.layerStep(0)

    for expected in afterStep3 {
      let figure = expected.figure
      expectEqual(figure.layer?(layerStep), expected.layer, figure, "layer")
      #expect((figure.neuron == nil) == (expected.neurons == nil), "\(figure.id)")
      for (unit, value) in (expected.neurons ?? []).enumerated() {
        expectEqual(figure.neuron?(layerStep, unit), value, figure, "neuron \(unit)")
      }
      expectEqual(
        figure.network?(run.statistics.layers.dropLast(), 3), expected.network, figure, "network")
    }
  }

  @Test func everyFigureWasWorkedOut() {
    #expect(Set(afterStep3.map(\.figure.id)) == Set(Figures.standard.all.map(\.id)))
  }

  /// Quotients of no steps and deviations before the first evaluation; counts are 0.
  @Test func beforeTheFirstStepThereIsNoValueYet() {
    let layerStep = TinyRun().layerStep(0)
    let absent: [Figure] = [
      .rate, .deviation, .lead, .lag, .leadingNeurons, .laggingNeurons,
    ]

    for figure in absent {
      #expect(figure.layer?(layerStep) == .some(nil), "\(figure.id)")
    }
    #expect(Figure.spikes.layer?(layerStep) == 0 && Figure.sinNeurons.layer?(layerStep) == 0)
    #expect(Figure.missedRatio.layer?(layerStep) == 1 && Figure.silentShare.layer?(layerStep) == 1)
  }

  @Test func withoutAnAnalogCounterpartNothingIsComparedWithIt() {
    var run = TinyRun()
    run.advance(by: 3)
    let readout = run.layerStep(1)

    for figure in Figures.standard.all where figure.needs == .reference {
      #expect(figure.layer?(readout) == .some(nil), "\(figure.id)")
      if let neuron = figure.neuron { #expect(neuron(readout, 0) == nil, "\(figure.id)") }
    }
    // The second class hears the second and the third neuron, which have fired twice.
    #expect(Figure.potential.neuron?(readout, 1) == 2)
  }

  private func expectEqual(
    _ value: Double??, _ expected: Double?, _ figure: Figure, _ place: String
  ) {
    guard let value = value ?? nil, let expected else {
      #expect((value ?? nil) == expected, "\(figure.id) of the \(place)")
      return
    }
    // Quotients of single precision are the nearest ones that there are.
    let isNearest = value == Double(Float(expected))
    #expect(isNearest || abs(value - expected) < 1e-12, "\(figure.id) of the \(place)")
  }
}
