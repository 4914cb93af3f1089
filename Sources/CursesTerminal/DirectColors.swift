import CNCurses
import Glibc

/// How a terminal gets colours of 24 bits that its entry in the database does not promise.
///
/// ncurses writes direct colours only where the entry says so, which those of `xterm-256color`,
/// `tmux-256color` or `screen-256color` do not, though most programs behind these names show them.
/// So ncurses is given the entry of the terminal with other colours, as a compiled description in
/// the variable `TERMINFO`, see `terminfo(5)` and `term(5)`; the rest of the entry stays.
struct DirectColors {
  /// The compiled entry of a terminal, with direct colours.
  ///
  /// Call it while ncurses does not run.
  ///
  /// - Parameter minimumColors: Terminals with fewer colours in the database are left alone.
  /// - Returns: `nil` for a terminal that is unknown or has too few colours, or whose entry is too
  ///   long for the format.
  static func entry(of name: String, minimumColors: Int) -> [UInt8]? {
    var error: Int32 = 0
    guard setupterm(name, 1, &error) != ERR else { return nil }
    defer { curses_delete_terminal() }
    let colors = Int(tigetnum("colors"))
    guard colors >= max(minimumColors, 8) else { return nil }
    return compiled(name: name)
  }

  /// Starts ncurses on a terminal by such an entry; `nil` if ncurses does not take it.
  static func newTerminal(_ name: String, entry: [UInt8]) -> OpaquePointer? {
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", "hex:" + hexadecimal(entry), 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return curses_new_terminal(name)
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: - The entry

  /// The standard capabilities of the current terminal but for its colours, then the extended ones
  /// that ncurses asks for to draw.
  private static func compiled(name: String) -> [UInt8]? {
    let flags = names(curses_flag_name).map { own in
      own == "ccc" ? false : tigetflag(own) > 0
    }
    let numbers = names(curses_number_name).map { own -> Int32 in
      own == "colors" ? 1 << 24 : own == "pairs" ? 1 << 16 : tigetnum(own)
    }
    let strings = names(curses_string_name).map { own -> [UInt8]? in
      switch own {
      case "setaf": Array(setColor(3, bright: 9).utf8)
      case "setab": Array(setColor(4, bright: 10).utf8)
      case _ where replaced.contains(own): nil
      default: string(own)
      }
    }
    guard let texts = table(strings) else { return nil }
    var entry = Bytes()
    let title = Array(name.utf8) + [0]
    entry.add(short: [wideMagic, title.count, flags.count, numbers.count, strings.count])
    entry.add(short: [texts.bytes.count])
    entry.bytes += title + flags.map { $0 ? 1 : 0 }
    entry.align()
    entry.add(long: numbers.map { max($0, -1) })
    entry.add(short: texts.offsets)
    entry.bytes += texts.bytes
    addExtended(to: &entry)
    return entry.bytes.count <= maximumLength ? entry.bytes : nil
  }

  /// Flags: whether `SGR 39;49` gives the terminal's own colours, and whether a colour is red,
  /// green and blue; a number: whether line drawing needs UTF-8.
  private static func addExtended(to entry: inout Bytes) {
    let flags = [("AX", tigetflag("AX") > 0), ("RGB", true)]
    let numbers = [("U8", tigetnum("U8"))].filter { $0.1 >= 0 }
    let names = (flags.map(\.0) + numbers.map(\.0)).map { Optional(Array($0.utf8)) }
    guard let texts = table(names) else { return }
    entry.align()
    entry.add(short: [flags.count, numbers.count, 0, names.count, texts.bytes.count])
    entry.bytes += flags.map { $0.1 ? 1 : 0 }
    entry.align()
    entry.add(long: numbers.map(\.1))
    entry.add(short: texts.offsets)
    entry.bytes += texts.bytes
  }

  /// The first eight are the user's own, as ncurses wants it of direct colours.
  private static func setColor(_ digit: Int, bright: Int) -> String {
    "\u{1b}[%?%p1%{8}%<%t\(digit)%p1%d%e\(digit)8;2;%p1%{65536}%/%d;"
      + "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
  }

  /// Other ways to choose or to change colours.
  private static let replaced: Set = ["initc", "initp", "oc", "scp", "setf", "setb"]

  /// Numbers of 32 bits, since `1 << 24` needs them.
  private static let wideMagic = 0o1036

  /// What ncurses takes of an entry with such numbers.
  private static let maximumLength = 32_768

  private static func names(_ name: (Int32) -> UnsafePointer<CChar>?) -> [String] {
    var names: [String] = []
    while let next = name(Int32(names.count)) { names.append(String(cString: next)) }
    return names
  }

  private static func string(_ name: String) -> [UInt8]? {
    guard let text = curses_string(name) else { return nil }
    return Array(String(cString: text).utf8)
  }

  /// Texts one behind the other, each with a zero at its end, and where each begins; -1 for none.
  private static func table(_ texts: [[UInt8]?]) -> (offsets: [Int], bytes: [UInt8])? {
    var bytes: [UInt8] = []
    let offsets = texts.map { text -> Int in
      guard let text else { return -1 }
      defer { bytes += text + [0] }
      return bytes.count
    }
    return bytes.count <= Int(Int16.max) ? (offsets, bytes) : nil
  }

  /// Bytes with numbers in little-endian order.
  private struct Bytes {
    var bytes: [UInt8] = []

    mutating func add(short values: [Int]) {
      for value in values { bytes += [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    }

    mutating func add(long values: [Int32]) {
      for value in values {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      }
    }

    /// Numbers begin at even places.
    mutating func align() {
      if bytes.count % 2 != 0 { bytes.append(0) }
    }
  }
}
