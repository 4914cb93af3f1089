import Networks
import Testing

/// What each kind of neuron says of itself, by hand.
@Suite struct NeuronTraitTests {
  private let pool = NeuronParameters.maximum(
    MaxPool(
      Pooling(kernel: Grid(2, 2), stride: Grid(2, 2)),
      source: MapShape(channels: 1, height: 4, width: 4), delay: 3))
  private let line = NeuronParameters.delayLine(steps: .uniform(2))
  private let leaky = NeuronParameters.continuous(
    ContinuousNeuron(
      timeStep: 1, membrane: .integrator(resistance: .uniform(1)),
      firing: .init(threshold: .uniform(0.5), reset: .toZero)))
  private let silent = NeuronParameters.continuous(
    ContinuousNeuron(timeStep: 1, membrane: .memoryless))

  @Test func integrateAndFireDeliversItsThreshold() {
    let neuron = NeuronParameters.integrateAndFire(threshold: 0.75, reset: .bySubtraction)

    #expect(neuron.threshold == 0.75 && neuron.quantum == 0.75)
    #expect(neuron.code == .rate(maximumSpikes: 1))
    #expect((1...9).allSatisfy { neuron.threshold(atStep: $0) == 0.75 })
    #expect((1...9).allSatisfy { neuron.spikeValue(atStep: $0) == 0.75 })
    #expect((1...9).allSatisfy(neuron.isCycleStart))
    #expect(neuron.spikeCount(ofEvent: 0.75) == 1 && neuron.spikeCount(ofEvent: -0.75) == -1)
    #expect(neuron.conservesCharge && neuron.delay == 0 && !neuron.sendsPotential)
    let hard = NeuronParameters.integrateAndFire(threshold: 0.75, reset: .toZero)
    #expect(hard.reset == .toZero && !hard.conservesCharge)
  }

  @Test func aBurstIsAsManySpikesAsItHasThresholds() {
    let neuron = NeuronParameters.burst(threshold: 0.5, maximumSpikes: 4)

    #expect(neuron.threshold == 0.5 && neuron.quantum == 0.5)
    #expect(neuron.code == .rate(maximumSpikes: 4))
    #expect([0.5, 1, 2, -0.5].map(neuron.spikeCount) == [1, 2, 4, -1])
    #expect(neuron.eventSpikes.areBursts && neuron.conservesCharge)
    #expect(neuron.reset == .bySubtraction && neuron.chosenReset == nil)
  }

  /// Two windows of three steps: silence, digits, silence, digits.
  @Test func bistableNeuronsFireDigitsInEveryOtherWindow() {
    let neuron = NeuronParameters.bistable(threshold: 8, phases: 3, delay: 1)

    let thresholds = (1...12).map { neuron.threshold(atStep: $0) }
    let silence = Array(repeating: Float.infinity, count: 3)
    #expect(thresholds == silence + [4, 2, 1] + silence + [4, 2, 1])
    #expect((1...12).filter(neuron.isCycleStart) == [4, 10])
    #expect(neuron.quantum == 1 && neuron.threshold == 8 && neuron.delay == 1)
    #expect(neuron.code == .phase(phases: 3, delay: 1))
  }

  @Test func continuousNeuronsDeliverOne() {
    #expect(leaky.threshold == 0.5 && leaky.quantum == 1 && leaky.spikeValue(atStep: 3) == 1)
    #expect(leaky.code == nil && leaky.reset == .toZero && !leaky.conservesCharge)
    #expect(leaky.role == .neurons && leaky.title == "IF" && leaky.dynamics != nil)
    #expect(leaky.spikeCount(ofEvent: 1) == 1 && !leaky.sendsPotential)
  }

  @Test func whatNeverFiresSendsItsPotentialAndNoSpikes() {
    #expect(silent.threshold == nil && silent.quantum == nil && silent.sendsPotential)
    #expect([0.5, 2, -3].map(silent.spikeCount).allSatisfy { $0 == 0 })
  }

  @Test func passagesHoldNoChargeAndFireNothingOfTheirOwn() {
    for passage in [pool, line] {
      #expect(passage.role.isPassage && passage.threshold == nil && passage.quantum == nil)
      #expect(passage.threshold(atStep: 1) == .infinity && !passage.isCycleStart(atStep: 1))
      #expect(passage.code == nil && passage.spikeCount(ofEvent: 0.3) == 1)
    }
    #expect(pool.delay == 3 && line.delay == 0)
    #expect(pool.pool != nil && line.pool == nil)
  }

  @Test func theReadoutNeverFires() {
    let readout = NeuronParameters.readout

    #expect(readout.role == .readout && readout.threshold == nil && readout.quantum == nil)
    #expect(readout.threshold(atStep: 7) == .infinity && !readout.isCycleStart(atStep: 7))
    #expect(readout.record == nil && readout.conservesCharge)
  }

  /// r · dt is 1 to the bit, whatever dt is.
  @Test(arguments: [1, 0.001, 0.3, 0.0123] as [Float])
  func anIntegratorOfNIRAddsTheCurrentAsItIs(timeStep: Float) {
    let neuron = NeuronParameters.integrateAndFire(threshold: 2, reset: .toZero)
    guard case .neurons(let form) = neuron.nirForm(timeStep: timeStep),
      case .integrator(let resistance) = form.membrane
    else {
      Issue.record("no integrator")
      return
    }

    #expect(resistance.common.map { $0 * timeStep } == 1)
    #expect(form.modelName == "IF" && form.firing?.threshold == .uniform(2))
  }

  @Test func whatNIRAndWholeNumbersLackIsSaid() {
    let burst = NeuronParameters.burst(threshold: 1, maximumSpikes: 2)
    let integrator = NeuronParameters.integrateAndFire(threshold: 1, reset: .toZero)

    #expect(burst.nirForm(timeStep: 1) == .missing("it has no bursts"))
    #expect(line.nirForm(timeStep: 1) == .delay(steps: .uniform(2)))
    #expect([integrator, .readout, pool].allSatisfy { $0.wholeNumberObstacle == nil })
    #expect([burst, line, leaky].allSatisfy { $0.wholeNumberObstacle != nil })
  }
}
