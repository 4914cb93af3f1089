import Foundation
import Networks
import PlainText

/// Which objects pictures show, and where.
package struct ObjectAnnotations: Equatable, Sendable {
  /// The file or directory that says it.
  package let path: String
  /// What it is, as `COCO annotations`.
  package let kind: String
  /// The names of the classes, by the labels of the objects.
  package private(set) var classNames: [String]

  /// By the file names of the pictures, with whatever folders the annotations tell before them.
  private(set) var objects: [String: [AnnotatedObject]]

  /// The pictures in the order of their ids, by the same names; empty where they have none.
  private let ranks: [String: Int]

  /// Width and height in pixels, by the same names, as far as they are told.
  let sizes: [String: PictureSize]

  /// Which picture each name means; `nil` where it was not asked which pictures there are.
  private(set) var pictures: PictureNames?

  /// What the reader passed over, one line each.
  let notes: [String]

  package init(
    path: String, kind: String, classNames: [String], objects: [String: [AnnotatedObject]],
    sizes: [String: PictureSize] = [:], inOrder names: [String] = [],
    notes: [String] = []
  ) {
    self.path = path
    self.kind = kind
    self.classNames = classNames
    self.objects = objects
    self.sizes = sizes
    self.notes = notes
    ranks = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// How many pictures they are about.
  package var pictureCount: Int { objects.count }

  /// The objects of a picture; `nil` of one that they do not name.
  package func objects(inPicture file: String) -> [AnnotatedObject]? {
    name(ofPicture: file).flatMap { objects[$0] }
  }

  /// Where a picture stands in the order of ids, which decides between equal scores; `nil` where
  /// nothing is told of it or of any order.
  package func rank(ofPicture file: String) -> Int? {
    name(ofPicture: file).flatMap { ranks[$0] }
  }

  /// Throws where a picture has another size than the annotations say: its boxes lie elsewhere.
  ///
  /// - Parameter shape: Its channels, height and width.
  package func checkSize(ofPicture file: String, is shape: [Int]) throws(DatasetError) {
    guard let size = name(ofPicture: file).flatMap({ sizes[$0] }), shape.count == 3,
      size != PictureSize(width: shape[2], height: shape[1])
    else { return }
    throw .unsupported(
      path: path,
      what: "says that '\(URL(filePath: file).lastPathComponent)' has \(size.width) by "
        + "\(size.height) pixels, but it has \(shape[2]) by \(shape[1])",
      hint: "boxes and pictures must be of one size")
  }

  /// The same for these pictures and no others, with each name taken as `PictureNames` has it.
  ///
  /// - Parameter files: Those of the pictures.
  package func matched(toPictures files: [String]) -> ObjectAnnotations {
    var result = self
    result.pictures = PictureNames(objects.keys, of: files)
    return result
  }

  /// What the annotations call a picture.
  func name(ofPicture file: String) -> String? {
    guard let pictures else { return PictureNames.end(of: file) { objects[$0] != nil } }
    return pictures.names[file]
  }

  /// The same with the numbers that a network's classes have.
  ///
  /// By name where the network's classes have names; where they have none, in the order of the
  /// annotations, if there are as many.
  ///
  /// - Throws: `DatasetError.unsupported` where a class is none of the network's.
  package func numbered(
    byNamesOf classes: [String], classCount: Int
  ) throws(DatasetError) -> ObjectAnnotations {
    let numbers = Dictionary(
      zip(classes, classes.indices), uniquingKeysWith: { first, _ in first })
    let strangers = classNames.filter { numbers[$0] == nil }
    if strangers.isEmpty {
      var result = self
      let labels = classNames.map { numbers[$0] ?? 0 }
      result.objects = objects.mapValues { list in
        list.map { object in
          var object = object
          object.label = labels[object.label]
          return object
        }
      }
      result.classNames = classes
      return result
    }
    guard classes.isEmpty else {
      throw .unsupported(
        path: path,
        what: "has the class '\(strangers[0])', which is none of the network's "
          + "(\(listed(classes)))",
        hint: "give the annotations' names with 'classes' in the model card or --classes")
    }
    guard classNames.count == classCount else {
      throw .unsupported(
        path: path,
        what: "has \(classNames.count) classes, but the network tells \(classCount) apart",
        hint: "give the names of the network's classes with 'classes' in the model card or "
          + "--classes")
    }
    return self
  }
}

/// The first of some names, so that a message stays a line.
private func listed(_ names: [String]) -> String {
  names.prefix(10).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 10 ? ", …" : "")
}

/// In pixels.
package struct PictureSize: Equatable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
