import Foundation

extension HostileReader {
  /// Objects in pictures as COCO has them.
  static let coco = HostileReader(
    name: "COCO", fileName: "objects.json", commands: [evaluation],
    honest: { _ in detected(HostileFile("honest", cocoText)) },
    files: { _ in
      let changed = JSONChanges.all(of: cocoText).map { name, json in
        HostileFile(
          "document with \(name)", json, .either(because: "it may be a lawful value"))
      }
      return
        (changed + cocoLies() + strangers() + cuts(Array(cocoText.utf8), count: 12)
        + changes(Array(cocoText.utf8), count: 40, seed: 41)).map(detected)
    })

  /// The same as Pascal VOC has them.
  static let voc = HostileReader(
    name: "Pascal VOC", fileName: "a.xml", commands: [evaluation],
    honest: { _ in detected(HostileFile("honest", vocText())) },
    files: { _ in
      (vocLies() + strangers() + cuts(Array(vocText().utf8), count: 8)
        + changes(Array(vocText().utf8), count: 40, seed: 43)).map(detected)
    })

  private static let evaluation = ReadingCommand(
    "evaluate {folder}/net.onnx --data {folder}/pictures --calibration {folder}/pictures "
      + "--annotations {} --method max --steps 2")

  /// A file beside a detector of three classes and two pictures.
  private static func detected(_ file: HostileFile) -> HostileFile {
    var file = file
    let picture = Content.bytes(PNGFile().bytes)
    file.beside.merge([
      "net.onnx": .bytes(detector.bytes), "net.json": .bytes(Array(detectorCard.utf8)),
      "pictures": .folder(["a.png": picture, "b.png": picture]),
    ]) { own, _ in own }
    return file
  }

