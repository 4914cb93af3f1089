/// What a data set is stored as; each reader names its own.
package struct DatasetKind: Hashable, Sendable {
  private let name: String

  /// - Parameter name: As tables and messages have it, such as `CIFAR-10 binary`.
  package init(_ name: String) { self.name = name }
}

extension DatasetKind: CustomStringConvertible {
  package var description: String { name }
}
