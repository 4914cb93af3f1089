/// An opaque colour.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static let white = Color(255, 255, 255)

  /// - Parameter share: That of the other colour, 0 to 1.
  func mixed(with other: Color, share: Double) -> Color {
    func mix(_ own: UInt8, _ theirs: UInt8) -> UInt8 {
      UInt8((Double(own) + (Double(theirs) - Double(own)) * share).rounded())
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
