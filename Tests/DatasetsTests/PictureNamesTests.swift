import Datasets
import Networks
import Testing

/// Names in annotations that are not quite those of the pictures.
@Suite struct PictureNamesTests {
  /// Each name, each picture, and which of the names each picture gets.
  @Test(arguments: [
    // Without an ending, with folders of another computer, with those of Windows.
    (["000"], ["/d/000.png"], ["000"]),
    (["train2017/000.png"], ["/d/000.png"], ["train2017/000.png"]),
    (["/data/x/000.png"], ["/d/000.png"], ["/data/x/000.png"]),
    ([#"C:\x\000.png"#], ["/d/000.png"], [#"C:\x\000.png"#]),
    (["x/000"], ["/d/000.png"], ["x/000"]), (["a.b"], ["/d/a.b.png"], ["a.b"]),
    // The longest end of the path.
    (["000.png", "b/000.png"], ["/d/a/000.png", "/d/b/000.png"], ["000.png", "b/000.png"]),
    (["000.png", "t/000.png"], ["/d/000.png"], ["000.png"]),
    (["000", "000.png"], ["/d/000.png"], ["000.png"]),
    (["000", "t/000.png"], ["/d/000.png"], ["t/000.png"]),
    // Another name, another ending.
    (["001.png"], ["/d/000.png"], [""]), (["000.jpg"], ["/d/000.png"], [""]),
    (["00"], ["/d/000.png"], [""]),
  ])
  func namesMeanPictures(names: [String], files: [String], expected: [String]) {
    let found = PictureNames(names, of: files)

    #expect(files.map { found.names[$0] ?? "" } == expected)
    #expect(found.doubtful == [])
  }

  /// Where more than one fits, none is taken.
  @Test(arguments: [
    (["t/000.png"], ["/d/a/000.png", "/d/b/000.png"]), (["000"], ["/d/000.png", "/d/000.jpg"]),
    (["s/000.png", "t/000.png"], ["/d/000.png"]), (["s/000", "t/000"], ["/d/000.png"]),
    (["000.png"], ["/d/a/000.png", "/d/b/000.png"]),
  ])
  func doubtIsTold(names: [String], files: [String]) {
    let found = PictureNames(names, of: files)
    #expect(found.names == [:] && found.doubtful == names)

    let annotations = ObjectAnnotations(
      path: "a.json", kind: "", classNames: [],
      objects: Dictionary(uniqueKeysWithValues: names.map { ($0, []) })
    ).matched(toPictures: files)
    let remarks = annotations.remarks(onPictures: files)
    #expect(remarks.count == 1 && remarks[0].contains("as '\(names[0])'; they are not scored"))
  }
}
