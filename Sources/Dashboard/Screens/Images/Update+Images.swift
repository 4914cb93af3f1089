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
      classCount: SpikeStatistics.classCount(
        ofOutputs: max(context.logits.count, engine.runState.simulation.readout.count)),
      layers: network.layers.indices.compactMap {
        engine.setting.references[$0] == nil ? nil : network.layers[$0].name
      })
  }

  /// Whether there are images but the one of the run.
  private var hasImages: Bool { (context?.imageCount ?? 0) > 1 }

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
    if let image = imageList.selectedImage, image != context?.image,
      imageList.wantsPicture(of: image)
    {
      imageList.awaitPicture(of: image)
      effects.append(.picture(of: image))
    }
    return effects
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
    case .ended(let problem):
      // What is asked without being asked for fails in silence.
      if let problem, imageList.isRunning { message = Message(text: problem, isError: true) }
      imageList.problem = problem
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
      text: "running images until the SNN gets one wrong that \(standard) gets right; any key ends "
        + "the wait", isError: false)
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
      outcome.analog.map { "ANN \(context.className($0.index))" },
      outcome.spiking.map { "SNN \(context.className($0.index))" },
    ].compactMap(\.self).joined(separator: ", ")
    message = Message(
      text: "image \(image): \(answers); mistake \(grouped(imageList.rankOfLoss(image))) of "
        + "\(grouped(imageList.totals.lost)) in \(seenImagesText)", isError: false)
    guard image != context.image else { return [] }
    return load(image: image, method: context.method)
  }

  private mutating func sayThatNothingIsLost() {
    let what = context?.hasANN == true ? "that the ANN gets right " : ""
    message = Message(
      text: "the SNN gets every image right \(what)(\(seenImagesText))", isError: false)
  }

  /// `312 of 5,000 images`, or `all 5,000 images`.
  var seenImagesText: String {
    let (known, count) = (imageList.knownCount, imageList.imageCount)
    return known == count
      ? "all \(grouped(count)) images" : "\(grouped(known)) of \(grouped(count)) images"
  }

  // MARK: - The list

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
    if let column = ImageColumn.allCases.first(where: { $0.title == name }) {
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
