/// A value of JSON as a file spells it: numbers keep their digits, and objects the order of their
/// keys.
package enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// The digits.
  case number(String)
  case text(String)
  case list([JSONValue])
  /// No key twice.
  case object([Member])

  package struct Member: Equatable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }
}

/// What is wrong in a JSON document, and where.
package struct JSONError: Error, Equatable {
  /// The keys that lead to it, as `input.mean.0`; empty for the document as a whole.
  package let key: String

  /// As it goes on behind the key, such as `is not text`.
  package let what: String

  package init(key: String, what: String) {
    self.key = key
    self.what = what
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String { key.isEmpty ? "it \(what)" : "'\(key)' \(what)" }
}

/// A value within a JSON document, with the keys that lead to it.
///
/// Every reading says where it fails: what people write is read by it, key by key.
package struct JSONPlace: Sendable {
  package let value: JSONValue

  /// As `input.mean.0`; empty for the document as a whole.
  package let key: String

  /// Reads a document: one value in UTF-8.
  ///
  /// - Throws: `JSONError` for what is not JSON by RFC 8259, for a key that stands in an object
  ///   twice, and for more than 128 values within each other.
  package init(_ document: [UInt8]) throws(JSONError) {
    self.init(value: try JSONParser.value(of: document), key: "")
  }

  private init(value: JSONValue, key: String) {
    self.value = value
    self.key = key
  }

  /// The keys of an object, in their order; none of any other value.
  package var keys: [String] {
    if case .object(let members) = value { members.map(\.key) } else { [] }
  }

  /// The members of an object, in their order.
  package func members() throws(JSONError) -> [(key: String, place: JSONPlace)] {
    guard case .object(let members) = value else { throw unlike("an object") }
    return members.map { ($0.key, JSONPlace(value: $0.value, key: path(to: $0.key))) }
  }

  /// The value of a key; `nil` where an object has no such key, or null for it.
  package func member(_ name: String) throws(JSONError) -> JSONPlace? {
    guard case .object(let members) = value else { throw unlike("an object") }
    guard let member = members.first(where: { $0.key == name }), member.value != .null else {
      return nil
    }
    return JSONPlace(value: member.value, key: path(to: name))
  }

  /// The value of a key that must be there.
  package func required(_ name: String) throws(JSONError) -> JSONPlace {
    guard let place = try member(name) else {
      throw JSONError(key: path(to: name), what: "is missing")
    }
    return place
  }

  package func elements() throws(JSONError) -> [JSONPlace] {
    guard case .list(let values) = value else { throw unlike("a list") }
    return values.enumerated().map { JSONPlace(value: $1, key: path(to: "\($0)")) }
  }

  package func text() throws(JSONError) -> String {
    guard case .text(let text) = value else { throw unlike("text") }
    return text
  }

  package func integer() throws(JSONError) -> Int {
    guard case .number(let digits) = value else { throw unlike("a number") }
    let (number, limit) = (try double(), Double(1 << 53))
    guard number == number.rounded(), abs(number) <= limit else {
      throw JSONError(key: key, what: "is \(digits), but must be a whole number")
    }
    return Int(number)
  }

  /// A number of single precision; one that comes to infinity there, or to zero, is none.
  package func float() throws(JSONError) -> Float {
    guard case .number(let digits) = value else { throw unlike("a number") }
    let number = Float(try double())
    guard number.isFinite, number != 0 || isZero(digits) else { throw beyond(digits, "1e38") }
    return number
  }

  /// A number of double precision, in the same way.
  package func double() throws(JSONError) -> Double {
    guard case .number(let digits) = value else { throw unlike("a number") }
    guard let number = Double(digits), number.isFinite, number != 0 || isZero(digits) else {
      throw beyond(digits, "1e308")
    }
    return number
  }

  private func beyond(_ digits: String, _ limit: String) -> JSONError {
    let least = limit.replacing("e", with: "e-")
    return JSONError(
      key: key, what: "is \(digits); a number must be 0, or its size from \(least) to \(limit)")
  }

  private func unlike(_ kind: String) -> JSONError {
    JSONError(key: key, what: value == .null ? "is null" : "is not \(kind)")
  }

  private func path(to name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }
}

/// Whether the digits before any exponent are all zero.
private func isZero(_ digits: String) -> Bool {
  !digits.prefix { $0 != "e" && $0 != "E" }.contains { "123456789".contains($0) }
}
