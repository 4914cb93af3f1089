/// What the panes show that several screens have, by the names of its definitions.
extension [String] {
  static var strips: [String] {
    [
      "layers", "neurons", "rate", "SIN neurons", "SIN ratio", "D", "synops", "inactivated",
      "raster",
      "spikes", "rate of this step", "silent", "threshold", "mean v, z>0", "mean v, off",
      "SIN origin", "drive C",
    ]
  }
  static var lanes: [String] {
    ["prediction", "SIN in this step"]
  }
  static var layerSummary: [String] {
    [
      "neurons", "rate", "SIN neurons", "SIN spikes", "SIN ratio", "inactivated", "lead and lag",
    ]
  }
  static var layerFacts: [String] {
    layerSummary + [
      "threshold", "silent", "missed", "mean v, z>0", "mean v, off", "psi", "|rate-a|/|a|",
      "ANN z / a", "spikes",
    ]
  }
  static var unitFacts: [String] {
    [
      "neurons", "ANN z / a", "here", "spikes", "in this step", "first, last", "m, then v", "D",
      "drive C", "psi", "SIN origin", "dEI", "rate*theta-a",
    ]
  }
  static var trace: [String] {
    ["m, then v", "threshold", "spikes", "D", "ANN z / a", "neurons"]
  }
  static var sinTable: [String] {
    [
      "SIN neurons", "spikes", "first, last", "D", "v", "ANN z / a", "SIN origin", "neurons",
    ]
  }
  static var sinTotals: [String] {
    [
      "SIN neurons", "SIN ratio", "SIN spikes", "inactivated", "t<=8", "SIN origin", "layers",
    ]
  }
  static var worst: [String] {
    [
      "off schedule", "neurons", "spikes", "D", "lead", "lag", "psi", "dEI", "ANN z / a", "here",
      "uneven neurons", "ISI CV", "ISI mean",
    ]
  }
  static var compared: [String] {
    ["differ", "neurons", "rate", "SIN neurons", "D", "half by"]
  }
  static var ownLayers: [String] {
    ["neurons", "threshold", "rate", "silent", "SIN neurons", "SIN ratio", "D"]
  }
  static var graph: [String] {
    [
      "rate", "SIN neurons", "SIN ratio", "spikes a step", "SIN of an edge", "edges", "layers",
      "neurons", "input",
    ]
  }
  static var edges: [String] {
    ["edges", "layers", "spikes a step", "SIN of an edge", "through"]
  }
  static var imageList: [String] {
    [
      "label", "answer", "margin", "F1", "settles", "SIN of an image", "spikes", "synops",
      "accuracy",
    ]
  }
}

extension LayerPicture {
  var defines: [String] {
    switch self {
    case .raster: ["raster", "neurons"]
    case .maps, .channel: ["maps", "neurons"]
    case .rates: ["neurons by rate"]
    case .scatter: ["scatter"]
    }
  }
}

extension NeuronPicture {
  var definition: String {
    switch self {
    case .cause: "why"
    case .arrivals: "arrivals"
    case .field: "field"
    case .intervals: "distributions"
    }
  }
}
