/// What a spike leaves behind.
package enum Reset: Codable, Equatable, Sendable {
  /// The threshold is subtracted, and the charge above it stays.
  case bySubtraction
  /// The potential becomes zero, and the charge above the threshold is lost.
  case toZero

  /// As in written JSON: `{"bySubtraction":{}}`.
  private enum CodingKeys: String, CodingKey { case bySubtraction, toZero }
}
