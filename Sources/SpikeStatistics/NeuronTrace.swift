import Networks
import Recordings
import SpikingEngine

/// What one neuron went through, recomputed from the recorded spikes of its sources.
///
/// Costs O(fan-in · steps). What the neuron itself is recorded to have delivered decides the
/// resets, so rounding can never move a spike, and a silenced neuron keeps its charge; potentials
/// agree with the engine's to rounding. Steps whose potentials cannot be known, because the raster
/// has dropped what led to them, are left out; a leak forgets no constant, so that of continuous
/// neurons all are unless the first step is recorded, and in differential coding, which remembers
/// what arrived. A max pool and a delay line receive what they
/// send, for a moment. Of a run that is told and not computed, there are the spikes, and the
/// potentials as far as they are recorded.
package struct NeuronTrace: Equatable, Sendable {
  /// One step of the neuron.
  package struct Point: Equatable, Sendable {
    package var step: Int
    /// I⁺ and I⁻ of the step, both positive: `I = excitation - inhibition`; in differential coding
    /// d⁺ and d⁻, what arrives.
    package var excitation: Float
    package var inhibition: Float
    /// m, after integration and before the reset; `nan` where it is not known.
    package var integratedPotential: Float
    /// v, after the reset; `nan` where it is not known.
    package var membranePotential: Float
    /// The threshold of this step; infinite while the neuron may not fire.
    package var threshold: Float
    /// What the neuron delivered: θ for a spike, more for a burst, less than 0 for a spike taken
    /// back, which resets the potential of signed neurons only; 0 if it sent nothing.
    package var charge: Float

    /// Whether the neuron sent an event.
    package var fired: Bool { charge != 0 }
  }

  /// Consecutive steps.
  package private(set) var points: [Point] = []

  /// - Parameters:
  ///   - unit: In channels-last order.
  ///   - simulation: The present; its potential anchors a trace that does not begin with the first
  ///     step.
  ///   - firstStep: The first step to trace.
  ///   - lastStep: The last step to trace; only recorded steps are.
  ///   - potentials: What is recorded of a run that is told.
  package init(
    of unit: Int, in layer: Int, simulation: Simulation, raster: SpikeRaster,
    firstStep: Int = 1, lastStep: Int, potentials: PotentialLog? = nil
  ) {
    var inputs = NeuronInputs(of: unit, in: layer, simulation: simulation)
    self.init(
      &inputs, simulation: simulation, raster: raster, firstStep: firstStep, lastStep: lastStep,
      potentials: potentials)
  }

  /// The same, in O(steps) and O(fan-in) for each step of which the inputs do not know yet what
  /// arrived.
  package init(
    _ inputs: inout NeuronInputs, simulation: Simulation, raster: SpikeRaster,
    firstStep: Int = 1, lastStep: Int, potentials: PotentialLog? = nil
  ) {
    let (unit, layer) = (inputs.unit, inputs.layer)
    guard firstStep <= lastStep else { return }
    if simulation.isReplay {
      let steps = Self.tracedSteps(from: firstStep, to: lastStep, raster: raster)
      tell(of: unit, in: layer, steps, of: simulation, raster: raster, potentials: potentials)
      return
    }
    let first = max(raster.firstStep, firstStep)
    let isWhole = first == 1
    let last = min(isWhole ? lastStep : max(lastStep, simulation.step), raster.lastStep)
    let euler = simulation.network.layers[layer].neuron.eulerStep(of: unit)
    let isDifferential = simulation.network.coding == .differential
    guard first <= last, isWhole || euler == nil && !isDifferential else { return }
    let arrivals = inputs.arrivals(in: first...last, simulation: simulation, raster: raster)
    let neuron = simulation.network.layers[layer].neuron
    var potential = simulation.initialPotential(of: unit, in: layer)
    var synaptic: Float = 0
    var means = DifferentialMeans()
    for (step, arrival) in zip(first...last, arrivals) {
      var point = Point(
        step: step, excitation: arrival.excitation, inhibition: arrival.inhibition,
        integratedPotential: potential + arrival.current, membranePotential: potential,
        threshold: euler?.threshold ?? neuron.threshold(atStep: step),
        charge: raster.value(of: unit, in: layer, at: step))
      if let euler {
        point.integrate(euler, from: potential, synaptic: &synaptic)
      } else if isDifferential, !neuron.role.isPassage {
        point.integrate(&means, from: potential, current: arrival.current)
      } else {
        point.integrate(neuron)
      }
      potential = point.membranePotential
      points.append(point)
    }
    if !isWhole {
      anchor(
        to: simulation.populations[layer].membranePotential[unit], at: simulation.step,
        reset: neuron.reset)
    }
    points.removeAll { $0.step > lastStep }
  }

  private static func tracedSteps(
    from firstStep: Int, to lastStep: Int, raster: SpikeRaster
  ) -> Range<Int> {
    let first = max(raster.firstStep, firstStep)
    return first..<max(min(lastStep, raster.lastStep) + 1, first)
  }

  private mutating func tell(
    of unit: Int, in layer: Int, _ steps: Range<Int>, of simulation: Simulation,
    raster: SpikeRaster, potentials: PotentialLog?
  ) {
    let neuron = simulation.network.layers[layer].neuron
    points = steps.map { step in
      let charge = raster.value(of: unit, in: layer, at: step)
      let known = potentials?.potentials(of: layer, at: step)
      let potential = known.map { $0[$0.startIndex + unit] } ?? .nan
      return Point(
        step: step, excitation: 0, inhibition: 0,
        integratedPotential: potential + neuron.resetCharge(byEvent: charge),
        membranePotential: potential, threshold: neuron.threshold(atStep: step), charge: charge)
    }
  }

  /// Shifts a trace that had to start in the middle so that it meets the known potential.
  ///
  /// A reset to zero forgets everything before it: from then on the trace is right as it is, and
  /// a potential known later says nothing about the steps up to it.
  private mutating func anchor(to potential: Float, at step: Int, reset: Reset) {
    let forgetting = reset == .toZero ? points.firstIndex { $0.charge > 0 } : nil
    let unknown = forgetting.map { points[...$0] } ?? points[...]
    guard let first = unknown.first?.step, let last = unknown.last?.step else { return }
    let shift: Float
    if step == first - 1 {
      shift = potential
    } else if step >= first, forgetting == nil ? step <= last : step < last {
      shift = potential - points[step - first].membranePotential
    } else {
      points.removeFirst(unknown.count)
      return
    }
    for index in unknown.indices {
      points[index].integratedPotential += shift
      if index != forgetting { points[index].membranePotential += shift }
    }
  }

  /// Mean arrival of inhibition minus mean arrival of excitation, in steps.
  ///
  /// `dEI = Σ t·I⁻/Σ I⁻ - Σ t·I⁺/Σ I⁺`, this project's own statistic; above zero, excitation
  /// leads. `nil` while one side has not arrived at all, or if the trace lacks the first step.
  package var timingLead: Float? {
    guard points.first?.step == 1 else { return nil }
    // As precise as `LayerTiming`, which says the same, however long the run is.
    var (lateInhibition, inhibition, lateExcitation, excitation) = (0.0, 0.0, 0.0, 0.0)
    for point in points {
      lateInhibition += Double(point.step) * Double(point.inhibition)
      inhibition += Double(point.inhibition)
      lateExcitation += Double(point.step) * Double(point.excitation)
      excitation += Double(point.excitation)
    }
    guard inhibition > 0, excitation > 0 else { return nil }
    return Float(lateInhibition / inhibition - lateExcitation / excitation)
  }
}

