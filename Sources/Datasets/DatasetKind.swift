/// What a data set is stored as; each reader names its own.
package struct DatasetKind: Hashable, Sendable {
  private let name: String

  /// The one data set that is stored like this; `nil` where many are.
  let onlyDataset: String?

  /// - Parameters:
  ///   - name: As tables and messages have it, such as `CIFAR-10 binary`.
  ///   - onlyDataset: The one data set that is stored like this, such as `CIFAR-10`.
  package init(_ name: String, onlyDataset: String? = nil) {
    self.name = name
    self.onlyDataset = onlyDataset
  }
}

extension DatasetKind: CustomStringConvertible {
  package var description: String { name }
}
