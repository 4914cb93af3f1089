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
      steps: judgedSteps, imageCount: context.imageCount,
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
    var effects = imageList.runsForNobody ? stopImages() : []
    guard let context, let subject = imageSubject else { return effects }
    if imageList.isRunning, imageList.subject != subject { effects += stopImages() }
    guard screen == .images else { return effects }
    guard hasImages else {
      imageList.begin(nil)
      return effects
    }
    if imageList.subject != subject {
      imageList.begin(subject)
      effects += evaluateImages(from: context.image, isKnownOnly: true)
    }
    imageList.follow(context.image)
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

  private mutating func stopImages() -> [DashboardEffect] {
    imageList.isRunning = false
    return [.stopEvaluation]
  }

  /// Asks for all images that are not known yet, from one on.
  private mutating func evaluateImages(
    from first: Int, isKnownOnly: Bool
  ) -> [DashboardEffect] {
    guard let context, let subject = imageSubject else { return [] }
    if imageList.subject != subject { imageList.begin(subject) }
    imageList.request += 1
    (imageList.isRunning, imageList.endsWithLoss) = (!isKnownOnly, false)
    return [
      .evaluate(
        ImageEvaluationRequest(
          number: imageList.request, method: context.method, steps: subject.steps,
          firstImage: first, isKnownOnly: isKnownOnly))
    ]
  }

  /// Starts what runs all images, or stops it.
  mutating func toggleEvaluation() -> [DashboardEffect] {
    // Nothing but the run can be started or stopped then.
    guard hasImages, let context else { return toggleRun() }
    guard !imageList.isRunning else { return stopImages() }
    if imageList.subject == imageSubject, imageList.knownCount == imageList.imageCount,
      imageList.imageCount > 0
    {
      message = Message(
        text: "all \(grouped(imageList.imageCount)) images have been run", isError: false)
      return []
    }
    return evaluateImages(from: context.image, isKnownOnly: false)
  }

  mutating func sayThatThereAreNoImages() -> [DashboardEffect] {
    message = Message(
      text: "these spikes are of one image: there are no others to run", isError: true)
    return []
  }

  // MARK: - Answers

  mutating func take(_ report: ImageEvaluationReport, of request: Int) -> [DashboardEffect] {
    guard request == imageList.request else { return [] }
    switch report {
    case .found(let outcomes):
      let new = imageList.take(outcomes)
      return imageList.seeksLoss ? openFoundLoss(among: new) : []
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
      guard problem == nil, let context else { return [] }
      return openLoss(imageList.nextLoss(after: context.image, wraps: true))
    }
  }

  // MARK: - The next mistake

  /// To the next image that the ANN gets right and the SNN wrong; where none behind this one is
  /// known yet, as soon as one is, and the first again only once all images are known.
  ///
  /// Where answers are no classes, `AnswerFigures.isLost` says which.
  mutating func seekNextLoss() -> [DashboardEffect] {
    guard hasImages else { return sayThatThereAreNoImages() }
    guard let context, let subject = imageSubject else { return [] }
    let isBegun = imageList.subject == subject
    let isComplete = isBegun && imageList.missingCount == 0
    let known = isBegun ? imageList.nextLoss(after: context.image, wraps: isComplete) : nil
    guard known == nil, !isComplete else { return openLoss(known) }
    message = Message(
      text: "running images, on processors that are free, until the SNN gets one wrong that "
        + "\(standard) gets right; any key ends the wait", isError: false)
    var effects: [DashboardEffect] = []
    if !isBegun || !imageList.isRunning {
      let next = (context.image + 1) % max(context.imageCount, 1)
      effects = evaluateImages(from: next, isKnownOnly: false)
      imageList.endsWithLoss = true
    }
    imageList.seeksLoss = true
    return effects
  }

  /// Who says what is right.
  private var standard: String { context?.hasANN == true ? "the ANN" : "the label" }

  /// What was waited for, if it is among what was just found or is known to come.
  private mutating func openFoundLoss(among new: [ImageOutcome]) -> [DashboardEffect] {
    guard let context else { return [] }
    let next = imageList.nextLoss(after: context.image, wraps: false)
    let found = next ?? new.first { $0.isLost && $0.index != context.image }?.index
    return found == nil ? [] : openLoss(found)
  }

  /// Opens a mistake at T, where it is one.
  ///
  /// - Parameter image: `nil` where there is none.
  private mutating func openLoss(_ image: Int?) -> [DashboardEffect] {
    guard let context, let steps = imageList.subject?.steps else { return [] }
    guard let image, let outcome = imageList.outcomes[image] else {
      sayThatNothingIsLost()
      return []
    }
    imageList.seeksLoss = false
    imageList.select(image: image)
    seenAccuracy.leaveOut(image)
    showWhy()
    let answers = [
      context.answerWords(.analog, of: outcome).map { "ANN \($0)" },
      context.answerWords(.spiking, of: outcome).map { "SNN \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    message = Message(
      text: "image \(image): \(answers) at T=\(steps); mistake "
        + "\(grouped(imageList.rankOfLoss(image))) of \(grouped(imageList.totals.lost)) found "
        + "(\(seenPartText) run)", isError: false)
    return load(image: image, at: steps)
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

  /// The same, naming which of them where they follow each other and the first is not among them:
  /// `42 of 200 images, 2 to 43,`.
  private var seenPartText: String {
    let outcomes = imageList.outcomes
    guard let first = outcomes.firstIndex(where: { $0 != nil }),
      let last = outcomes.lastIndex(where: { $0 != nil }), first > 0,
      last - first + 1 == imageList.knownCount
    else { return seenImagesText }
    let range = first == last ? grouped(first) : "\(grouped(first)) to \(grouped(last))"
    return "\(seenImagesText), \(range),"
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
    if imageList.rows.indices.contains(moved) { imageList.moveCursor(toRow: moved) }
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
    imageList.moveCursor(toRow: imageList.selected + offset)
  }

  /// Puts the selected image before the network; where the list says what came of it and the run
  /// stands, at the step that the list speaks of.
  mutating func openSelectedImage() -> [DashboardEffect] {
    guard let context, let image = imageList.selectedImage else {
      trail.removeLast()
      return []
    }
    show(.live)
    guard image != context.image else { return [] }
    let judgedStep = imageList.outcomes[image] == nil ? nil : imageList.subject?.steps
    if judgedStep != nil { seenAccuracy.leaveOut(image) }
    guard let judgedStep, engine?.activity == .paused, step > 0 else {
      return load(image: image, method: context.method)
    }
    if step != judgedStep {
      message = Message(
        text: "image \(image) at T=\(judgedStep), as in the list (it was t=\(step))",
        isError: false)
    }
    return load(image: image, at: judgedStep)
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
