import ArgumentParser
import SpikingEngine

extension Precision: ExpressibleByArgument {}

extension PackedNetwork {
  /// The network in the precision that the user asked for.
  ///
  /// - Throws: A usage error if a layer cannot be simulated in it.
  func asked(for precision: Precision) throws -> PackedNetwork {
    do {
      return try rounded(to: precision)
    } catch {
      throw ValidationError("'--precision \(precision.rawValue)': \(error)")
    }
  }
}
