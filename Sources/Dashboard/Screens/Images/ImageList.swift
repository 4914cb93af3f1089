import SpikeStatistics
import TerminalUI

/// What is known of the images of the data set, and what the Images screen remembers of its own.
package struct ImageList: ScreenState {
  /// What outcomes are of.
  package struct Subject: Equatable, Sendable {
    var model: String
    var dataset: String
    /// The method by its title.
    var method: String
    /// T.
    var steps: Int
    var imageCount: Int
    var classCount: Int
    /// The layers with an analog counterpart.
    var layers: [String]
  }

  package internal(set) var subject: Subject?

  /// By the number of the image; `nil` for those that were not run.
  package private(set) var outcomes: [ImageOutcome?] = []
  package private(set) var totals = ImageTotals(steps: 0, classes: 0, layers: 0)

  /// The number of the latest request; answers to others are too late.
  var request = 0

  /// Whether images are being run.
  package internal(set) var isRunning = false {
    didSet { if !isRunning { pace = nil } }
  }

  /// How fast, as soon as that is known.
  package internal(set) var pace: ImagePace?

  /// Why images cannot be run, as far as that was found out.
  package internal(set) var problem: String?

  /// Whether it is known which images earlier runs of the program have left.
  var hasAnswer = false

  /// Whether the next image that the conversion has lost is to be shown as soon as it is found.
  var seeksLoss = false

  /// Whether images are run until such a one is found, and not all of them.
  var endsWithLoss = false

  /// Whether nobody waits any more for what is under way.
  var runsForNobody: Bool { isRunning && endsWithLoss && !seeksLoss }

  /// The numbers of the images that match, in order; of all images as long as none is known.
  package private(set) var rows: [Int] = []
  package private(set) var order = ImageColumn.number
  package private(set) var isDescending = false
  package private(set) var filter = ImageFilter()

  /// The row under the cursor.
  package private(set) var selected = 0

  /// The image that the cursor was put on, whether it has a row or not.
  private var cursorImage: Int?

  /// Whether the user has put it there, and not what was opened.
  private var isOnChosenImage = false

  /// The image that was open when the cursor was put on it.
  private var openImage: Int?

  /// Whether the cursor is in the set as a whole, which is shown in place of the list where there
  /// is no room for both.
  package internal(set) var showsWhole = false

  /// The cell under the cursor of who is taken for whom.
  package internal(set) var confusionCell = ConfusionCell()

  /// The images of one class that were taken for one.
  package struct ConfusionCell: Equatable, Sendable {
    package var label = 0
    package var answer = 0

    /// As a filter.
    var filterText: String { "class=\(label) snn=\(answer)" }
  }

  mutating func moveConfusionCell(down: Int, across: Int) {
    let last = max(totals.classes - 1, 0)
    confusionCell.label = min(max(confusionCell.label + down, 0), last)
    confusionCell.answer = min(max(confusionCell.answer + across, 0), last)
  }

  /// Pictures that were shown lately, and those that are on their way.
  private(set) var pictures: [Int: ColorImage] = [:]
  /// The classes that were told with pictures.
  private var labels: [Int: Int] = [:]
  private var awaitedPictures: Set<Int> = []
  private static let mostPictures = 64

  package init() {}

  package var selectedImage: Int? { rows.indices.contains(selected) ? rows[selected] : nil }

  package var selectedOutcome: ImageOutcome? { selectedImage.flatMap { outcomes[$0] } }

  /// How many images are known, and how many there are.
  package var knownCount: Int { totals.images }
  package var imageCount: Int { outcomes.count }
  var missingCount: Int { imageCount - knownCount }

  /// Nothing is known of these yet.
  ///
  /// - Parameter subject: `nil` for none.
  mutating func begin(_ subject: Subject?) {
    self.subject = subject
    let count = subject?.imageCount ?? 0
    outcomes = Array(repeating: nil, count: count)
    totals = ImageTotals(
      steps: subject?.steps ?? 0, classes: subject?.classCount ?? 0,
      layers: subject?.layers.count ?? 0)
    (rows, selected, cursorImage, openImage) = (Array(0..<count), 0, nil, nil)
    isOnChosenImage = false
    (isRunning, seeksLoss, endsWithLoss, problem, hasAnswer) = (false, false, false, nil, false)
    (pictures, labels, awaitedPictures) = ([:], [:], [])
    confusionCell = ConfusionCell()
  }

  /// Takes in what was found; costs O(found · images) at worst, for moving rows.
  ///
  /// - Returns: What was not known.
  @discardableResult mutating func take(_ found: [ImageOutcome]) -> [ImageOutcome] {
    var new: [ImageOutcome] = []
    if knownCount == 0, !found.isEmpty { rows = [] }
    var added: [Int] = []
    for outcome in found
    where outcomes.indices.contains(outcome.index) && outcomes[outcome.index] == nil {
      outcomes[outcome.index] = outcome
      totals.add(outcome)
      new.append(outcome)
      if filter.matches(outcome) { added.append(outcome.index) }
    }
    // Few are put in their places; of many the list is sorted anew.
    if added.count > 32 {
      rows.append(contentsOf: added)
      rows.sort(by: precedes)
    } else {
      for image in added { rows.insert(image, at: place(of: image)) }
    }
    placeCursor()
    return new
  }

  /// Where an image belongs among the rows.
  private func place(of image: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(image, rows[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// What has no value comes last, whatever the direction; equal ones by their number.
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    guard order != .number else { return isDescending ? left > right : left < right }
    let (first, second) = (value(of: left), value(of: right))
    guard let first, let second, first != second else {
      return (first == nil) == (second == nil) ? left < right : first != nil
    }
    return isDescending ? first > second : first < second
  }

  private func value(of image: Int) -> Double? {
    outcomes[image].flatMap { order.value(of: $0) }.flatMap { $0.isNaN ? nil : $0 }
  }

  /// Sorts by a column; by the one in use the other way round.
  ///
  /// An image that the user has put the cursor on keeps it, else that is on what comes first now.
  mutating func sort(by column: ImageColumn) {
    isDescending = column == order ? !isDescending : column.beginsWithLargest
    order = column
    if !isOnChosenImage { (selected, cursorImage) = (0, nil) }
    listAnew()
  }

  /// As sessions keep it; `nil` for the usual one.
  var orderText: String? {
    order == .number && !isDescending ? nil : (isDescending ? "-" : "") + order.rawValue
  }

  /// - Parameter text: As `orderText` says it.
  mutating func sort(asIn text: String) throws(CommandError) {
    let isDescending = text.hasPrefix("-")
    guard let order = ImageColumn(rawValue: isDescending ? String(text.dropFirst()) : text) else {
      let names = ImageColumn.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        description: "the orders are \(names), with - before for the largest first")
    }
    (self.order, self.isDescending) = (order, isDescending)
    listAnew()
  }

  mutating func show(_ filter: ImageFilter) {
    guard filter != self.filter else { return }
    self.filter = filter
    listAnew()
  }

  private mutating func listAnew() {
    guard knownCount > 0 else { return }
    rows = outcomes.compactMap { outcome in
      outcome.flatMap { filter.matches($0) ? $0.index : nil }
    }
    rows.sort(by: precedes)
    placeCursor()
  }

  /// On the row of its image, or where that would stand.
  private mutating func placeCursor() {
    let row = cursorImage.map { image in rows.firstIndex(of: image) ?? place(of: image) }
    selected = min(row ?? selected, max(rows.count - 1, 0))
  }

  /// Puts the cursor on a row, or on the nearest one that there is.
  mutating func moveCursor(toRow row: Int) {
    selected = min(max(row, 0), max(rows.count - 1, 0))
    cursorImage = selectedImage ?? cursorImage
    isOnChosenImage = true
  }

  /// Puts the cursor on the row of an image, or where that will stand.
  mutating func select(image: Int) {
    guard outcomes.indices.contains(image) else { return }
    cursorImage = image
    isOnChosenImage = true
    placeCursor()
  }

  /// Puts the cursor on the image that is open, once for each that is opened.
  mutating func follow(_ image: Int) {
    guard image != openImage else { return }
    openImage = image
    select(image: image)
    isOnChosenImage = false
  }

  /// The next image after one that the conversion has lost.
  ///
  /// - Parameter wraps: Whether the first one comes behind the last.
  func nextLoss(after image: Int, wraps: Bool) -> Int? {
    let isLost = { (index: Int) in outcomes[index]?.isLost == true }
    return outcomes.indices.first { $0 > image && isLost($0) }
      ?? outcomes.indices.first { wraps && $0 <= image && isLost($0) }
  }

  /// The place of a lost image among all that are known, from 1 on.
  func rankOfLoss(_ image: Int) -> Int {
    outcomes.prefix(image + 1).count { $0?.isLost == true }
  }

  /// The rows whose pictures are shown together with the one under the cursor.
  var sheetPage: Range<Int> {
    let first = selected / picturesOfASheet * picturesOfASheet
    return first..<min(first + picturesOfASheet, rows.count)
  }

  /// The class of an image, as far as it was told.
  func label(of image: Int) -> Int? { outcomes[image]?.label ?? labels[image] }

  /// Whether a picture has to be asked for.
  func wantsPicture(of image: Int) -> Bool {
    pictures[image] == nil && !awaitedPictures.contains(image)
  }

  mutating func awaitPicture(of image: Int) { awaitedPictures.insert(image) }

  /// - Parameter picture: `nil` where there is none, which is not asked for again.
  mutating func take(_ picture: ColorImage?, label: Int?, of image: Int) {
    guard let picture else { return }
    labels[image] = label
    awaitedPictures.remove(image)
    if pictures.count >= Self.mostPictures,
      let furthest = pictures.keys.max(by: { abs($0 - image) < abs($1 - image) })
    {
      pictures[furthest] = nil
    }
    pictures[image] = picture
  }

  /// How much memory it takes, in bytes, without the spare room of arrays.
  var byteCount: Int {
    let changes = outcomes.reduce(0) { $0 + ($1?.course.count ?? 0) + ($1?.sin.count ?? 0) }
    return outcomes.count * MemoryLayout<ImageOutcome?>.stride
      + changes * MemoryLayout<ImageOutcome.Change>.stride
      + rows.count * MemoryLayout<Int>.stride
      + pictures.values.reduce(0) { $0 + $1.width * $1.height * ($1.isColored ? 12 : 4) }
  }
}
