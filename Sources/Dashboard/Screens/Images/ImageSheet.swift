import PlainText
import TerminalUI

/// How many pictures are asked for at a time: as many as the largest terminal shows.
let picturesOfASheet = 48

/// The layout of a contact sheet: the pictures of a data set side by side, as many as there is room
/// for, each with its number below it.
struct ImageSheet: Equatable {
  /// How often pictures are shrunk.
  let factor: Int
  /// The size of a picture in cells, without its number and the space around it.
  let picture: Size
  let columns: Int
  let rows: Int
  /// What each picture has of the room, with its caption and the space around it.
  private let place: Size

  var count: Int { columns * rows }

  /// With fewer columns a number and a class have no room below a picture.
  private static let leastCaption = 14

  /// More rows between pictures would tear them apart.
  private static let mostSlack = 2

  /// - Parameters:
  ///   - width: Of the pictures, in pixels.
  ///   - height: Of the pictures, in pixels; two of them share a cell.
  ///   - size: What there is room for. Pictures are shrunk until two rows of three fit.
  init(width: Int, height: Int, in size: Size) {
    var sheet = ImageSheet(width: width, height: height, shrunkBy: 1, in: size)
    while sheet.rows < 2 || sheet.columns < 3, sheet.picture.columns > 4 {
      sheet = ImageSheet(width: width, height: height, shrunkBy: sheet.factor + 1, in: size)
    }
    self = sheet
  }

  private init(width: Int, height: Int, shrunkBy factor: Int, in size: Size) {
    self.factor = factor
    let pixels = (
      rows: (height + factor - 1) / factor, columns: (width + factor - 1) / factor
    )
    picture = Size(rows: max((pixels.rows + 1) / 2, 1), columns: max(pixels.columns, 4))
    let width = max(picture.columns, Self.leastCaption) + 1
    columns = max((size.columns - 1) / width, 1)
    rows = max(size.rows / (picture.rows + 1), 1)
    // What is left goes between them, and gives captions room.
    place = Size(
      rows: min(max(size.rows / rows, picture.rows + 1), picture.rows + 1 + Self.mostSlack),
      columns: max((size.columns - 1) / columns, width))
  }

  /// Where a picture stands, its caption in the row below it.
  ///
  /// - Parameter place: From 0 on, from left to right and from top to bottom.
  func area(of place: Int) -> Rect {
    Rect(
      row: place / columns * self.place.rows, column: 1 + place % columns * self.place.columns,
      rows: picture.rows + 1, columns: self.place.columns - 1)
  }
}

extension ScreenView {
  /// The pictures of the data set as long as no image has been run, and what there is to do.
  func drawSheet(on canvas: inout Canvas) {
    let words = wrapped(invitation, width: max(canvas.size.columns - 4, 1))
    for (row, line) in words.prefix(canvas.size.rows).enumerated() {
      canvas.write(line, row: row, column: 2, style: .label)
    }
    var rest = canvas.bounds
    _ = rest.takeTop(rest.rows - sheetRoom(in: canvas.size).rows)
    guard !images.rows.isEmpty, rest.rows > 1 else { return }
    canvas.inside(rest) { drawPictures(on: &$0) }
  }

  /// What the words leave of the room for pictures.
  private func sheetRoom(in size: Size) -> Size {
    let words = wrapped(invitation, width: max(size.columns - 4, 1))
    return Size(rows: max(size.rows - words.count - 1, 0), columns: size.columns)
  }

  private func sheet(in room: Size) -> ImageSheet {
    ImageSheet(width: context.picture.width, height: context.picture.height, in: room)
  }

  /// How many pictures stand side by side.
  ///
  /// - Parameter size: Of the screen without its first and last lines.
  func sheetColumns(in size: Size) -> Int {
    let area = Rect(size)
    let places = imagesLayout(size).places(in: area, style: FrameStyle(for: size))
    return places.first.map { sheet(in: sheetRoom(in: $0.content.size)).columns } ?? 1
  }

  private func drawPictures(on canvas: inout Canvas) {
    let sheet = sheet(in: canvas.size)
    // Within the pictures that were asked for, so that none is missing for ever; whole rows, so
    // that up and down lead where they seem to.
    let page = images.sheetPage
    let shown = min(sheet.count, page.count)
    let before = (images.selected - page.lowerBound) / shown * shown
    let first = max(min(page.lowerBound + before, page.upperBound - shown), 0)
    for place in 0..<shown {
      let image = images.rows[first + place]
      let area = sheet.area(of: place)
      canvas.inside(area) {
        draw(image, isSelected: first + place == images.selected, shrunkBy: sheet.factor, on: &$0)
      }
      canvas.addTarget(.item(first + place), in: area)
    }
  }

  /// A picture with its number and its class below it.
  private func draw(
    _ image: Int, isSelected: Bool, shrunkBy factor: Int, on canvas: inout Canvas
  ) {
    var rest = canvas.bounds
    let caption = rest.takeBottom(1)
    let isShown = image == context.image
    let picture = isShown ? context.picture : images.pictures[image]
    if let picture { canvas.drawImage(picture.shrunk(by: factor), in: rest) }
    let label = isShown ? context.label : images.label(of: image)
    let words = [isSelected ? ">" : "", numberText(image), label.map(context.className) ?? ""]
    canvas.write(
      words.filter { !$0.isEmpty }.joined(separator: " "), row: caption.row, column: 0,
      width: caption.columns, alignment: .left,
      style: isSelected ? .selection : isShown ? .title : .label)
    if isSelected { canvas.placeCursor(row: caption.row, column: 0) }
  }

  /// What there is to do where no image is known.
  private var invitation: String {
    let key = state.keyMap.key(for: "toggle-run").map { Dashboard.name(of: $0) } ?? "toggle-run"
    if !state.hasImages {
      return "these spikes are of one image: there are no others to run"
    }
    if let problem = images.problem { return problem }
    if images.isRunning {
      if let pace = images.pace { return pace.words(missing: images.missingCount) }
      return "the first images are on their way, when other programs leave processors free"
    }
    return "\(key) runs all \(grouped(context.imageCount)) images through "
      + "\(context.methods[context.method]) at T=\(state.judgedSteps), on the processors that "
      + "this run leaves free, and keeps what comes of them. The list then says which are right, "
      + "by how much, since when, and "
      + (state.hasSchedule ? "how many inactivated neurons fired." : "with how many spikes.")
  }
}

extension DashboardState {
  /// How many pictures of the set stand side by side on this terminal.
  var sheetColumns: Int {
    guard let context, let engine else { return 1 }
    // Two lines above the screen and two below.
    let rows = max(size.rows - 4, 1)
    let room = Size(rows: rows, columns: size.columns)
    let free = Size(rows: max(rows - tourRows(in: room), 1), columns: size.columns)
    return ScreenView(state: self, context: context, engine: engine).sheetColumns(in: free)
  }
}
