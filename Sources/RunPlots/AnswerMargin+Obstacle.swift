import SpikeStatistics

extension AnswerMargin.Obstacle {
  /// In words, behind what is missing.
  package var text: String {
    switch self {
    case .noWeights: "the weights of the model are needed, and these spikes come without them"
    case .noClasses: "the outputs are not classes of which one leads another"
    case .tail: "what is computed behind the readout is no sum over neurons"
    case .differential: "in differential coding a spike has no charge of its own to count"
    case .firing: "the last layer fires, so that its answer is no sum of charges"
    case .shuffled: "spikes are shuffled before the readout, and no longer their neurons' own"
    case .potentials: "neurons before the readout send potentials, which have no rate"
    case .unknownActivation: "the ANN has no activation of a layer before the readout"
    case .noAnswer: "there is no answer yet"
    case .droppedSteps: "steps since the readout began to listen are no longer in memory"
    }
  }
}

extension AnswerMargin.Classes.Reason {
  /// Why two classes are compared, in words behind the second one.
  package var text: String {
    switch self {
    case .analogAnswer: "the ANN's answer"
    case .label: "the label"
    case .second: "second"
    }
  }
}
