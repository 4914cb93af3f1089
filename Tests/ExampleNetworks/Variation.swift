import Conversion
import Networks

/// Ways to convert whose events or potentials are not those of plain integrate-and-fire neurons.
package enum Variation: String, CaseIterable, Sendable {
  case burst, chargedBurst, half, shifted
  case silenced, silencedBurst, silencedBistable
  case offset, offsetBurst, offsetHard
  case takingBack, takingBackBurst, takingBackHard
  case differential, differentialInOneSize

  package var recipe: ConversionRecipe {
    switch self {
    case .burst: ConversionRecipe(method: Burst(maximumSpikes: 4))
    case .chargedBurst: ConversionRecipe(method: Burst(maximumSpikes: 3), isHalfCharged: true)
    case .half: ConversionRecipe(method: Half())
    case .shifted: ConversionRecipe(method: RTS(steps: 16))
    case .silenced: ConversionRecipe(method: Robust(), corrector: mask)
    case .silencedBurst: ConversionRecipe(method: Burst(maximumSpikes: 4), corrector: mask)
    case .silencedBistable: ConversionRecipe(method: Bistable(phases: 5), corrector: mask)
    case .offset: ConversionRecipe(method: Robust(), corrector: shift)
    case .offsetBurst: ConversionRecipe(method: Burst(maximumSpikes: 4), corrector: shift)
    case .offsetHard: ConversionRecipe(method: Hard(), corrector: shift)
    case .takingBack: ConversionRecipe(method: Robust(), corrector: withdrawal)
    case .takingBackBurst:
      ConversionRecipe(method: Burst(maximumSpikes: 4), corrector: withdrawal)
    case .takingBackHard: ConversionRecipe(method: Hard(), corrector: withdrawal)
    case .differential: ConversionRecipe(method: Differential())
    case .differentialInOneSize: ConversionRecipe(method: Differential(levels: 1))
    }
  }

  private var mask: SRP { SRP(steps: 12) }
  private var shift: COS { COS(steps: 12) }
  private var withdrawal: SpiCalib { SpiCalib(allowance: 2) }
}