extension NeuronTrace.Point {
  fileprivate mutating func integrate(_ neuron: NeuronParameters) {
    if neuron.role.isPassage {
      // What it receives is what it sends, at once.
      if charge > 0 { excitation += charge } else { inhibition -= charge }
      integratedPotential += charge
      membranePotential = 0
    } else if charge > 0, neuron.reset == .toZero {
      membranePotential = 0
    } else {
      membranePotential = integratedPotential - neuron.resetCharge(byEvent: charge)
    }
  }

  /// A step of a neuron or readout of differential coding.
  fileprivate mutating func integrate(
    _ means: inout DifferentialMeans, from potential: Float, current: Float
  ) {
    integratedPotential = potential + means.drive(current, step: step)
    means.send(charge, step: step)
    membranePotential = integratedPotential - charge
  }

  /// A step of a continuous neuron; the currents are received already.
  fileprivate mutating func integrate(
    _ euler: EulerStep, from potential: Float, synaptic: inout Float
  ) {
    let earlier = synaptic
    synaptic = euler.synapticCurrent(after: excitation - inhibition, of: earlier)
    integratedPotential = euler.integrated(
      potential, current: euler.met(synaptic, after: earlier))
    let spikes = euler.threshold.isFinite ? max(charge, 0) : 0
    membranePotential = euler.potential(after: spikes, from: integratedPotential)
  }
}

extension NeuronParameters {
  /// What a step does to a continuous neuron; `nil` for others.
  fileprivate func eulerStep(of unit: Int) -> EulerStep? {
    dynamics.map { EulerStep($0, unit: unit) }
  }
}
