import Foundation
import FoundationXML
import InputFiles
import Networks
import PlainText

extension AnnotationReader {
  /// The XML of Pascal VOC: a file for each picture, all in one folder.
  package static let voc = AnnotationReader(
    name: "Pascal VOC XML", usualNames: ["../Annotations", "Annotations", "."],
    annotations: { path throws(DatasetError) in
      let files =
        DatasetParts.isDirectory(path) ? try DirectoryEntries(path).files : [path]
      let documents = files.filter { $0.lowercased().hasSuffix(".xml") }
      guard !documents.isEmpty else { return nil }
      return try VOCReader.read(documents, path: path)
    })
}

/// Annotations as the VOC development kit describes them.
///
/// Corners are whole pixels counted from 1 and belong to the object, so that a box is
/// `[xmin - 1, ymin - 1, xmax - xmin + 1, ymax - ymin + 1]`. What is `difficult` need not be found:
/// it counts as a crowd. Classes are numbered in the order of their names.
enum VOCReader {
  /// In bytes; a file with a thousand objects takes a tenth.
  private static let sizeLimit = 1 << 22

  static func read(
    _ files: [String], path: String
  ) throws(DatasetError) -> ObjectAnnotations {
    var documents: [VOCDocument] = []
    for file in files {
      let bytes = try ByteSource(opened(file)).readAll(limit: sizeLimit)
      documents.append(try VOCDocument(bytes, file: file))
    }
    let names = Set(documents.flatMap { $0.objects.map(\.name) }).sorted()
    let labels = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var objects: [String: [AnnotatedObject]] = [:]
    var sizes: [String: PictureSize] = [:]
    for document in documents {
      guard objects[document.picture] == nil else {
        throw .damaged(path: path, problem: "has the picture '\(document.picture)' twice")
      }
      sizes[document.picture] = document.size
      objects[document.picture] = document.objects.map { object in
        AnnotatedObject(
          box: object.box, label: labels[object.name] ?? 0, isCrowd: object.isDifficult)
      }
    }
    return ObjectAnnotations(
      path: path, kind: "Pascal VOC annotations", classNames: names, objects: objects,
      sizes: sizes, notes: notes(on: documents.flatMap(\.objects), path: path))
  }

  /// What is said where `difficult` is spelled in another way.
  private static func notes(on objects: [VOCDocument.Object], path: String) -> [String] {
    let spellings = objects.compactMap(\.otherDifficult)
    guard let example = spellings.min() else { return [] }
    return [
      "\(path) has \(counted(spellings.count, "object")) "
        + "with \(example), which is passed over; write <difficult>0</difficult> or 1"
    ]
  }
}

/// A finite number in digits; hexadecimal ones, and words for numbers, are none.
private func decimal(_ text: String) -> Double? {
  guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(text),
    number.isFinite
  else { return nil }
  return number
}

/// Throws where a document has an instruction besides the declaration in front, or one in an
/// encoding that could hide one.
private func checkDeclaration(_ bytes: [UInt8], file: String) throws(DatasetError) {
  let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  // Anything but white space behind these letters makes it another instruction.
  let isDeclared = [" ", "\t", "\r", "\n"].contains { text.starts(with: Array("<?xml\($0)".utf8)) }
  let declaration = isDeclared ? text.prefix { $0 != UInt8(ascii: ">") } : []
  guard !text.dropFirst(isDeclared ? 2 : 0).contains(Array("<?".utf8)) else {
    throw .damaged(
      path: file, problem: "has an instruction (<? … ?>), which annotations do not need")
  }
  let words = String(decoding: declaration, as: UTF8.self).lowercased()
  guard let place = words.firstRange(of: "encoding") else { return }
  let name = words[place.upperBound...].drop { " \t\r\n=\"'".contains($0) }
    .prefix { !" \t\r\n\"'?".contains($0) }
  guard ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1"].contains(String(name)) else {
    throw .damaged(path: file, problem: "is in \(name), not in UTF-8; convert it with iconv")
  }
}

/// What one file says.
private struct VOCDocument {
  struct Object {
    var name: String
    var box: Box
    var isDifficult: Bool
    /// What stands there for `difficult` and is not 0 or 1, as `'difficult' of 'true'`.
    var otherDifficult: String?
  }

  /// The file name of the picture.
  let picture: String
  let objects: [Object]
  let size: PictureSize?

  init(_ bytes: [UInt8], file: String) throws(DatasetError) {
    guard bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else {
      throw .damaged(path: file, problem: "is empty")
    }
    // The parser traps at names that are not in UTF-8.
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .damaged(path: file, problem: "is not in UTF-8; convert it with iconv")
    }
    // What a type defines may stand for anything, and files of annotations have none.
    guard !bytes.contains(Array("<!DOCTYPE".utf8)) else {
      throw .damaged(path: file, problem: "has a document type, which annotations do not need")
    }
    // The parser traps at instructions without a content, and annotations have none at all.
    try checkDeclaration(bytes, file: file)
    let collector = VOCCollector()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    parser.delegate = collector
    // What the file leaves open, the parser closes without a word.
    guard parser.parse(), parser.parserError == nil, !collector.isCutOff else {
      throw .damaged(path: file, problem: "is no valid XML (line \(parser.lineNumber))")
    }
    guard collector.isAnnotation else {
      throw .damaged(
        path: file, problem: "is XML, but not of Pascal VOC: it has no 'annotation'")
    }
    if let field = collector.repeatedField {
      throw .damaged(path: file, problem: "has '\(field)' twice in one place")
    }
    if let field = collector.dividedField {
      throw .damaged(path: file, problem: "has elements within '\(field)', which is one text")
    }
    let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
    picture = collector.picture.isEmpty ? stem : collector.picture
    var objects: [Object] = []
    for (index, fields) in collector.objects.enumerated() {
      func number(_ key: String) throws(DatasetError) -> Double {
        guard let value = fields[key].flatMap(decimal) else {
          throw .damaged(path: file, problem: "has no number '\(key)' in object \(index + 1)")
        }
        return value
      }
      guard let name = fields["name"], !name.isEmpty else {
        throw .damaged(path: file, problem: "has no 'name' in object \(index + 1)")
      }
      let (left, top) = (try number("xmin"), try number("ymin"))
      let (width, height) = (try number("xmax") - left + 1, try number("ymax") - top + 1)
      guard width >= 0, height >= 0 else {
        throw .damaged(path: file, problem: "has an object \(index + 1) that ends before it begins")
      }
      objects.append(
        Object(
          name: name, box: Box(x: left - 1, y: top - 1, width: width, height: height),
          isDifficult: fields["difficult"] == "1",
          otherDifficult: Self.otherDifficult(fields)))
    }
    self.objects = objects
    size = try Self.size(collector.size, file: file)
  }

  private static func otherDifficult(_ fields: [String: String]) -> String? {
    fields.first { key, value in
      key.lowercased() == "difficult" && (key != "difficult" || !["0", "1"].contains(value))
    }.map { key, value in "'\(key)' of '\(value)'" }
  }

  /// As it is told; `nil` where it is not, or unknown (0).
  private static func size(
    _ fields: [String: String], file: String
  ) throws(DatasetError) -> PictureSize? {
    guard let width = fields["width"], let height = fields["height"] else { return nil }
    guard let width = Int(width), let height = Int(height), width >= 0, height >= 0 else {
      throw .damaged(path: file, problem: "has a 'size' that is no number of pixels")
    }
    return width > 0 && height > 0 ? PictureSize(width: width, height: height) : nil
  }
}
