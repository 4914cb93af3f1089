/// A dataset, or an attribute of an object.
struct HDF5Place: Equatable, Sendable {
  var object: String
  /// `nil` for the dataset itself.
  var attribute: String?

  /// As messages have it.
  var name: String { attribute.map { "\(object)@\($0)" } ?? object }
}

/// What is asked of the process that reads a file.
enum HDF5Request: Equatable, Sendable {
  case kind(of: String)
  case names(in: String)
  case elementType(of: String)
  case hasAttribute(String, of: String)
  case numbers(HDF5Place, HDF5NumberType)
  case strings(HDF5Place)

  /// The version of requests and answers, which the process names first.
  static let version = 1

  /// How long the fields of a request may be, in bytes.
  static let longest = 1 << 24

  /// What the request is about.
  var object: String {
    switch self {
    case .kind(let object), .names(let object), .elementType(let object): object
    case .hasAttribute(_, let object): object
    case .numbers(let place, _), .strings(let place): place.name
    }
  }

  var fields: [UInt8] {
    var fields = FieldWriter()
    switch self {
    case .kind(let object): fields.put(0, HDF5Place(object: object))
    case .names(let group): fields.put(1, HDF5Place(object: group))
    case .elementType(let dataset): fields.put(2, HDF5Place(object: dataset))
    case .hasAttribute(let name, let object):
      fields.put(3, HDF5Place(object: object, attribute: name))
    case .strings(let place): fields.put(4, place)
    case .numbers(let place, let type): fields.put(5 + Int(type.rawValue), place)
    }
    return fields.bytes
  }

  init(_ bytes: [UInt8]) throws(ChannelFailure) {
    var fields = FieldReader(bytes)
    let kind = try fields.number()
    let object = try fields.text()
    let attributes = try fields.texts()
    let place = HDF5Place(object: object, attribute: attributes.first)
    switch kind {
    case 0: self = .kind(of: object)
    case 1: self = .names(in: object)
    case 2: self = .elementType(of: object)
    case 3: self = .hasAttribute(attributes.first ?? "", of: object)
    case 4: self = .strings(place)
    default:
      guard let raw = UInt8(exactly: kind - 5), let type = HDF5NumberType(rawValue: raw) else {
        throw .garbled
      }
      self = .numbers(place, type)
    }
  }
}

extension FieldWriter {
  fileprivate mutating func put(_ kind: Int, _ place: HDF5Place) {
    put(kind)
    put(place.object)
    put(place.attribute.map { [$0] } ?? [])
  }
}
