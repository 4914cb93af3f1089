import ArgumentParser
import SpikingEngine

extension Precision: ExpressibleByArgument {}

extension Precision {
  /// How a method is named in reports: with the precision, unless it is the usual one.
  func title(of method: String) -> String {
    self == .fp32 ? method : "\(method), \(rawValue)"
  }
}

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
