import CHDF5

/// A number that datasets and attributes can hold; the library converts on the way.
package protocol HDF5Number: BitwiseCopyable, Sendable {
  static var zero: Self { get }

  /// The type in memory.
  static var nativeType: hid_t { get }
}

extension Float: HDF5Number {
  package static var nativeType: hid_t { spiketop_h5_float() }
}

extension Double: HDF5Number {
  package static var nativeType: hid_t { spiketop_h5_double() }
}

extension Int64: HDF5Number {
  package static var nativeType: hid_t { spiketop_h5_int64() }
}
