import Datasets
import Foundation
import Networks
import Tensors
import Testing

/// Objects that files say are in pictures.
@Suite struct AnnotationTests {
  private func written(_ files: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder
  }

  private static let coco = #"""
    {"images": [{"id": 7, "file_name": "a.png"}, {"id": 9, "file_name": "b/c.png"}],
     "categories": [{"id": 5, "name": "dog"}, {"id": 2, "name": "cat"}],
     "annotations": [
      {"id": 1, "image_id": 9, "category_id": 5, "bbox": [1, 2, 3.5, 4], "area": 9, "iscrowd": 1},
      {"id": 2, "image_id": 9, "category_id": 2, "bbox": [0, 0, 2, 2]}]}
    """#

  @Test func cocoNumbersClassesByTheirIds() throws {
    let folder = try written(["annotations.json": Self.coco])
    defer { try? FileManager.default.removeItem(at: folder) }

    let found = try #require(try AnnotationReaders.beside(pictures: folder.path))

    #expect(found.classNames == ["cat", "dog"] && found.pictureCount == 2)
    #expect(found.rank(ofPicture: "/x/a.png") == 0 && found.rank(ofPicture: "/x/b/c.png") == 1)
    #expect(found.objects(inPicture: "/x/a.png") == [])
    #expect(
      found.objects(inPicture: "/x/b/c.png") == [
        AnnotatedObject(
          box: Box(x: 1, y: 2, width: 3.5, height: 4), label: 1, area: 9, isCrowd: true),
        AnnotatedObject(box: Box(x: 0, y: 0, width: 2, height: 2), label: 0),
      ])
    #expect(found.objects(inPicture: "/x/d.png") == nil)
  }

  /// Boxes of another size of the picture would lie elsewhere in it.
  @Test func picturesHaveTheSizeThatIsTold() throws {
    let told = #"{"id": 7, "file_name": "a.png", "width": 8, "height": 6}"#
    let size = "<size><width>8</width><height>6</height></size>"
    let folder = try written([
      "a.json": Self.coco.replacing(#"{"id": 7, "file_name": "a.png"}"#, with: told),
      "a.xml": "<annotation><filename>a.png</filename>\(size)</annotation>",
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a.json", "a.xml"] {
      let found = try AnnotationReaders.open(folder.appending(path: name).path)

      try found.checkSize(ofPicture: "/x/a.png", is: [3, 6, 8])
      try found.checkSize(ofPicture: "/x/b/c.png", is: [3, 1, 1])
      let error = #expect(throws: DatasetError.self) {
        try found.checkSize(ofPicture: "/x/a.png", is: [3, 8, 6])
      }
      #expect(error?.description.contains("'a.png' has 8 by 6 pixels, but it has 6 by 8") == true)
    }
  }

  /// Pictures that are not there, and boxes that are in none.
  @Test func whatMeansNothingIsCounted() throws {
    let text = Self.coco.replacing(
      #"{"id": 9, "file_name": "b/c.png"}"#,
      with: #"{"id": 9, "file_name": "b/c.png", "width": 8, "height": 6}"#)
    let outside = [[8, 0, 2, 2], [-3, 0, 3, 2], [0, 6, 1, 1]].map {
      #", {"image_id": 9, "category_id": 2, "bbox": \#($0)}"#
    }.joined()
    let folder = try written([
      "inside.json": text, "outside.json": text.replacing("2, 2]}]", with: "2, 2]}\(outside)]"),
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let inside = try AnnotationReaders.open(folder.appending(path: "inside.json").path)
    let both = ["/x/a.png", "/x/b/c.png"]
    #expect(inside.remarks(onPictures: both) == [])
    let other = inside.remarks(onPictures: ["/y/other.png"])
    #expect(other.count == 1 && other[0].contains("names none of these pictures"))
    #expect(other.first?.contains("it names 'a.png', pictures are named as 'other.png'") == true)
    let missing = inside.remarks(onPictures: ["/x/a.png"])
    #expect(missing.count == 1 && missing[0].contains("1 of 2 pictures"))
    #expect(missing.first?.hasSuffix("as 'b/c.png'") == true)

    let remarks = try AnnotationReaders.open(folder.appending(path: "outside.json").path)
      .remarks(onPictures: both)

    #expect(remarks.count == 1 && remarks[0].contains("3 boxes wholly outside"))
  }

  /// Corners for sizes, and shares for pixels; what a rounding makes of a box is neither.
  @Test func boxesOfAnotherMeaningAreTold() throws {
    func remarks(_ boxes: [String], size: Int = 32) throws -> [String] {
      let objects = boxes.map { #"{"image_id": 7, "category_id": 2, "bbox": \#($0)}"# }
      let folder = try written([
        "a.json": """
        {"images": [{"id": 7, "file_name": "a.png", "width": \(size), "height": \(size)}],
        "categories": [{"id": 2, "name": "cat"}],
        "annotations": [\(objects.joined(separator: ","))]}
        """
      ])
      defer { try? FileManager.default.removeItem(at: folder) }
      return try AnnotationReaders.open(folder.appending(path: "a.json").path)
        .remarks(onPictures: ["/x/a.png"])
    }
    #expect(try remarks(["[0, 0, 32, 32]", "[-0.6, 20, 33.2, 12.9]", "[0, 0, 1, 1]"]) == [])
    #expect(try remarks(["[0, 0, 1, 1]"]) == [])

    let corners = try remarks(["[20, 20, 30, 30]", "[1, 1, 9, 9]", "[0, 0, 1e308, 1]"])
    #expect(corners.count == 1 && corners[0].contains("2 boxes that reach beyond"))
    #expect(corners.first?.contains("as in 'a.png'; COCO's 'bbox' is [x, y, width") == true)

    for shares in [["[0.25, 0.5, 0.5, 0.5]", "[0, 0, 1, 1]"], ["[0.9, 0.9, 0.2, 0.2]"]] {
      let found = try remarks(shares)
      #expect(found.count == 1 && found[0].contains("look like shares of the pictures"))
    }
    #expect(try remarks(["[0.25, 0.5, 0.5, 0.5]", "[4, 5, 0.5, 9]"]) == [])
  }

  /// Spellings of `difficult` that mean nothing to the reader.
  @Test(arguments: [
    ("<difficult>0</difficult>", false, ""), ("<difficult>1</difficult>", true, ""),
    ("", false, ""),
    ("<difficult>true</difficult>", false, "'difficult' of 'true'"),
    ("<difficult>01</difficult>", false, "'difficult' of '01'"),
    ("<Difficult>1</Difficult>", false, "'Difficult' of '1'"),
  ])
  func difficultIsOneOrZero(text: String, isCrowd: Bool, words: String) throws {
    let folder = try written([
      "a.xml": """
      <annotation><filename>a.png</filename><object><name>cat</name>\(text)<bndbox><xmin>1</xmin>
      <ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></object></annotation>
      """
    ])
    defer { try? FileManager.default.removeItem(at: folder) }

    let found = try AnnotationReaders.open(folder.appending(path: "a.xml").path)

    #expect(found.objects(inPicture: "/x/a.png")?.map(\.isCrowd) == [isCrowd])
    let remarks = found.remarks(onPictures: ["/x/a.png"])
    #expect(remarks.count == (words.isEmpty ? 0 : 1))
    #expect(words.isEmpty || remarks.first?.contains("1 object with \(words)") == true)
  }

  /// Words for numbers, hexadecimal ones and instructions, of which the last would end the program.
  @Test func whatAnnotationsDoNotNeedIsRefused() throws {
    func text(_ left: String = "2", start: String = "", rest: String = "") -> String {
      "\(start)<annotation><object><name>a</name><bndbox><xmin>\(left)</xmin><ymin>1</ymin>"
        + "<xmax>40</xmax><ymax>5</ymax></bndbox></object>\(rest)</annotation>"
    }
    let folder = try written([
      "right.xml": text(start: "<?xml version='1.0' encoding=\"UTF-8\"?>"), "hex.xml": text("0x10"),
      "exponent.xml": text("1e1"), "nan.xml": text("nan"), "empty.xml": text(rest: "<?a?>"),
      "late.xml": text(rest: "<?xml version='1.0'?>"), "longer.xml": text(start: "<?xmlf?>"),
      "bare.xml": text(start: "<?xml?>"),
      "hidden.xml": text(start: "<?xml version='1.0' encoding='UTF-7'?>", rest: "+ADw-?a?+AD4-"),
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["hex", "nan", "empty", "late", "longer", "bare", "hidden"] {
      #expect(throws: DatasetError.self) {
        try AnnotationReaders.open(folder.appending(path: "\(name).xml").path)
      }
    }
    for (name, left) in [("right", 1.0), ("exponent", 9)] {
      let found = try AnnotationReaders.open(folder.appending(path: "\(name).xml").path)
      #expect(found.objects(inPicture: "/x/\(name)")?.first?.box.x == left)
    }
  }

  /// Text in pieces is one text, and elements within it are refused with the field's name.
  @Test func textsAreReadWhole() throws {
    func text(_ left: String, name: String = "cat") -> String {
      "<annotation><filename>a<![CDATA[&]]>.png</filename><object><name>\(name)</name><bndbox>"
        + "<xmin>\(left)</xmin><ymin>1</ymin><xmax>40</xmax><ymax>5</ymax></bndbox></object>"
        + "</annotation>"
    }
    let folder = try written([
      "mixed.xml": text("1<![CDATA[2]]>"), "comment.xml": text("1<!-- 7 -->2"),
      "signs.xml": text("&#49;2"), "nothing.xml": text("12<![CDATA[]]>"),
      "cdata.xml": text("<![CDATA[12]]>", name: "<![CDATA[cat]]>"),
      "number.xml": text("1<b/>2"),
      "bare.xml": text("1<b/>2").replacing("<bndbox>", with: "").replacing("</bndbox>", with: ""),
      "name.xml": text("12", name: "<i>c</i>at"),
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["mixed", "comment", "signs", "nothing", "cdata"] {
      let found = try AnnotationReaders.open(folder.appending(path: "\(name).xml").path)
      #expect(found.objects(inPicture: "/x/a&.png")?.map(\.box.x) == [11], "\(name)")
      #expect(found.classNames == ["cat"])
    }
    for (name, field) in [("number", "xmin"), ("bare", "xmin"), ("name", "name")] {
      let error = #expect(throws: DatasetError.self) {
        try AnnotationReaders.open(folder.appending(path: "\(name).xml").path)
      }
      #expect(error?.description.contains("has elements within '\(field)'") == true)
    }
  }

  @Test func namesOfClassesDecideAboutTheirNumbers() throws {
    let folder = try written(["annotations.json": Self.coco])
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try AnnotationReaders.open(folder.appending(path: "annotations.json").path)

    let numbered = try found.numbered(byNamesOf: ["bird", "dog", "cat"], classCount: 3)

    #expect(numbered.objects(inPicture: "b/c.png")?.map(\.label) == [1, 2])
    #expect(throws: DatasetError.self) {
      try found.numbered(byNamesOf: ["bird", "dog"], classCount: 2)
    }
    #expect(try found.numbered(byNamesOf: [], classCount: 2) == found)
  }

  /// As many classes of quite other names are not those of the network.
  @Test func otherNamesAreRefused() throws {
    let folder = try written(["annotations.json": Self.coco])
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try AnnotationReaders.open(folder.appending(path: "annotations.json").path)

    let error = failure { () throws(DatasetError) in
      _ = try found.numbered(byNamesOf: ["car", "bus"], classCount: 2)
    }
    #expect(error?.description.contains("'cat', which is none of the network's") == true)
    #expect(error?.description.contains("'car', 'bus'") == true)
    let unnamed = failure { () throws(DatasetError) in
      _ = try found.numbered(byNamesOf: [], classCount: 3)
    }
    #expect(unnamed?.description.contains("2 classes, but the network tells 3") == true)
  }

  /// Some editors put a mark in front of UTF-8.
  @Test func theMarkOfUTF8IsPassedOver() throws {
    let folder = try written([
      "plain.json": Self.coco, "marked.json": "\u{FEFF}" + Self.coco,
      "blank.json": "\u{FEFF} \r\n" + Self.coco,
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    func objects(_ name: String) throws -> [AnnotatedObject]? {
      let found = try AnnotationReaders.open(folder.appending(path: name).path)
      return found.objects(inPicture: "b/c.png")
    }

    #expect(try objects("plain.json")?.count == 2)
    #expect(try objects("marked.json") == objects("plain.json"))
    #expect(try objects("blank.json") == objects("plain.json"))
  }

  /// A file beside the pictures that cannot be read is not passed over, nor what lies behind it.
  @Test(arguments: ["annotations.json", "_annotations.coco.json"])
  func whatIsThereButCannotBeReadIsAFault(name: String) throws {
    let wide = [UInt8](
      Data("\u{FEFF}\(Self.coco)".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }))
    for (content, words) in [
      (wide, "not in UTF-8; convert it"), (Array(wide.dropFirst(2)), "not in UTF-8; convert it"),
      (Array("[]".utf8), "is an object with 'images'"), ([], "is empty"),
      (Array("<annotation/>".utf8), "is an object with 'images'"),
    ] {
      let folder = try written(["a.xml": "<annotation/>"])
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data(content).write(to: folder.appending(path: name))
      for read in [
        { try AnnotationReaders.beside(pictures: folder.path) },
        { try AnnotationReaders.open(folder.appending(path: name).path) },
      ] {
        let error = #expect(throws: DatasetError.self) { _ = try read() }
        #expect(error?.description.contains(words) == true, "\(error as Any)")
        #expect(error?.description.contains(name) == true)
      }
    }
  }

  /// So are a link to nothing and a folder of that name, and a file where a folder is looked for.
  @Test func whatIsNoFileIsAFaultToo() throws {
    let folder = try written(["x/a.txt": "", "y/annotations.json/a.txt": "", "z/Annotations": ""])
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/x/annotations.json", withDestinationPath: "nothing")
    for name in ["x", "y", "z"] {
      #expect(throws: DatasetError.self, "\(name)") {
        try AnnotationReaders.beside(pictures: folder.appending(path: name).path)
      }
    }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "v/Annotations"), withIntermediateDirectories: true)
    #expect(try AnnotationReaders.beside(pictures: folder.path + "/v") == nil)
  }

  @Test func vocCountsPixelsFromOne() throws {
    let folder = try written([
      "x/p1.xml": """
      <annotation><filename>p1.jpg</filename><object><name>dog</name><difficult>1</difficult>
      <bndbox><xmin>11</xmin><ymin>21</ymin><xmax>20</xmax><ymax>40</ymax></bndbox>
      <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>
      </bndbox></part></object></annotation>
      """
    ])
    defer { try? FileManager.default.removeItem(at: folder) }

    let found = try #require(try AnnotationReaders.beside(pictures: folder.path + "/x"))

    #expect(
      found.objects(inPicture: "p1.jpg") == [
        AnnotatedObject(
          box: Box(x: 10, y: 20, width: 10, height: 20), label: 0, isCrowd: true)
      ])
    #expect(found.classNames == ["dog"])
  }

  @Test(arguments: [
    ("annotations.json", #"{"images": [], "categories": []}"#, "annotations"),
    (
      "annotations.json",
      #"{"images": [], "categories": [], "annotations": [{"image_id": 1, "category_id": 1}]}"#,
      "not listed"
    ),
    ("p.xml", "<annotation><object>", "XML"), ("p.xml", "", "is empty"),
    ("p.xml", " \n", "is empty"),
    (
      "p.xml", "<annotation><object><name>a</name></object></annotation>", "no number 'xmin'"
    ),
  ])
  func damageIsNamed(name: String, text: String, words: String) throws {
    let folder = try written([name: text])
    defer { try? FileManager.default.removeItem(at: folder) }

    #expect {
      try AnnotationReaders.open(folder.appending(path: name).path)
    } throws: { "\($0)".contains(words) }
  }

  /// What is in the middle of the picture is in the middle of the input, in either way.
  @Test(arguments: InputFit.allCases)
  func framesSayWhereTheInputLies(fit: InputFit) throws {
    let picture = Tensor(zeros: [1, 20, 40])
    let shape = MapShape(channels: 1, height: 8, width: 8)

    let (input, frame) = try #require(Resizing.fit(picture, to: shape, by: fit))

    #expect(input.shape == [1, 8, 8])
    #expect(frame.x + 4 * frame.columnScale == 20 && frame.y + 4 * frame.rowScale == 10)
    #expect((frame.columnScale == frame.rowScale) == (fit != .stretch))
  }
}
