import Foundation
import InputFiles
import Networks
import PlainText

extension AnnotationReader {
  /// The JSON of COCO: lists of `images`, `annotations` and `categories`.
  package static let coco = AnnotationReader(
    name: "COCO JSON",
    usualNames: ["annotations.json", "_annotations.coco.json", "../annotations.json"],
    annotations: { path throws(DatasetError) in
      guard !DatasetParts.isDirectory(path), !path.lowercased().hasSuffix(".xml") else {
        return nil
      }
      let source = ByteSource(try opened(path))
      let start = try source.prefix(64)
      guard beginsObject(start), !start.contains(0) else {
        guard path.lowercased().hasSuffix(".json") else { return nil }
        throw notCOCO(path, start: start)
      }
      return try COCOReader(path).read(try source.readAll())
    })
}

/// Whether the start of a file is that of an object in JSON, perhaps behind the mark that some
/// editors put in front of UTF-8.
private func beginsObject(_ start: [UInt8]) -> Bool {
  let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
  return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
}

/// Why a file that is called JSON is not that of COCO, from its start.
private func notCOCO(_ path: String, start: [UInt8]) -> DatasetError {
  if start.isEmpty { return .damaged(path: path, problem: "is empty") }
  let isWide = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
  if isWide || start.contains(0) {
    return .unsupported(path: path, what: "is not in UTF-8", hint: "convert it with iconv")
  }
  return .unsupported(
    path: path, what: "is not the JSON of COCO",
    hint: "that is an object with 'images', 'annotations' and 'categories'")
}

/// Annotations as cocodataset.org describes them; of annotations `bbox` is `[x, y, width, height]`.
///
/// Classes are numbered in the order of the categories' ids.
struct COCOReader {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  func read(_ bytes: [UInt8]) throws(DatasetError) -> ObjectAnnotations {
    do {
      return try annotations(JSONPlace(bytes))
    } catch let error as JSONError {
      throw .damaged(path: path, problem: error.description)
    } catch {
      throw .damaged(path: path, problem: "\(error)")
    }
  }

  private func annotations(_ document: JSONPlace) throws -> ObjectAnnotations {
    var categories: [(id: Int, name: String)] = []
    for category in try document.required("categories").elements() {
      categories.append(
        (try category.required("id").integer(), try category.required("name").text()))
    }
    categories.sort { $0.id < $1.id }
    guard Set(categories.map(\.name)).count == categories.count else {
      throw JSONError(key: "categories", what: "has a name twice")
    }
    let labels = try numbered(categories.map(\.id), key: "categories")

    let (files, sizes) = try pictures(document.required("images"))
    var objects = Dictionary(
      files.values.map { ($0, [AnnotatedObject]()) }, uniquingKeysWith: { first, _ in first })
    for place in try document.required("annotations").elements() {
      let image = try place.required("image_id").integer()
      let category = try place.required("category_id").integer()
      guard let file = files[image] else {
        throw JSONError(key: place.key, what: "is about the image \(image), which is not listed")
      }
      guard let label = labels[category] else {
        throw JSONError(
          key: place.key, what: "is of the category \(category), which is not listed")
      }
      let box = try place.required("bbox").elements()
      guard box.count == 4 else {
        throw JSONError(key: place.key, what: "has a 'bbox' of \(box.count) numbers instead of 4")
      }
      objects[file]?.append(
        AnnotatedObject(
          box: Box(
            x: try box[0].double(), y: try box[1].double(), width: try size(box[2]),
            height: try size(box[3])),
          label: label, area: try place.member("area").map(size),
          isCrowd: try place.member("iscrowd").map(isTrue) ?? false))
    }
    return ObjectAnnotations(
      path: path, kind: "COCO annotations", classNames: categories.map(\.name), objects: objects,
      sizes: sizes, inOrder: files.sorted { $0.key < $1.key }.map(\.value))
  }

  /// The file names by id, and the sizes by file name.
  private func pictures(
    _ list: JSONPlace
  ) throws -> (files: [Int: String], sizes: [String: PictureSize]) {
    var (files, sizes, names) = ([Int: String](), [String: PictureSize](), Set<String>())
    for image in try list.elements() {
      let id = try image.required("id").integer()
      let name = try image.required("file_name").text()
      guard files.updateValue(name, forKey: id) == nil else {
        throw JSONError(key: list.key, what: "has the id \(id) twice")
      }
      guard names.insert(name).inserted else {
        throw JSONError(key: list.key, what: "has the picture '\(name)' twice")
      }
      if let width = try image.member("width"), let height = try image.member("height") {
        sizes[name] = PictureSize(width: try width.integer(), height: try height.integer())
      }
    }
    return (files, sizes)
  }

  /// A length or an area.
  private func size(_ place: JSONPlace) throws(JSONError) -> Double {
    let size = try place.double()
    guard size >= 0 else { throw JSONError(key: place.key, what: "is \(size), below zero") }
    return size
  }

  private func isTrue(_ place: JSONPlace) throws(JSONError) -> Bool {
    if case .boolean(let value) = place.value { return value }
    let number = try place.integer()
    guard (0...1).contains(number) else {
      throw JSONError(key: place.key, what: "is \(number), but must be 0 or 1")
    }
    return number == 1
  }

  private func numbered(_ ids: [Int], key: String) throws(JSONError) -> [Int: Int] {
    guard Set(ids).count == ids.count else { throw JSONError(key: key, what: "has an id twice") }
    return Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
  }
}
