/// A piece of finished work during a diagnosis.
package struct DiagnosisProgress: Equatable, Sendable {
  /// What a diagnosis is at.
  package enum Task: Equatable, Sendable {
    /// Both networks ran on an image, of so many.
    case images(of: Int)
    /// The analog network ran with one change, of so many.
    case changes(of: Int)
    /// Layers were substituted on an image, of so many.
    case substitution(of: Int)
  }

  package var task: Task
  package var done: Int
}
