import ExampleNetworks
import Foundation
import Networks
import SpikingEngine
import Testing

/// What the equations of the models say, in closed form or by hand.
@Suite struct ContinuousNeuronTests {
  /// `v(n) = v_leak + r·I + (v(0) - v_leak - r·I)·(1 - dt/τ)^n`.
  @Test(arguments: [0.25, 0.5, 1] as [Float])
  func aLeakyIntegratorApproachesItsLimit(share: Float) {
    let neuron = ContinuousNeuron(
      timeStep: share,
      membrane: .leaky(
        timeConstant: .uniform(1), resistance: .uniform(2), leakPotential: .uniform(-0.5)))
    let potentials = run(neuron, currents: Array(repeating: 0.75, count: 30)).potentials

    for (index, potential) in potentials.enumerated() {
      let expected = 1 - pow(1 - Double(share), Double(index + 1))
      #expect(abs(Double(potential) - expected) < 1e-6)
    }
  }

  @Test func anIntegratorSumsItsInput() {
    let neuron = ContinuousNeuron(
      timeStep: 0.5, membrane: .integrator(resistance: .uniform(4)))

    #expect(run(neuron, currents: [1, 0.5, 0, -2]).potentials == [2, 3, 3, -1])
  }

  /// As the card of a directly trained network has it: `v = 0.5 v (1 - s) + x`, θ = 1.
  @Test func aLeakyNeuronFiresAtItsThreshold() {
    let (potentials, spikes) = run(lif(reset: .toZero), currents: [0.75, 0.5, 0.625, 0.25, 1])

    #expect(potentials == [0.75, 0.875, 0, 0.25, 0])
    #expect(spikes == [3, 5])
  }

  @Test func resetBySubtractionKeepsTheRest() {
    let (potentials, spikes) = run(
      lif(reset: .bySubtraction), currents: [0.75, 0.5, 0.625, 0.25, 1])

    // m = 1.0625 in step 3, 1.140625 in step 5.
    #expect(potentials == [0.75, 0.875, 0.0625, 0.28125, 0.140625])
    #expect(spikes == [3, 5])
  }

  @Test func aResetLeadsToItsPotential() {
    var neuron = lif(reset: .toZero)
    neuron.firing?.resetPotential = .uniform(-0.5)

    #expect(run(neuron, currents: [1.5, 0.5, 0]).potentials == [-0.5, 0.25, 0.125])
  }