  private static let detectorCard = #"""
    {"input": {"shape": [1, 1, 8, 8], "scale": 0.004}, "classes": ["cat", "dog", "bird"],
    "task": "detection", "detection": {"format": "yolo", "head": "y", "cell": 1}}
    """#

  private static var detector: ONNXFile {
    var file = ONNXFile.network()
    file.tensors = [
      floats("w", [2, 1, 3, 3]), floats("b", [2]), floats("v", [8, 2, 1, 1]), floats("c", [8]),
    ]
    file.nodes = [
      node("Conv", ["x", "w", "b"], "h", [integers("pads", [1, 1, 1, 1])]),
      node("Relu", ["h"], "r"), node("Conv", ["r", "v", "c"], "y"),
    ]
    return file
  }

  private static let cocoText = cocoDocument()

  private static func cocoDocument(
    pictures: String = #"{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "b.png"}"#,
    classes: String = ["cat", "dog", "bird"].enumerated().map {
      #"{"id": \#($0.offset), "name": "\#($0.element)"}"#
    }.joined(separator: ", "),
    objects: String = #"{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 4]}"#
  ) -> String {
    #"{"images": [\#(pictures)], "categories": [\#(classes)], "annotations": [\#(objects)]}"#
  }

  private static func cocoLies() -> [HostileFile] {
    func object(_ name: String, _ text: String, _ right: Right = .refused) -> HostileFile {
      HostileFile(name, cocoDocument(objects: text), right)
    }
    func box(_ text: String) -> HostileFile {
      object("a box of \(text)", #"{"image_id": 1, "category_id": 1, "bbox": \#(text)}"#)
    }
    let many = (0..<20_000).map {
      #"{"id": \#($0), "image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 4]}"#
    }.joined(separator: ",")
    return [
      box("[1, 1, -3, 4]"), box("[1, 1, 3, -4]"), box("[1, 1, 1e999, 4]"), box("[1, 1, 3]"),
      box("[1, 1, 3, 4, 5]"), box("[]"), box("[NaN, 1, 3, 4]"), box("null"),
      box(#"["1", 1, 3, 4]"#),
      object("an unknown picture", #"{"image_id": 9, "category_id": 1, "bbox": [1, 1, 3, 4]}"#),
      object("an unknown class", #"{"image_id": 1, "category_id": 9, "bbox": [1, 1, 3, 4]}"#),
      object("no class", #"{"image_id": 1, "bbox": [1, 1, 3, 4]}"#),
      object(
        "an area below zero",
        #"{"image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 4], "area": -1}"#),
      object("20,000 objects", many, .accepted),
      HostileFile(
        "a picture twice",
        cocoDocument(
          pictures: #"{"id": 1, "file_name": "a.png"}, {"id": 1, "file_name": "b.png"}"#)),
      HostileFile(
        "a class twice",
        cocoDocument(classes: #"{"id": 1, "name": "cat"}, {"id": 1, "name": "dog"}"#)),
      HostileFile(
        "a class with escapes", cocoDocument(classes: #"{"id": 1, "name": "\u001b[2J"}"#)),
      HostileFile("100,000 arrays", #"{"images": "# + String(repeating: "[", count: 100_000)),
      HostileFile(
        "a file twice",
        cocoDocument(
          pictures: #"{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "a.png"}"#)),
      HostileFile(
        "two classes of one name",
        cocoDocument(classes: #"{"id": 1, "name": "cat"}, {"id": 2, "name": "cat"}"#)),
      HostileFile(
        "a picture of another size",
        cocoDocument(
          pictures: #"{"id": 1, "file_name": "a.png", "width": 960, "height": 960}"#)),
      object(
        "a crowd of 5",
        #"{"image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 4], "iscrowd": 5}"#),
      HostileFile("no lists", "{}"),
    ]
  }

  private static func vocText(
    name: String = "cat", xmin: String = "2", xmax: String = "4", rest: String = ""
  ) -> String {
    """
    <annotation><filename>a.png</filename><object><name>\(name)</name><bndbox><xmin>\(xmin)</xmin>
    <ymin>2</ymin><xmax>\(xmax)</xmax><ymax>5</ymax></bndbox></object>\(rest)</annotation>
    """
  }

  private static func vocLies() -> [HostileFile] {
    func entities(_ definitions: String, _ use: String) -> String {
      "<!DOCTYPE annotation [\(definitions)]>" + vocText(name: use)
    }
    let doubled = (1...40).map { "<!ENTITY e\($0) '&e\($0 - 1);&e\($0 - 1);'>" }.joined()
    let deep = String(repeating: "<object>", count: 100_000)
    return [
      HostileFile("a box that ends before it begins", vocText(xmin: "9", xmax: "4")),
      HostileFile("a corner of NaN", vocText(xmin: "nan")),
      HostileFile("a corner of infinity", vocText(xmax: "inf")),
      HostileFile("a corner of text", vocText(xmin: "left")),
      HostileFile("a hexadecimal corner", vocText(xmin: "0x2")),
      HostileFile("an instruction without a content", vocText(rest: "<?a?>")),
      HostileFile(
        "an instruction in another encoding",
        "<?xml version='1.0' encoding='UTF-7'?>" + vocText(rest: "+ADw-?a?+AD4-")),
      // Found by libFuzzer: a trap within the parser of XML.
      HostileFile(
        "instructions that do not end",
        "<annotation><filename~ame>vvvvvvvvvv<object><?amtn><xmin>z</xmin><ymin?>ame><object>"
          + "<?amtn><xmin>z</xmin><ymin?>2</ym><?amtn><xmin>z</xmin><ymin?>ame><object><?ammin?>2"
          + "</tn><xmin>z</xmin><ymin?>2</ymin><<annin><<annme>\n<2</ymin><<annme>\n<difx"),
      HostileFile("an instruction that begins like the declaration", "<?xmlf?>i(/o"),
      HostileFile("no corner", vocText(xmin: "")),
      HostileFile("an unknown class", vocText(rest: "<object><name>cow</name></object>")),
      HostileFile("a class with escapes", vocText(name: "&#27;[2J")),
      HostileFile("no class", vocText(name: "")),
      HostileFile("another document", "<html><body>annotation</body></html>"),
      HostileFile("entities that double", entities("<!ENTITY e0 'cat'>" + doubled, "&e40;")),
      HostileFile(
        "an entity of another file", entities("<!ENTITY e SYSTEM 'file:///etc/passwd'>", "&e;")),
      HostileFile(
        "an entity that is not used for anything",
        entities("<!ENTITY e SYSTEM 'file:///etc/passwd'>", "cat</name><pose>&e;</pose><name>cat")),
      HostileFile("an element within a corner", vocText(xmin: "1<b/>2")),
      HostileFile("a corner of two pieces", vocText(xmin: "<![CDATA[2]]>"), .accepted),
      HostileFile("a corner twice", vocText(xmin: "2</xmin><xmin>3")),
      HostileFile(
        "a picture of another size",
        vocText(rest: "<size><width>960</width><height>960</height></size>")),
      HostileFile("100,000 objects within each other", "<annotation>" + deep),
      HostileFile(
        "5 MB of comments", "<!--" + String(repeating: " ", count: 5 << 20) + "-->" + vocText()),
      HostileFile("a million letters", vocText(name: String(repeating: "c", count: 1 << 20))),
    ]
  }
}
