import CHDF5

/// A number that datasets and attributes can hold; the library converts on the way.
package protocol HDF5Number: BitwiseCopyable, Sendable {
  static var type: HDF5NumberType { get }
}

extension Float: HDF5Number {
  package static var type: HDF5NumberType { .float }
}

extension Double: HDF5Number {
  package static var type: HDF5NumberType { .double }
}

extension Int64: HDF5Number {
  package static var type: HDF5NumberType { .int64 }
}

/// The types of numbers in memory.
package enum HDF5NumberType: UInt8, Equatable, Sendable {
  case float, double, int64

  /// In bytes.
  var size: Int {
    switch self {
    case .float: 4
    case .double, .int64: 8
    }
  }

  var native: hid_t {
    switch self {
    case .float: spiketop_h5_float()
    case .double: spiketop_h5_double()
    case .int64: spiketop_h5_int64()
    }
  }
}
