import Foundation
import Networks
import PlainText

extension ObjectAnnotations {
  /// What should be known of annotations of some pictures before results are trusted, one line
  /// each.
  ///
  /// - Parameter files: Those of the pictures.
  package func remarks(onPictures files: [String]) -> [String] {
    let named = Set(files.compactMap(name(ofPicture:)))
    let doubtful = pictures?.doubtful ?? []
    var remarks: [String] = []
    if let example = doubtful.first {
      remarks.append(
        "\(path) has \(grouped(doubtful.count)) of \(grouped(objects.count)) names that fit more "
          + "than one picture, or fit one together, as '\(example)'; they are not scored: name "
          + "pictures with their folders below '--data'")
    }
    guard !named.isEmpty else { return remarks + (doubtful.isEmpty ? otherNames(files) : []) }
    let strangers = objects.keys.filter { !named.contains($0) && !doubtful.contains($0) }
    if let example = strangers.min() {
      remarks.append(
        "\(path) is about \(grouped(strangers.count)) of \(grouped(objects.count)) pictures that "
          + "are not among these, as '\(example)'")
    }
    return remarks + faults(inPictures: named) + notes
  }

  /// What is said where no name is that of a picture.
  private func otherNames(_ files: [String]) -> [String] {
    guard let name = objects.keys.min() else { return ["\(path) names no pictures"] }
    guard let file = files.min() else {
      return ["\(path) is about pictures in files, as '\(name)', but these images have none"]
    }
    return [
      "\(path) names none of these pictures, so there is no mAP: it names '\(name)', "
        + "pictures are named as '\(URL(filePath: file).lastPathComponent)'; write their "
        + "names into it"
    ]
  }

  /// Boxes that are not where they seem to be, as far as that can be told.
  private func faults(inPictures names: Set<String>) -> [String] {
    let (outside, beyond) = (
      boxes(inPictures: names) { !$1.touches($0) },
      boxes(inPictures: names) { $1.touches($0) && $1.isLeft(by: $0) }
    )
    var remarks: [String] = []
    if let example = outside.example {
      remarks.append(
        "\(path) has \(counted(outside.count, "box", "boxes")) wholly outside of the picture, "
          + "as in '\(example)'")
    }
    if let example = beyond.example {
      remarks.append(
        "\(path) has \(counted(beyond.count, "box", "boxes")) that "
          + "\(beyond.count == 1 ? "reaches" : "reach") beyond the picture, as in '\(example)'; "
          + "COCO's 'bbox' is [x, y, width, height], not corners")
    }
    let all = names.flatMap { objects[$0] ?? [] }.map(\.box)
    if all.contains(where: \.hasFractions), all.allSatisfy(\.mayBeShares) {
      remarks.append(
        "\(path) has boxes that look like shares of the pictures, but are read as pixels; multiply "
          + "them by the pictures' sizes")
    }
    return remarks
  }

  /// How many boxes are as a test has it, and the first picture with one, by name; of the pictures
  /// whose sizes are told.
  private func boxes(
    inPictures names: Set<String>, where isFaulty: (Box, PictureSize) -> Bool
  ) -> (count: Int, example: String?) {
    var result = (count: 0, example: String?.none)
    for name in names.sorted() {
      guard let size = sizes[name] else { continue }
      let count = (objects[name] ?? []).count { isFaulty($0.box, size) }
      if count > 0, result.example == nil { result.example = name }
      result.count += count
    }
    return result
  }
}

extension PictureSize {
  /// Whether some of a box lies in a picture of this size.
  fileprivate func touches(_ box: Box) -> Bool {
    box.x < Double(width) && box.y < Double(height) && box.x + box.width > 0
      && box.y + box.height > 0
  }

  /// Whether a box reaches beyond the picture, further than by the rounding of a pixel.
  fileprivate func isLeft(by box: Box) -> Bool {
    box.x < -1 || box.y < -1 || box.x + box.width > Double(width + 1)
      || box.y + box.height > Double(height + 1)
  }
}

extension Box {
  fileprivate var hasFractions: Bool { [x, y, width, height].contains { $0 != $0.rounded() } }

  /// Whether it would be within a picture of one pixel, from its corner, its centre or its corners.
  fileprivate var mayBeShares: Bool { x <= 1 && y <= 1 && x + width <= 2 && y + height <= 2 }
}
