import PlainText
import TerminalUI

extension ScreenName {
  package static let images: ScreenName = "images"
}

extension DashboardScreen {
  static let images = DashboardScreen(
    .images, title: "Images", keys: [.character("9")],
    summary: "Images: all images of the data set, which are right, when, and why not"
  ) {
    $0.layout = { $0.imagesLayout($1) }
    $0.panes = [
      ScreenPane("images", defines: .imageList, title: { $0.imagesTitle() }) {
        $0.drawImages(on: &$1)
      },
      ScreenPane(
        "picture", defines: ["label", "answer", "margin", "settles"],
        title: { $0.selectedPictureTitle() }
      ) {
        $0.drawSelectedPicture(on: &$1)
      },
      ScreenPane("set-accuracy", defines: ["accuracy", "95 %"], title: { $0.setAccuracyTitle() }) {
        $0.drawSetAccuracy(on: &$1)
      },
      ScreenPane("confusion", defines: ["confusion", "label"], title: { $0.confusionTitle() }) {
        $0.drawConfusion(on: &$1)
      },
      ScreenPane("classes", defines: ["accuracy", "answer"], title: { $0.classesTitle() }) {
        $0.drawClasses(on: &$1)
      },
      ScreenPane("settling", defines: ["settles"], title: { $0.settlingTitle() }) {
        $0.drawSettling(on: &$1)
      },
      ScreenPane(
        "sin-spread", defines: ["SIN by layer"], title: { $0.sinSpreadTitle() }
      ) { $0.drawSINSpread(on: &$1) },
    ]
    $0.hidesDefinition = { $0.hidesImageDefinition($1) }
    $0.insight = { $0.imagesInsight() }
    $0.speaksBeforeTheRun = true
    $0.hints = { $0.imageHints }
    $0.asks = { $0.askForImages() }
    $0.endWaiting = { $0.imageList.seeksLoss = false }
    $0.toggle = { $0.toggleEvaluation() }
    $0.toggleWord = { $0.evaluationWord }
    $0.moveCursor = { $0.moveInImages(by: $1) }
    $0.moveAcross = { $0.moveAcrossImages(by: $1) }
    $0.moveLayer = { $0.moveImageCursor(by: 10 * $1) }
    $0.select = { $0.moveImageCursor(by: $1 - $0.imageList.selected) }
    $0.inspect = { $0.inspectImages() }
    $0.sort = { state in
      let task = state.context?.task ?? .classification
      let columns = ImageColumn.shown(columns: .max, hasANN: true, task: task)
      let place = columns.firstIndex(of: state.imageList.order) ?? -1
      state.imageList.sort(by: columns[(place + 1) % columns.count])
    }
    $0.choose = { $0.chooseInImages($1) }
    $0.nextPicture = { $0.imageList.showsWhole.toggle() }
    $0.showUsualView = { $0.imageList.showsWhole = false }
    $0.findsNeurons = false
    $0.rowFilter = RowFilter(hint: ImageFilter.hint) {
      $0.imageList.filter.text
    } count: { state in
      let (rows, known) = (state.imageList.rows.count, state.imageList.knownCount)
      return known == 0 ? "no image run yet" : "\(grouped(rows)) of \(counted(known, "image"))"
    } apply: { state, text throws(CommandError) in
      try state.filterImages(by: text)
    }
    $0.ownSettings = [
      ScreenSetting("order") {
        $0.imageList.orderText
      } apply: {
        state, text throws(CommandError) in
        try state.imageList.sort(asIn: text)
      },
      .flag("whole", \.imageList.showsWhole),
    ]
    $0.goToRow = { $0.moveImageCursor(by: $1 == .previous ? -1 : 1) }
    $0.sentences = { $0.imageSentences() }
    $0.mainPanels = ["images"]
    $0.numbers = { $0.imageNumbers() }
    $0.panels = [
      "images": { $0.imageNumbers() }, "set-accuracy": { $0.setAccuracyNumbers() },
      "confusion": { $0.confusionNumbers() }, "classes": { $0.classNumbers() },
      "settling": { $0.settlingNumbers() }, "sin-spread": { $0.sinSpreadNumbers() },
    ]
  }
}
