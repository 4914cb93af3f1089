import ArgumentParser
import Networks

/// What corrects the spikes of each image, on top of any method.
struct CorrectorOptions: ParsableArguments {
  enum Corrector: String, ExpressibleByArgument, CaseIterable {
    case srp, cos, spicalib
  }

  @Option(
    help: """
      Correct the spikes of each image: srp silences neurons without residual potential, cos shifts \
      initial potentials by offset spikes (both after a trial, both from half a threshold), \
      spicalib sends negative spikes.
      """)
  var corrector: Corrector?

  @Option(help: "The number of trial steps of srp (default 4) or cos (default 8).")
  var trialSteps: Int?

  @Option(help: "How many steps beyond its mean interval a neuron may be silent in spicalib.")
  var allowance: Int?

  func validate() throws {
    if let trialSteps {
      guard corrector == .srp || corrector == .cos else {
        throw ValidationError("'--trial-steps' needs '--corrector srp' or 'cos'.")
      }
      guard trialSteps > 0 else {
        throw ValidationError("'--trial-steps' is \(trialSteps), but must be positive.")
      }
    }
    if let allowance {
      guard corrector == .spicalib else {
        throw ValidationError("'--allowance' needs '--corrector spicalib'.")
      }
      guard allowance >= 0 else {
        throw ValidationError("'--allowance' is \(allowance), but must not be negative.")
      }
    }
  }

  var chosen: SpikeCorrector? {
    switch corrector {
    case nil: nil
    case .srp: .residualMask(trialSteps: trialSteps ?? 4)
    case .cos: .offsetSpikes(trialSteps: trialSteps ?? 8)
    case .spicalib: .negativeSpikes(allowance: allowance ?? 0)
    }
  }
}
