import PlainText
import SpikeStatistics
import TerminalUI

extension DashboardState {
  package internal(set) var imageList: ImageList {
    get { self[ImageList.self] }
    set { self[ImageList.self] = newValue }
  }

  /// What an evaluation of all images would be of now; `nil` while a run is still being loaded.
  private var imageSubject: ImageList.Subject? {
    guard let context, let engine, engine.generation == context.generation, coming == nil,
      context.methods.indices.contains(context.method)
    else { return nil }
    let network = engine.runState.simulation.network
    return ImageList.Subject(
      model: context.model, dataset: context.dataset, method: context.methods[context.method],
      steps: plannedSteps, imageCount: context.imageCount,
      classCount: context.answersByClass
        ? SpikeStatistics.classCount(
          ofOutputs: max(context.logits.count, engine.runState.simulation.readout.count)) : 0,
      layers: network.layers.indices.compactMap {
        engine.setting.references[$0] == nil ? nil : network.layers[$0].name
      })
  }

  // MARK: - Asking

  /// What the screen of the images lacks, and what is under way for nobody.
  mutating func askForImages() -> [DashboardEffect] {
    guard let subject = imageSubject else { return [] }
    var effects: [DashboardEffect] = []
    if imageList.isRunning, imageList.subject != subject {
      imageList.isRunning = false
      effects.append(.stopEvaluation)
    }
    guard screen == .images, hasImages else { return effects }
    if imageList.subject != subject {
      imageList.begin(subject)
      effects += evaluateImages(isKnownOnly: true)
    }
    return effects + askForPictures()
  }

  /// The picture under the cursor; where it has turned out that no image is known, those around it.
  private mutating func askForPictures() -> [DashboardEffect] {
    guard imageList.hasAnswer || imageList.knownCount > 0 else { return [] }
    let images =
      imageList.knownCount == 0
      ? Array(imageList.rows[imageList.sheetPage]) : [imageList.selectedImage].compactMap(\.self)
    return images.filter { $0 != context?.image && imageList.wantsPicture(of: $0) }.map { image in
      imageList.awaitPicture(of: image)
      return .picture(of: image)
    }
  }

  /// Asks for all images that are not known yet, from the one in front of the network on.
  private mutating func evaluateImages(isKnownOnly: Bool) -> [DashboardEffect] {
    guard let context, let subject = imageSubject else { return [] }
    if imageList.subject != subject { imageList.begin(subject) }
    imageList.request += 1
    imageList.isRunning = !isKnownOnly
    return [
      .evaluate(
        ImageEvaluationRequest(
          number: imageList.request, method: context.method, steps: subject.steps,
          firstImage: context.image, isKnownOnly: isKnownOnly))
    ]
  }

  /// Starts what runs all images, or stops it.
  mutating func toggleEvaluation() -> [DashboardEffect] {
    guard hasImages else { return sayThatThereAreNoImages() }
    guard !imageList.isRunning else {
      imageList.isRunning = false
      return [.stopEvaluation]
    }
    if imageList.subject == imageSubject, imageList.knownCount == imageList.imageCount,
      imageList.imageCount > 0
    {
      message = Message(
        text: "all \(grouped(imageList.imageCount)) images have been run", isError: false)
      return []
    }
    return evaluateImages(isKnownOnly: false)
  }

  private mutating func sayThatThereAreNoImages() -> [DashboardEffect] {
    message = Message(
      text: "these spikes are of one image: there are no others to run", isError: true)
    return []
  }

  // MARK: - Answers

  mutating func take(_ report: ImageEvaluationReport, of request: Int) -> [DashboardEffect] {
    guard request == imageList.request else { return [] }
    switch report {
    case .found(let outcomes):
      imageList.take(outcomes)
      return imageList.seeksLoss ? openNextLoss() : []
    case .pace(let pace):
      if imageList.isRunning { imageList.pace = pace }
      return []
    case .ended(let problem):
      // What is asked without being asked for fails in silence.
      if let problem, imageList.isRunning { message = Message(text: problem, isError: true) }
      imageList.problem = problem
      imageList.hasAnswer = true
      imageList.isRunning = false
      guard imageList.seeksLoss else { return [] }
      imageList.seeksLoss = false
      if problem == nil { sayThatNothingIsLost() }
      return []
    }
  }

  // MARK: - The next mistake

  /// To the next image that the ANN gets right and the SNN wrong; where none is known yet, as soon
  /// as one is.
  ///
  /// Where answers are no classes, `AnswerFigures.isLost` says which.
  mutating func seekNextLoss() -> [DashboardEffect] {
    guard hasImages else { return sayThatThereAreNoImages() }
    guard let subject = imageSubject else { return [] }
    if imageList.subject == subject, imageList.nextLoss(after: context?.image ?? 0) != nil {
      return openNextLoss()
    }
    if imageList.subject == subject, imageList.knownCount == imageList.imageCount {
      sayThatNothingIsLost()
      return []
    }
    imageList.seeksLoss = true
    message = Message(
      text: "running images, on processors that are free, until the SNN gets one wrong that "
        + "\(standard) gets right; any key ends the wait", isError: false)
    guard imageList.subject != subject || !imageList.isRunning else { return [] }
    let effects = evaluateImages(isKnownOnly: false)
    imageList.seeksLoss = true
    return effects
  }

  /// Who says what is right.
  private var standard: String { context?.hasANN == true ? "the ANN" : "the label" }

