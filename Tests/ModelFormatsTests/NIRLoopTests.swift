import ModelFormats
import Networks
import SpikingEngine
import Tensors
import Testing

/// Loops through the ends of a graph, and through delays.
@Suite struct NIRLoopTests {
  private static let square: [Float] = [2, 0, 0, 0, 2, 0, 0, 0, 2]

  /// Three neurons, driven one by one.
  private static var base: NIRSketch {
    var sketch = NIRSketch.small
    sketch.add("input", "Input", ["shape": .integers([3], [1])])
    sketch.add("fc", "Linear", ["weight": .floats([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3])])
    sketch.add("back", "Linear", ["weight": .floats(square, [3, 3])])
    return sketch
  }

  /// By step, who fires.
  private func spikes(_ network: SpikingNetwork, layer: Int) -> [[Int]] {
    var simulation = Simulation(
      PackedNetwork(network),
      stimulus: .image(Tensor(shape: [3], elements: [0.7, 0.6, 0.55])))
    return (0..<40).map { _ in
      simulation.advance()
      return simulation.populations[layer].output.indices.map { Int($0) }
    }
  }

  private func spikes(_ sketch: NIRSketch) throws -> [[Int]] {
    let network = try sketch.read().network
    let layer = try #require(network.layers.firstIndex { $0.name == "fc1" })
    return spikes(network, layer: layer)
  }

  /// What comes back to the Input is added to what comes in.
  @Test func edgesIntoTheInputAreObeyed() throws {
    var (plain, before, after) = (Self.base, Self.base, Self.base)
    (plain.types["back"], plain.parameters["back"]) = (nil, nil)
    before.edges += [("lif", "back"), ("back", "input")]
    after.edges += [("lif", "back"), ("back", "fc")]

    let expected = try spikes(after)
    #expect(try spikes(before) == expected)
    #expect(try spikes(plain) != expected)
  }

  /// The Output sends on what it gets.
  @Test func edgesOutOfTheOutputAreObeyed() throws {
    var (throughOutput, direct) = (Self.base, Self.base)
    throughOutput.edges += [("output", "back"), ("back", "lif")]
    direct.edges += [("lif", "back"), ("back", "lif")]
    var toInput = Self.base
    toInput.edges += [("output", "back"), ("back", "input")]

    #expect(try spikes(throughOutput) == spikes(direct))
    #expect(try spikes(toInput) == spikes(direct))
    #expect(try throughOutput.read().network.layers.map(\.name) == ["fc1", "out"])
  }

  /// An end that feeds itself takes no time, and is named.
  @Test func aLoopOfEndsAloneIsRefused() throws {
    var sketch = Self.base
    (sketch.types["back"], sketch.parameters["back"]) = (nil, nil)
    sketch.edges += [("fc", "input")]

    let text = try sketch.refusal()
    #expect(text.contains("'fc'") && text.contains("'input'"), "\(text)")
  }

  /// A neuron's loop takes max(d, 1) steps, whatever the delays of the others are.
  @Test func delaysRoundALoopAreThoseOfEachNeuron() throws {
    func spikes(of delays: [Float]) throws -> [[Int]] {
      var sketch = Self.base
      sketch.add("wait", "Delay", ["delay": .floats(delays, [3])])
      sketch.edges += [("lif", "wait"), ("wait", "back"), ("back", "lif")]
      let model = try sketch.read()
      #expect(model.notes.contains { $0.contains("max(d, 1) steps") }, "\(model.notes)")
      let layer = try #require(model.network.layers.firstIndex { $0.name == "fc1" })
      return self.spikes(model.network, layer: layer)
    }
    let mixed = try spikes(of: [0.002, 0.001, 0])
    for (delay, unit) in [(0.002, 0), (0.001, 1), (0, 2)] as [(Float, Int)] {
      let alike = try spikes(of: [delay, delay, delay])
      #expect(mixed.map { $0.contains(unit) } == alike.map { $0.contains(unit) }, "\(delay) s")
    }
    // None takes as long as one: what comes back is there in the next step at the earliest.
    #expect(try spikes(of: [0, 0, 0]) == spikes(of: [0.001, 0.001, 0.001]))
    #expect(try spikes(of: [0.002, 0.002, 0.002]) != spikes(of: [0.001, 0.001, 0.001]))
  }

  /// Units that wait for none have no time in a loop without neurons that fire.
  @Test func aLoopOfUnitsWithoutTimeIsRefused() throws {
    var sketch = Self.base
    sketch.add("lif", "LI", NIRSketch.integrating(3))
    sketch.add("wait", "Delay", ["delay": .floats([0.001, 0, 0.001], [3])])
    sketch.edges += [("lif", "wait"), ("wait", "back"), ("back", "lif")]

    #expect(try sketch.refusal().contains("'wait'"))
  }

  @Test func parametersOfNoTypeAreNamed() throws {
    var sketch = NIRSketch.small
    sketch.parameters["lif"]?["refractory"] = .floats([0.002, 0.002, 0.002], [3])
    let notes = try sketch.read().notes

    #expect(notes.contains { $0.contains("'refractory' of node 'lif'") }, "\(notes)")
    #expect(try NIRSketch.small.read().notes.allSatisfy { !$0.contains("no parameter") })
  }
}
