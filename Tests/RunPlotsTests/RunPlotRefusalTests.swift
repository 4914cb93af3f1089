import Conversion
import Networks
import RunPlots
import Testing

/// What a figure needs is said, and nothing is drawn in its place.
@Suite struct RunPlotRefusalTests {
  private func refusal(_ name: String, of subject: PlotSubject) throws -> RunPlotError? {
    let kind = try RunPlot.of(name)
    return #expect(throws: RunPlotError.self) { _ = try kind.plot(of: subject) }
  }

  @Test(arguments: RunPlot.all.map(\.name))
  func beforeTheFirstStepThereIsNothing(name: String) throws {
    #expect(try refusal(name, of: subject(steps: 0).looking(at: 0, 0)) == .noSteps)
  }

  @Test(arguments: ["potential", "phase", "sin", "outputs"])
  func oneStepIsNoCourse(name: String) throws {
    #expect(
      try refusal(name, of: subject(steps: 1).looking(at: 0, 0)) == .tooFewSteps(least: 2))
  }

  @Test(arguments: ["phase", "sin", "scatter"])
  func comparisonsNeedAnANN(name: String) throws {
    let subject = try subject(steps: 20, hasANN: false).looking(at: 0)

    #expect(try refusal(name, of: subject) == .noANN)
  }

  /// What spikes alone tell is drawn.
  @Test(arguments: ["raster", "potential", "maps", "outputs", "why"])
  func othersDoWithoutAnANN(name: String) throws {
    let subject = try subject(steps: 20, hasANN: false).looking(at: 0, 0)

    let plot = try RunPlot.of(name).plot(of: subject)

    #expect(plot.drawing(.init()).shapes.count > 6)
  }

  @Test func layersAndNeuronsAreAskedFor() throws {
    let subject = try subject(steps: 20)
    let names = subject.network.firingLayers.map(\.name)

    #expect(try refusal("maps", of: subject) == .needsLayer(names: names))
    #expect(try refusal("scatter", of: subject) == .needsLayer(names: names))
    #expect(try refusal("potential", of: subject) == .needsLayer(names: names))
    #expect(try refusal("potential", of: subject.looking(at: 0)) == .needsNeuron)
  }

  /// Who names a layer or steps and gets the same figure as without would take it for another one.
  @Test(arguments: RunPlot.all.map(\.name))
  func whatMakesNoDifferenceIsRefused(name: String) throws {
    let plot = try RunPlot.of(name)
    let check = { (place: String?, window: ClosedRange<Int>?) -> RunPlotError? in
      do throws(RunPlotError) {
        try plot.check(place: place, window: window)
        return nil
      } catch {
        return error
      }
    }
    let takesPlace = ["raster", "potential", "maps", "scatter"].contains(name)
    let isOverTime = !["maps", "scatter", "why"].contains(name)

    #expect(check(nil, nil) == nil)
    #expect(check("conv2", nil) == (takesPlace ? nil : .takesNoPlace(plot: name)))
    #expect(check(nil, 1...9) == (isOverTime ? nil : .takesNoWindow(plot: name)))
    if takesPlace {
      #expect(
        check("conv2#4", nil)
          == (name == "potential" ? nil : .takesNoNeuron(plot: name, place: "conv2#4")))
    }
  }

  /// The plots say of themselves what makes one.
  @Test(arguments: RunPlot.all.map(\.name))
  func plotsKnowWhatMakesADifference(name: String) throws {
    let plot = try RunPlot.of(name)
    let whole = try subject(steps: 40).looking(at: 0, 0)
    var part = whole
    part.window = 3...9
    var isElsewhere = whole
    (isElsewhere.layer, isElsewhere.unit) = (1, 1)
    let drawing = { (subject: PlotSubject) in try plot.plot(of: subject).drawing(.init()) }

    #expect(try (drawing(whole) != drawing(part)) == plot.isOverTime)
    if plot.scope == .network { #expect(try drawing(whole) == drawing(isElsewhere)) }
  }

  @Test func placesAreFoundByTheirNames() throws {
    var subject = try subject(steps: 20)
    let layer = subject.network.layers[1]

    try subject.look(at: "\(layer.name)#2")
    #expect(subject.layer == 1 && subject.unit == layer.shape.populationIndex(ofUnit: 2))
    for (place, word) in [
      ("conv99", "no layer 'conv99'"), ("", "no layer ''"), ("\(layer.name)#x", "no neuron"),
      ("\(layer.name)#9999999", "the neurons 0 to \(layer.shape.count - 1)"),
      ("\(layer.name)#1#2", "no layer"),
    ] {
      let error = #expect(throws: RunPlotError.self) { try subject.look(at: place) }
      #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }
  }

  @Test func windowsLieInTheRun() throws {
    var subject = try subject(steps: 20)
    subject.window = 21...30
    #expect(try refusal("raster", of: subject) == .beyondEnd(last: 20))
    subject.window = 5...5
    #expect(try refusal("phase", of: subject) == .tooFewSteps(least: 2))
    #expect(ClosedRange(steps: "3-9") == 3...9 && ClosedRange(steps: "7") == 7...7)
    for text in ["", "0-4", "9-3", "a-b", "1-2-3", "-1"] {
      #expect(ClosedRange(steps: text) == nil, "\(text)")
    }
  }

  /// An endless run has more steps than can be told apart in print.
  @Test func longRunsAreShownInParts() throws {
    var subject = try subject(steps: 6000)

    #expect(try refusal("raster", of: subject) == .tooManySteps(6000))
    subject.window = 5901...6000
    #expect(try RunPlot.of("raster").plot(of: subject).charts.count == 1)
  }

  @Test func whatIsNotKeptIsSaid() throws {
    let subject = try subject(steps: 400, rasterBytes: 1)
    let first = subject.status.raster.firstStep
    try #require(first > 1)

    #expect(try refusal("raster", of: subject) == .forgotten(first: first, last: 400))
  }

  @Test func errorsAreOneLine() {
    let errors: [RunPlotError] = [
      .noSteps, .tooFewSteps(least: 2), .tooManySteps(6000), .beyondEnd(last: 20),
      .forgotten(first: 5, last: 9), .noANN, .noReference(layer: "a"),
      .noRate(layer: "a"), .incompleteCode(layer: "a"), .needsLayer(names: ["a", "b"]),
      .needsNeuron,
      .noLayer("x", names: ["a"]), .noNeuron("a#9", last: 3), .noPotentials(layer: "a"),
      .noOutput, .nothingFired,
      .noMargin(reason: "neurons before the readout send potentials, which have no rate"),
      .takesNoPlace(plot: "a"),
      .takesNoNeuron(plot: "a", place: "b#3"), .takesNoWindow(plot: "a"),
    ]
    for error in errors {
      #expect(!error.description.contains("\n") && error.description.count < 200)
      #expect(error.description.contains("; "), "what helps: \(error)")
    }
  }
}
