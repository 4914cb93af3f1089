import Foundation
import FoundationXML

/// Collects the texts of the elements that matter, each whole: also what comes in several pieces
/// or as CDATA.
final class VOCCollector: NSObject, XMLParserDelegate {
  private(set) var isAnnotation = false
  private(set) var picture = ""
  private(set) var objects: [[String: String]] = []
  private(set) var size: [String: String] = [:]
  /// A field that some place has twice.
  private(set) var repeatedField: String?
  /// A field with elements within it: which of its text is meant, nobody knows.
  private(set) var dividedField: String?
  /// The elements that are open, and the text that each has so far.
  private var path: [String] = []
  private var texts: [String] = []

  /// Whether the document ended within an element.
  var isCutOff: Bool { !path.isEmpty }

  /// Elements that are one text, by where they stand.
  private static let fields: Set<[String]> = Set(
    [
      ["filename"], ["size", "width"], ["size", "height"], ["object", "name"],
      ["object", "difficult"],
    ].map { ["annotation"] + $0 }
      + ["xmin", "ymin", "xmax", "ymax"].flatMap { corner in
        [["bndbox", corner], [corner]].map { ["annotation", "object"] + $0 }
      })

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    // No field lies deeper: a long path would be hashed for each of its elements.
    if path.count <= 4, Self.fields.contains(path) { dividedField = path.last }
    path.append(name)
    texts.append("")
    if path == ["annotation"] { isAnnotation = true }
    if path == ["annotation", "object"] { objects.append([:]) }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { add(characters) }

  func parser(_ parser: XMLParser, foundCDATA data: Data) {
    add(String(decoding: data, as: UTF8.self))
  }

  private func add(_ characters: String) {
    guard !texts.isEmpty else { return }
    texts[texts.count - 1] += characters
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    let value = (texts.popLast() ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    if path == ["annotation", "filename"] {
      if !picture.isEmpty { repeatedField = name }
      picture = value
    }
    if path.count == 3, path.starts(with: ["annotation", "size"]),
      size.updateValue(value, forKey: name) != nil
    {
      repeatedField = name
    }
    // Parts of an object have names and boxes of their own.
    let isField = path.count == 3 || (path.count == 4 && path[2] == "bndbox")
    if path.starts(with: ["annotation", "object"]), isField, !objects.isEmpty,
      objects[objects.count - 1].updateValue(value, forKey: name) != nil, name != "part"
    {
      repeatedField = name
    }
    path.removeLast()
  }
}