  private mutating func openNextLoss() -> [DashboardEffect] {
    guard let context, let image = imageList.nextLoss(after: context.image),
      let outcome = imageList.outcomes[image]
    else { return [] }
    imageList.seeksLoss = false
    imageList.select(image: image)
    let answers = [
      context.answerWords(.analog, of: outcome).map { "ANN \($0)" },
      context.answerWords(.spiking, of: outcome).map { "SNN \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    message = Message(
      text: "image \(image): \(answers); mistake \(grouped(imageList.rankOfLoss(image))) of "
        + "\(grouped(imageList.totals.lost)) found (\(seenImagesText) run)", isError: false)
    guard image != context.image else { return [] }
    return load(image: image, method: context.method)
  }

  private mutating func sayThatNothingIsLost() {
    let what = context?.hasANN == true ? "that the ANN gets right " : ""
    message = Message(
      text: "the SNN gets every image right \(what)(\(seenImagesText))", isError: false)
  }

  /// How many images were run, and how fast that goes.
  var runningImagesText: String {
    let missing = imageList.imageCount - imageList.knownCount
    let pace = imageList.pace.map { ", \($0.words(missing: missing))" } ?? ""
    return "\(seenImagesText) run\(pace)"
  }

  /// `312 of 5,000 images`, or `all 5,000 images`.
  var seenImagesText: String {
    let (known, count) = (imageList.knownCount, imageList.imageCount)
    return known == count
      ? "all \(grouped(count)) images" : "\(grouped(known)) of \(grouped(count)) images"
  }

  // MARK: - The list

  /// Whether the pictures of the set are shown, as long as no image has been run.
  private var showsSheet: Bool { imageList.knownCount == 0 && imageList.rows.count > 1 }

  /// Whether the cursor is among who is taken for whom.
  var isInConfusion: Bool {
    imageList.showsWhole && imageList.totals.classes > 0 && imageList.knownCount > 0
  }

  /// Whether the list has given its room to the set as a whole.
  private var hidesList: Bool {
    imageList.showsWhole && imageList.knownCount > 0 && size.columns < columnsForWhole
  }

  /// Down and up: rows, pictures in a grid, or classes.
  mutating func moveInImages(by offset: Int) {
    if isInConfusion { return imageList.moveConfusionCell(down: offset, across: 0) }
    guard showsSheet else { return moveImageCursor(by: offset) }
    let moved = imageList.selected + offset * sheetColumns
    if imageList.rows.indices.contains(moved) { imageList.selected = moved }
  }

  /// Right and left among pictures or answers; a list has nothing side by side.
  mutating func moveAcrossImages(by offset: Int) -> Bool {
    if isInConfusion {
      imageList.moveConfusionCell(down: 0, across: offset)
    } else if showsSheet {
      moveImageCursor(by: offset)
    }
    return isInConfusion || showsSheet
  }

  /// Opens the selected image, or lists those of the cell under the cursor.
  mutating func inspectImages() -> [DashboardEffect] {
    guard isInConfusion else { return openSelectedImage() }
    trail.removeLast()
    let cell = imageList.confusionCell
    if imageList.totals.confusion[cell.label][cell.answer] > 0 {
      chooseInImages(cell.filterText)
    } else if let context {
      message = Message(
        text: "no image of \(context.className(cell.label)) was taken for "
          + "\(context.className(cell.answer))", isError: false)
    }
    return []
  }

  /// The keys that do something here and now.
  var imageHints: [ActionHint] {
    let knows = imageList.knownCount > 0
    let mistakes: [ActionHint] = .when(hasImages, "next-mistake", "next mistake")
    if isInConfusion {
      let cell = imageList.confusionCell
      let isFull = imageList.totals.confusion[cell.label][cell.answer] > 0
      return .when(isFull, "inspect", "list these")
        + [
          ActionHint(
            cell.label + 1 < imageList.totals.classes ? "cursor-down" : "cursor-up", "label"),
          ActionHint(
            cell.answer + 1 < imageList.totals.classes ? "cursor-right" : "cursor-left", "answer"),
          ActionHint("next-picture", "list"),
        ] + mistakes
    }
    if hidesList { return [ActionHint("next-picture", "list")] + mistakes }
    let hasClasses = imageList.totals.classes > 0
    let whole = size.columns < columnsForWhole ? "as a whole" : "confusion"
    // Beside the list there is all of it, but what is taken for what has a cursor of its own.
    let leadsOn = knows && (hasClasses || size.columns < columnsForWhole)
    return .when(imageList.selectedImage != nil, "inspect", "open") + mistakes
      + .when(leadsOn, "next-picture", whole)
      + .when(knows, "sort-rows", "sort") + .when(knows, "filter-rows", "filter")
  }

  /// What the key that runs images would do; `nil` for nothing.
  var evaluationWord: String? {
    guard hasImages else { return nil }
    if imageList.isRunning { return "stop" }
    let isDone = imageList.imageCount > 0 && imageList.knownCount == imageList.imageCount
    return isDone ? nil : "run all"
  }

  mutating func moveImageCursor(by offset: Int) {
    imageList.selected = min(
      max(imageList.selected + offset, 0), max(imageList.rows.count - 1, 0))
  }

  /// Puts the selected image before the network.
  mutating func openSelectedImage() -> [DashboardEffect] {
    guard let context, let image = imageList.selectedImage else {
      trail.removeLast()
      return []
    }
    show(.live)
    return image == context.image ? [] : load(image: image, method: context.method)
  }

  /// Sorts by the column of a title, or shows the images of a cell of the confusion matrix.
  mutating func chooseInImages(_ name: String) {
    let task = context?.task ?? .classification
    if let column = ImageColumn.allCases.first(where: { $0.title(of: task) == name }) {
      imageList.sort(by: column)
    } else if (try? filterImages(by: name)) != nil {
      imageList.showsWhole = false
    }
  }

  mutating func filterImages(by text: String) throws(CommandError) {
    imageList.show(
      try ImageFilter(
        text, classes: context?.classNames ?? [],
        classCount: (imageList.subject ?? imageSubject)?.classCount ?? 0))
  }
}
