import Foundation
import InputFiles
import ZipArchives

extension ForeignFile {
  /// So many bytes tell.
  package static let startLength = 4096

  /// What the first bytes of a file tell, or `nil` if it may be ONNX.
  ///
  /// - Parameter path: Where it lies: archives are told apart by what is in them.
  init?(_ start: ArraySlice<UInt8>, of path: String) throws(FormatError) {
    if start.isEmpty {
      self = .empty
    } else if start.starts(with: [0x50, 0x4B, 3, 4]) {
      self = try Self.kind(ofArchive: path)
    } else if start.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      self = .hdf5
    } else if start.starts(with: Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) })) {
      self = .array
    } else if let pickle = Self.pickle(start) {
      self = pickle
    } else if start.dropFirst(4).starts(with: Array("TFL3".utf8)) {
      self = .tensorFlowLite
    } else if Self.isSafetensors(start, size: InputFile.size(of: path)) {
      self = .safetensors
    } else if let text = Self.text(start) {
      self = text
    } else if URL(filePath: path).lastPathComponent == "saved_model.pb" {
      self = .savedModel
    } else {
      return nil
    }
  }

  /// Whether a folder is a SavedModel.
  static func isSavedModel(folder path: String) -> Bool {
    ["saved_model.pb", "saved_model.pbtxt"].contains { name in
      InputFile.isThere(URL(filePath: path).appending(path: name).path)
    }
  }

  /// Whether an archive is a model of Keras.
  static func isKeras(archive path: String) throws(FormatError) -> Bool {
    // What is damaged is said to whom the name belongs.
    if path.hasSuffix(".keras") { return true }
    let names = try names(inArchive: path)
    return names.contains("config.json") && names.contains { $0.hasPrefix("model.weights") }
  }

  /// The first object of a checkpoint before archives was this number, in its first 13 bytes.
  private static let oldCheckpoint: [UInt8] = [
    0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]

  private static func pickle(_ start: ArraySlice<UInt8>) -> ForeignFile? {
    let bytes = Array(start.prefix(2))
    guard bytes.count == 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) else { return nil }
    guard start.starts(with: oldCheckpoint) else { return .pickle }
    return classes(inPickle: start).allSatisfy(isOfTensors) ? .torchWeights : .torchModel
  }

  private static func isSafetensors(_ start: ArraySlice<UInt8>, size: Int) -> Bool {
    let bytes = Array(start.prefix(9))
    guard bytes.count == 9, bytes[8] == UInt8(ascii: "{") else { return false }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return length > 1 && length <= UInt64(max(size - 8, 0))
  }

  private static func text(_ start: ArraySlice<UInt8>) -> ForeignFile? {
    let letters = start.prefix(512).drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
    guard let first = letters.first else { return nil }
    let words = String(decoding: letters.prefix(64), as: UTF8.self).lowercased()
    if words.hasPrefix("version https://git-lfs") { return .pointer }
    if words.hasPrefix("<!doctype html") || words.hasPrefix("<html") { return .webPage }
    let isMarkup = first == UInt8(ascii: "{") || first == UInt8(ascii: "<")
    let isText = start.allSatisfy { $0 >= 0x20 || [9, 10, 13].contains($0) }
    return isMarkup && isText ? .text : nil
  }

  private static func kind(ofArchive path: String) throws(FormatError) -> ForeignFile {
    // What is half there is an archive all the same.
    guard let names = try? names(inArchive: path) else { return .archive }
    func holds(_ end: String) -> Bool {
      names.contains { $0 == end || $0.hasSuffix("/" + end) }
    }
    let hasCode = names.contains { $0.hasPrefix("code/") || $0.contains("/code/") }
    if holds("constants.pkl") && hasCode { return .torchScript }
    if holds("archive_format") || holds("serialized_exported_program.json") {
      return .exportedProgram
    }
    guard holds("data.pkl") else { return .archive }
    let pickle = try start(ofMember: "data.pkl", in: path)
    return classes(inPickle: pickle[...]).allSatisfy(isOfTensors) ? .torchWeights : .torchModel
  }

  /// The modules and names of classes that a pickle asks for, as far as protocol 2 spells them.
  ///
  /// Nothing of it is carried out.
  private static func classes(inPickle bytes: ArraySlice<UInt8>) -> [String] {
    // `c`, module, line feed, name, line feed.
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    return text.matches(of: /c([A-Za-z_][A-Za-z0-9_.]*)\n([A-Za-z_][A-Za-z0-9_.]*)\n/).map {
      "\($0.1).\($0.2)"
    }
  }

  /// Whether a class belongs to numbers and dictionaries of them, not to a network.
  private static func isOfTensors(_ name: String) -> Bool {
    ["collections.", "torch._utils.", "torch.storage.", "numpy.", "builtins.", "__builtin__."]
      .contains { name.hasPrefix($0) }
      || (name.hasPrefix("torch.") && !name.dropFirst(6).contains("."))
  }

  private static func names(inArchive path: String) throws(FormatError) -> [String] {
    do throws(ZipError) {
      return try ZipArchive(path).members().map(\.name)
    } catch {
      throw FormatError(error)
    }
  }

  /// The first mebibyte of a file in an archive.
  private static func start(
    ofMember end: String, in path: String
  ) throws(FormatError) -> [UInt8] {
    do throws(ZipError) {
      let archive = try ZipArchive(path)
      guard let member = try archive.members().first(where: { $0.name.hasSuffix(end) }) else {
        return []
      }
      return try archive.content(of: member.entry, atMost: 1 << 20)
    } catch {
      throw FormatError(error)
    }
  }
}
