/// What the engine keeps for each kind of sum.
protocol CurrentSum: Accumulator {
  /// Where the currents of a layer lie.
  static func currents(of engine: Engine) -> ScratchMemory<Self>

  /// A constant current as it is summed, shape `[neurons]`.
  static func current(of input: ConstantInput) -> [Self]

  /// Adds what some steps of events deliver in blocks, if there is a kernel for such sums.
  ///
  /// - Parameters: As in `Engine.deliver`.
  /// - Returns: `false` if there is none; then nothing has happened.
  static func deliver(
    _ events: EventChunk, steps: Range<Int>, inBlocksThrough synapses: PrunedSynapses,
    from start: UnsafePointer<Self>?, to currents: UnsafeMutablePointer<Self>, on engine: Engine
  ) -> Bool
}

extension Float: CurrentSum {
  static func currents(of engine: Engine) -> ScratchMemory<Float> { engine.floats }

  static func current(of input: ConstantInput) -> [Float] { input.current }

  static func deliver(
    _ events: EventChunk, steps: Range<Int>, inBlocksThrough synapses: PrunedSynapses,
    from start: UnsafePointer<Float>?, to currents: UnsafeMutablePointer<Float>, on engine: Engine
  ) -> Bool {
    engine.deliver(events, steps: steps, inBlocksThrough: synapses, from: start, to: currents)
    return true
  }
}

extension Double: CurrentSum {
  static func currents(of engine: Engine) -> ScratchMemory<Double> { engine.doubles }

  static func current(of input: ConstantInput) -> [Double] { input.exactCurrent }

  static func deliver(
    _ events: EventChunk, steps: Range<Int>, inBlocksThrough synapses: PrunedSynapses,
    from start: UnsafePointer<Double>?, to currents: UnsafeMutablePointer<Double>,
    on engine: Engine
  ) -> Bool { false }
}
