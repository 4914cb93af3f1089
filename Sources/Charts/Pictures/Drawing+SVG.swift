import Foundation
import PlainText

extension Drawing {
  /// The drawing as an SVG document with letters that can be selected; pointing at a mark shows its
  /// value.
  ///
  /// Written here and not by cairo, which knows no letters in SVG: it draws their outlines.
  package func svg() throws(ChartError) -> String {
    let size = "\(number(width)) \(number(height))"
    let unit = scale == .paper ? "mm" : ""
    let perPoint = scale == .paper ? 25.4 / 72 : 1
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size)""#
        + #" width="\#(number(width * perPoint))\#(unit)""#
        + #" height="\#(number(height * perPoint))\#(unit)""#
        + #" role="img" font-family="\#(families)">"#,
      "<title>\(xmlText(title))</title>",
      "<desc>\(xmlText(about))</desc>",
      #"<rect width="100%" height="100%" fill="\#(ground.hex)"/>"#,
    ]
    for shape in shapes { lines.append(try shape.svg()) }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private var families: String {
    switch scale {
    case .paper: Typeface.plainFamilies
    case .screen: Typeface.cellFamilies
    }
  }
}

extension Shape {
  /// An element, and what is in it.
  private typealias Element = (name: String, attributes: String, content: String)

  fileprivate func svg() throws(ChartError) -> String {
    let (name, attributes, content) = try element()
    let open = "<\(name) \(attributes)"
    let title = note.map { "<title>\(xmlText($0))</title>" } ?? ""
    return title.isEmpty && content.isEmpty ? open + "/>" : "\(open)>\(title)\(content)</\(name)>"
  }

  private func element() throws(ChartError) -> Element {
    switch form {
    case .rectangle(let box, let color):
      return ("rect", #"\#(box.attributes) fill="\#(color.hex)""#, "")
    case .line(let places, let stroke):
      return ("polyline", #"points="\#(points(places))" \#(stroke.attributes)"#, "")
    case .lines(let lines, let stroke):
      let path = lines.map { "M\(points($0))" + ($0.count == 1 ? "h0" : "") }.joined()
      return ("path", #"d="\#(path)" \#(stroke.attributes)"#, "")
    case .disc(let center, let radius, let color):
      let place = #"cx="\#(number(center.x))" cy="\#(number(center.y))""#
      return ("circle", #"\#(place) r="\#(number(radius))" fill="\#(color.hex)""#, "")
    case .polygon(let places, let color):
      return ("polygon", #"points="\#(points(places))" fill="\#(color.hex)""#, "")
    case .pixels(let block, let box):
      let data = Data(try block.png()).base64EncodedString()
      return (
        "image",
        #"\#(box.attributes) preserveAspectRatio="none" style="image-rendering:pixelated""#
          + #" href="data:image/png;base64,\#(data)""#, ""
      )
    case .lettering(let lettering):
      return ("text", lettering.attributes, xmlText(lettering.text))
    }
  }
}

extension Box {
  fileprivate var attributes: String {
    #"x="\#(number(x))" y="\#(number(y))" width="\#(number(width))" height="\#(number(height))""#
  }
}

extension Stroke {
  fileprivate var attributes: String {
    let dash = dashes.map(number).joined(separator: " ")
    return #"fill="none" stroke="\#(color.hex)" stroke-width="\#(number(width))""#
      + (dash.isEmpty ? "" : #" stroke-dasharray="\#(dash)""#)
      + (isRound ? #" stroke-linecap="round""# : "") + #" stroke-linejoin="round""#
  }
}

extension Lettering {
  fileprivate var attributes: String {
    let x = number(place.x)
    let y = number(place.y)
    let anchorName =
      switch anchor {
      case .start: ""
      case .middle: #" text-anchor="middle""#
      case .end: #" text-anchor="end""#
      }
    return #"x="\#(x)" y="\#(y)" font-size="\#(number(size))" fill="\#(color.hex)""#
      + anchorName + (isBold ? #" font-weight="bold""# : "")
      + (isUpright ? #" transform="rotate(-90 \#(x) \#(y))""# : "") + cells
  }

  /// Letters in cells keep their blanks, and their places whatever the font.
  private var cells: String {
    guard let cellWidth else { return "" }
    return #" xml:space="preserve" textLength="\#(number(cellWidth * Double(text.count)))""#
      + #" lengthAdjust="spacingAndGlyphs""#
  }
}

extension Color {
  fileprivate var hex: String {
    "#"
      + [red, green, blue].map { part in
        let digits = String(part, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }
}

private func points(_ places: [Place]) -> String {
  places.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
}

/// A length to a hundredth of a point.
private func number(_ value: Double) -> String {
  withoutTrailingZeros(fixed(value, decimals: 2))
}
