/// The dictionary in the header of an npy file, as far as it could be read.
///
/// It is read in one pass over its bytes: an npz file may hold thousands of arrays, and each has a
/// header.
struct NPYEntries {
  /// The type of the numbers; "a structure" for types with fields.
  private(set) var descriptor: String?
  private(set) var isFortranOrder: Bool?
  private(set) var shape: [Int]?
  /// Whether there are the three entries, each once, and nothing else.
  private(set) var isWhole = false

  /// NumPy makes no arrays of more axes.
  private static let mostAxes = 32

  private var rest: ArraySlice<UInt8>

  /// Cost: linear in the length of the text.
  init(_ text: ArraySlice<UInt8>) {
    rest = text
    guard take("{") else { return }
    while !take("}") {
      guard readEntry(), take(",") || next == "}" else { return }
    }
    skipSpace()
    isWhole = rest.isEmpty && descriptor != nil && isFortranOrder != nil && shape != nil
  }

  private mutating func readEntry() -> Bool {
    guard let key = quoted(), take(":") else { return false }
    switch key {
    case "descr" where descriptor == nil:
      descriptor = next == "[" ? "a structure" : quoted()
      return descriptor != nil
    case "fortran_order" where isFortranOrder == nil:
      isFortranOrder = take("True") ? true : take("False") ? false : nil
      return isFortranOrder != nil
    case "shape" where shape == nil:
      shape = tuple()
      return shape != nil
    case _:
      return false
    }
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// What stands next, white space left out.
  private var next: Character? {
    mutating get {
      skipSpace()
      return rest.first.map { Character(Unicode.Scalar($0)) }
    }
  }

  private mutating func take(_ token: StaticString) -> Bool {
    skipSpace()
    let isThere = token.withUTF8Buffer { rest.starts(with: $0) }
    if isThere { rest = rest.dropFirst(token.utf8CodeUnitCount) }
    return isThere
  }

  private mutating func quoted() -> String? {
    guard take("'"), let end = rest.firstIndex(of: UInt8(ascii: "'")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest[digits.endIndex...]
      guard let number = Int(String(decoding: digits, as: UTF8.self)), take(",") || next == ")",
        numbers.count < Self.mostAxes
      else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
