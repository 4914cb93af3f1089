import AnalogPass
import Conversion

/// What is wrong with the network of a file, where those who found it know only the network.
package struct ModelError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  package var description: String { "\(path): \(reason)" }

  /// What `body` returns; what is wrong with the network is told with the name of its file.
  static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as ConversionError where error.isAboutNetwork {
      throw ModelError(path: path, reason: "\(error)")
    } catch let error as ActivationOverflow {
      throw ModelError(path: path, reason: "\(error)")
    }
  }
}
