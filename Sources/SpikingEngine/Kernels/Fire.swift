import Networks

/// One time step of a population: integrate, compare, emit, reset.
///
///     m[t] = v[t-1] + I[t]
///     s[t] = 1 if m[t] ≥ θ, else 0
///     v[t] = m[t] - θ · s[t]      reset by subtraction
///     v[t] = m[t] · (1 - s[t])    reset to zero
///
/// (QCFS, Bu et al. 2022, equations 3 to 6.) A threshold of +∞ silences the population.
///
/// - Parameters:
///   - potentials: v, updated in place.
///   - currents: I on entry, m on return.
///   - output: Replaced by the neurons that fired, each delivering `threshold`.
package func fire(
  potentials: inout [Float], currents: inout [Float], threshold: Float, reset: Reset,
  output: inout SpikeEvents
) {
  precondition(potentials.count == currents.count, "one current per neuron")
  output.removeAll()
  let count = potentials.count
  potentials.withUnsafeMutableBufferPointer { v in
    currents.withUnsafeMutableBufferPointer { m in
      guard let v = v.baseAddress, let m = m.baseAddress else { return }
      var i = 0
      while i &+ 8 <= count {
        fireEight(v + i, m + i, first: i, threshold: threshold, reset: reset, output: &output)
        i &+= 8
      }
      while i < count {
        m[i] += v[i]
        let fires = m[i] >= threshold
        v[i] = fires ? (reset == .toZero ? 0 : m[i] - threshold) : m[i]
        if fires { output.append(i, threshold) }
        i &+= 1
      }
    }
  }
}

/// One time step of a population of burst neurons (Li and Zeng, IJCAI 2022).
///
///     m[t] = v[t-1] + I[t]
///     s[t] = clip(floor(m[t] / θ), 0, Γ)
///     v[t] = m[t] - θ · s[t]
///
/// - Parameters:
///   - potentials: v, updated in place.
///   - currents: I on entry, m on return.
///   - maximumSpikes: Γ.
///   - output: Replaced by the neurons that fired, each delivering `threshold · s`.
package func fireBursts(
  potentials: inout [Float], currents: inout [Float], threshold: Float, maximumSpikes: Int,
  output: inout SpikeEvents
) {
  precondition(potentials.count == currents.count, "one current per neuron")
  output.removeAll()
  let (count, limit) = (potentials.count, Float(maximumSpikes))
  potentials.withUnsafeMutableBufferPointer { v in
    currents.withUnsafeMutableBufferPointer { m in
      guard let v = v.baseAddress, let m = m.baseAddress else { return }
      for i in 0..<count {
        m[i] += v[i]
        v[i] = m[i]
        guard m[i] >= threshold else { continue }
        let charge = min((m[i] / threshold).rounded(.down), limit) * threshold
        v[i] -= charge
        output.append(i, charge)
      }
    }
  }
}

/// One time step of a population in double precision, the currents being in the potentials already.
///
///     s[t] = 1 if m[t] ≥ θ, else 0
///     v[t] = m[t] - θ · s[t]
///
/// - Parameters:
///   - potentials: m on entry, v on return.
///   - integrated: Replaced by m, rounded.
///   - rest: Replaced by v, rounded.
///   - output: Replaced by the neurons that fired, each delivering `threshold`.
package func fireExactly(
  potentials: inout [Double], integrated: inout [Float], rest: inout [Float], threshold: Float,
  output: inout SpikeEvents
) {
  precondition(
    potentials.count == integrated.count && potentials.count == rest.count, "one of each")
  output.removeAll()
  let (count, limit) = (potentials.count, Double(threshold))
  potentials.withUnsafeMutableBufferPointer { v in
    integrated.withUnsafeMutableBufferPointer { m in
      rest.withUnsafeMutableBufferPointer { rest in
        guard let v = v.baseAddress, let m = m.baseAddress, let rest = rest.baseAddress
        else { return }
        var i = 0
        while i < count {
          let potential = v[i]
          m[i] = Float(potential)
          rest[i] = m[i]
          if potential >= limit {
            v[i] = potential - limit
            rest[i] = Float(v[i])
            output.append(i, threshold)
          }
          i &+= 1
        }
      }
    }
  }
}

@inline(__always)
private func fireEight(
  _ v: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, first: Int,
  threshold: Float, reset: Reset, output: inout SpikeEvents
) {
  let potential = UnsafeRawPointer(v).loadUnaligned(as: SIMD8<Float>.self)
  let integrated = UnsafeRawPointer(m).loadUnaligned(as: SIMD8<Float>.self) + potential
  UnsafeMutableRawPointer(m).storeBytes(of: integrated, as: SIMD8<Float>.self)
  let fires = integrated .>= threshold
  guard any(fires) else {
    UnsafeMutableRawPointer(v).storeBytes(of: integrated, as: SIMD8<Float>.self)
    return
  }
  let rest = reset == .toZero ? SIMD8<Float>.zero : integrated - threshold
  UnsafeMutableRawPointer(v).storeBytes(
    of: integrated.replacing(with: rest, where: fires), as: SIMD8<Float>.self)
  for lane in 0..<8 where fires[lane] {
    output.append(first &+ lane, threshold)
  }
}
