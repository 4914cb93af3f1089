import PlainText

extension Plot {
  /// The plot as an SVG document with selectable text; pointing at a mark shows its value.
  package func svg() -> String {
    let title = charts.map(\.title).joined(separator: "; ")
    return drawing().svg(
      title: title.isEmpty ? "figure" : title, description: caption,
      fontFamily: "Helvetica, Arial, 'Liberation Sans', sans-serif")
  }
}

extension Drawing {
  /// The drawing as an SVG document.
  func svg(title: String, description: String, fontFamily: String) -> String {
    let size = "\(number(width)) \(number(height))"
    let head = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size)""#
        + #" width="\#(number(width))" height="\#(number(height))""#
        + #" role="img" font-family="\#(fontFamily)">"#,
      "<title>\(xmlText(title))</title>",
      "<desc>\(xmlText(description))</desc>",
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
    ]
    return (head + shapes.map(\.svg) + ["</svg>", ""]).joined(separator: "\n")
  }
}

extension Shape {
  fileprivate var svg: String {
    let (name, attributes, content) = element
    let open = "<\(name) \(attributes)"
    let title = note.map { "<title>\(xmlText($0))</title>" } ?? ""
    return title.isEmpty && content.isEmpty ? open + "/>" : "\(open)>\(title)\(content)</\(name)>"
  }

  private var element: (name: String, attributes: String, content: String) {
    switch form {
    case .rectangle(let box, let color):
      let place = #"x="\#(number(box.x))" y="\#(number(box.y))""#
      let size = #"width="\#(number(box.width))" height="\#(number(box.height))""#
      return ("rect", #"\#(place) \#(size) fill="\#(color.hex)""#, "")
    case .line(let places, let stroke):
      return ("polyline", #"points="\#(points(places))" \#(stroke.attributes)"#, "")
    case .disc(let center, let radius, let color):
      let place = #"cx="\#(number(center.x))" cy="\#(number(center.y))""#
      return ("circle", #"\#(place) r="\#(number(radius))" fill="\#(color.hex)""#, "")
    case .polygon(let places, let color):
      return ("polygon", #"points="\#(points(places))" fill="\#(color.hex)""#, "")
    case .lettering(let lettering):
      return ("text", lettering.attributes, xmlText(lettering.text))
    }
  }
}

extension Stroke {
  fileprivate var attributes: String {
    let dash = dashes.map(number).joined(separator: " ")
    return #"fill="none" stroke="\#(color.hex)" stroke-width="\#(number(width))""#
      + (dash.isEmpty ? "" : #" stroke-dasharray="\#(dash)""#)
      + #" stroke-linecap="round" stroke-linejoin="round""#
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
