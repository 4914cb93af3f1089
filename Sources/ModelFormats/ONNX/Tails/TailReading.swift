/// Whether the outputs of a file may be computed behind the layers that a network ends with.
package enum TailReading: Sendable {
  /// Never: functions that keep the order of classes are passed over, others are refused.
  case never
  /// Where outputs are shares of classes at every place, or choices by them: that is a segmenter,
  /// whether anybody says so or not. Else never.
  case whereOfPlaces
  /// Where the file cannot be read otherwise.
  case whereNeeded
  /// Wherever there is something to compute, so that every number is that of the file.
  case always
}

extension ModelCard {
  /// What the task needs: numbers of classes only their order, those of boxes what they are.
  ///
  /// Where no task is stated, the file may tell.
  ///
  /// A detector whose card says that scores are shares already gets them from its file.
  package var tailReading: TailReading {
    switch task {
    case nil: .whereOfPlaces
    case .classification: .never
    case .segmentation: .whereNeeded
    case .detection: detection?.shares == .identity ? .always : .whereNeeded
    }
  }
}
