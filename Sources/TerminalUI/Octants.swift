/// The blocks with any of eight dots, by the dots counted row by row: bit `2·y + x`.
///
/// Unicode 16 has 230 of them in the order of that number from U+1CD00 on; it leaves out those that
/// existed before, and the blank.
let octants: [Character] = {
  var next: UInt32 = 0x1CD00
  return (0..<256).map { mask in
    if let older = olderBlocks[mask] { return older }
    defer { next += 1 }
    return Unicode.Scalar(next).map(Character.init) ?? "?"
  }
}()

/// The dots of a block, counted row by row as above; `nil` for other characters.
package func octantDots(of scalar: Unicode.Scalar) -> UInt8? { dotsOfOctants[scalar] }

private let dotsOfOctants: [Unicode.Scalar: UInt8] = {
  let scalars = octants.enumerated().compactMap { dots, octant in
    octant.unicodeScalars.first.map { ($0, UInt8(dots)) }
  }
  return Dictionary(scalars) { first, _ in first }
}()

/// What octants would be that Unicode has elsewhere: quadrants, halves, quarters.
private let olderBlocks: [Int: Character] = [
  0x00: " ", 0x01: "\u{1CEA8}", 0x02: "\u{1CEAB}", 0x03: "\u{1FB82}",
  0x05: "▘", 0x0A: "▝", 0x0F: "▀", 0x14: "\u{1FBE6}", 0x28: "\u{1FBE7}",
  0x3F: "\u{1FB85}", 0x40: "\u{1CEA3}", 0x50: "▖", 0x55: "▌", 0x5A: "▞", 0x5F: "▛",
  0x80: "\u{1CEA0}", 0xA0: "▗", 0xA5: "▚", 0xAA: "▐", 0xAF: "▜", 0xC0: "▂",
  0xF0: "▄", 0xF5: "▙", 0xFA: "▟", 0xFC: "▆", 0xFF: "█",
]
