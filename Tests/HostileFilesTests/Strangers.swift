/// What is no file of a format, whatever the format is.
///
/// - Parameters:
///   - except: Names of those that are one all the same.
///   - right: What is right to do with all others.
func strangers(except: Set<String> = [], _ right: Right = .refused) -> [HostileFile] {
  let beginnings: [(String, [UInt8])] = [
    ("a PNG picture", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]),
    ("a JPEG picture", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), ("a zip archive", [0x50, 0x4B, 3, 4]),
    ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]),
    ("HDF5", [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0, 0, 0, 0, 8, 8, 0]),
    ("SQLite", Array("SQLite format 3\0".utf8)), ("npy", [0x93] + Array("NUMPY\u{1}\0".utf8)),
    ("a pickle", [0x80, 4, 0x95]), ("a program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]),
    ("IDX", [0, 0, 8, 3]), ("an array of JSON", Array("[[[[[[[[".utf8)),
  ]
  let others: [HostileFile] =
    beginnings.map { name, bytes in
      HostileFile("a beginning of \(name)", bytes + [UInt8](repeating: 0xA5, count: 600), right)
    } + [
      HostileFile("an empty file", [UInt8](), right),
      HostileFile("4096 zeros", [UInt8](repeating: 0, count: 4096), right),
      HostileFile("no text", (0..<999).map { UInt8($0 * 89 % 128 + 128) }, right),
      HostileFile("a folder", .folder([:]), right),
      HostileFile("a pipe", .pipe, right),
      HostileFile("a socket", .socket, right),
      HostileFile("a link to nothing", .link("nothing"), right),
      HostileFile("a link to a pipe", .link("pipe"), right, beside: ["pipe": .pipe]),
      HostileFile("five gigabytes of zeros", .sparse([], size: 5 << 30), right),
    ]
  return others.filter { !except.contains($0.name) }
}