  /// Nine values by hand: i = 0.5 i + 0.5·2·I, v = 0.75 v + 0.25·(0 + 1·i), θ = 0.5, hard.
  @Test func aCurrentBasedNeuronFollowsItsCurrent() {
    var neuron = ContinuousNeuron(
      timeStep: 1,
      membrane: .leaky(
        timeConstant: .uniform(4), resistance: .uniform(1), leakPotential: .uniform(0)))
    neuron.synapse = ContinuousNeuron.Synapse(timeConstant: .uniform(2), weight: .uniform(2))
    neuron.firing = ContinuousNeuron.Firing(threshold: .uniform(0.5), reset: .toZero)
    let (potentials, spikes) = run(neuron, currents: [1, 0, 1, 0, 0, 1, 1, 1, 0])

    #expect(
      potentials == [
        0.25, 0.3125, 0, 0.15625, 0.1953125, 0.435546875, 0, 0.447265625, 0,
      ])
    #expect(spikes == [3, 7, 9])
  }

  /// Norse, by hand: i = 0.5 i + I and m = v + 0.25·(i - v), with i of the step before until
  /// version 1.1; θ = 0.5.
  @Test(arguments: [
    (SynapseRule.jump, [0.25, 0.3125, 0.296875, 0, 0.140625, 0.17578125] as [Float], 4),
    (.delayedJump, [0, 0.25, 0.3125, 0.296875, 0, 0.140625], 5),
  ])
  func aJumpingCurrentIsAddedWhole(rule: SynapseRule, expected: [Float], spike: Int) {
    var neuron = ContinuousNeuron(
      timeStep: 1,
      membrane: .leaky(
        timeConstant: .uniform(4), resistance: .uniform(1), leakPotential: .uniform(0)))
    neuron.synapse = ContinuousNeuron.Synapse(
      timeConstant: .uniform(2), weight: .uniform(1), rule: rule)
    neuron.firing = ContinuousNeuron.Firing(
      threshold: .uniform(0.5), rule: .exceeding, reset: .toZero)
    let (potentials, spikes) = run(neuron, currents: [1, 0, 0, 1, 0, 0])

    #expect(potentials == expected)
    #expect(spikes == [spike])
  }

  /// snnTorch: `v[t] = 0.5 v[t-1] + I[t] - s[t-1]`, and no reset in the step of the spike.
  @Test func aDelayedResetSubtractsInTheNextStep() {
    let (potentials, spikes) = run(
      lif(reset: .bySubtractionInNextStep), currents: [1.5, 0.5, 0.5, 1, 0, 0])

    #expect(potentials == [1.5, 0.25, 0.625, 1.3125, -0.34375, -0.171875])
    #expect(spikes == [1, 4])
  }

  /// `v(n) = r·I·(1 - exp(-n·dt/τ))`, exactly at every step.
  @Test(arguments: [0.1, 1, 3] as [Float])
  func exponentialDecayIsExactForAConstantCurrent(share: Float) {
    let neuron = ContinuousNeuron(
      timeStep: share,
      membrane: .leaky(
        timeConstant: .uniform(1), resistance: .uniform(2), leakPotential: .uniform(0)),
      integration: .exponential)
    let potentials = run(neuron, currents: Array(repeating: 0.75, count: 30)).potentials

    for (index, potential) in potentials.enumerated() {
      let expected = 1.5 * (1 - exp(-Double(share) * Double(index + 1)))
      #expect(abs(Double(potential) - expected) < 1e-6)
    }
  }

  /// As many spikes as the potential holds thresholds; at exactly two of them the rule decides.
  @Test(arguments: [(FiringRule.reaching, [2, 0, 3] as [Float]), (.exceeding, [1, 1, 2])])
  func severalSpikesFitIntoAStep(rule: FiringRule, expected: [Float]) {
    let firing = ContinuousNeuron.Firing(
      threshold: .uniform(0.5), rule: rule, reset: .bySubtraction, firesSeveral: true)
    let neuron = ContinuousNeuron(
      timeStep: 1, membrane: .integrator(resistance: .uniform(1)), firing: firing)
    var (v, i, counts) = ([Float(0)], [Float(0)], [Float]())
    for current in [1, 0.125, 1.375] as [Float] {
      var (m, output) = ([current], SpikeEvents())
      fireLeaky(neuron, potentials: &v, synaptic: &i, currents: &m, output: &output)
      counts.append(output.values.first ?? 0)
    }

    #expect(counts == expected)
    #expect(v[0] == 2.5 - 0.5 * expected.reduce(0, +))
  }

  /// However small a threshold is, spikes can be counted; the rest of the charge stays.
  @Test(arguments: [FiringRule.reaching, .exceeding], [1e-30, 1e-9] as [Float])
  func noNeuronFiresMoreThanCanBeCounted(rule: FiringRule, threshold: Float) {
    let firing = ContinuousNeuron.Firing(
      threshold: .uniform(threshold), rule: rule, reset: .bySubtraction, firesSeveral: true)
    let neuron = ContinuousNeuron(
      timeStep: 1, membrane: .integrator(resistance: .uniform(1)), firing: firing)
    var (v, i, m, output) = ([Float(0)], [Float(0)], [Float(1)], SpikeEvents())
    fireLeaky(neuron, potentials: &v, synaptic: &i, currents: &m, output: &output)

    #expect(output.values == [EulerStep.mostSpikes])
    #expect(v[0] == 1 - EulerStep.mostSpikes * threshold)
  }

  @Test func aThresholdUnitForgets() {
    let firing = ContinuousNeuron.Firing(threshold: .uniform(0.5), reset: .toZero)
    let neuron = ContinuousNeuron(timeStep: 1, membrane: .memoryless, firing: firing)

    #expect(run(neuron, currents: [0.25, 0.5, 0.375, 3, 0.25]).spikes == [2, 4])
  }

  /// At 16 steps of 1/16 the potential is at the threshold exactly; the numbers are exact.
  @Test(arguments: [
    (FiringRule.reaching, Reset.toZero, [16, 32]), (.reaching, .bySubtraction, [16, 32]),
    (.exceeding, .toZero, [17, 34]), (.exceeding, .bySubtraction, [17, 33]),
  ])
  func theRuleDecidesAtTheThreshold(rule: FiringRule, reset: Reset, expected: [Int]) {
    let firing = ContinuousNeuron.Firing(threshold: .uniform(1), rule: rule, reset: reset)
    let neuron = ContinuousNeuron(
      timeStep: 1, membrane: .integrator(resistance: .uniform(1)), firing: firing)
    let (potentials, spikes) = run(neuron, currents: Array(repeating: 1 / 16, count: 36))

    #expect(spikes == expected)
    #expect(potentials.allSatisfy { $0 * 16 == ($0 * 16).rounded() })
  }

  private func lif(reset: Reset) -> ContinuousNeuron {
    ContinuousNeuron(
      timeStep: 0.001,
      membrane: .leaky(
        timeConstant: .uniform(0.002), resistance: .uniform(2), leakPotential: .uniform(0)),
      firing: ContinuousNeuron.Firing(threshold: .uniform(1), reset: reset))
  }

  /// v after each step, and the steps with a spike.
  private func run(
    _ neuron: ContinuousNeuron, currents: [Float]
  ) -> (potentials: [Float], spikes: [Int]) {
    var (v, i, potentials, spikes) = ([Float(0)], [Float(0)], [Float](), [Int]())
    for (index, current) in currents.enumerated() {
      var (m, output) = ([current], SpikeEvents())
      fireLeaky(neuron, potentials: &v, synaptic: &i, currents: &m, output: &output)
      potentials.append(v[0])
      if output.count > 0 { spikes.append(index + 1) }
    }
    return (potentials, spikes)
  }
}
