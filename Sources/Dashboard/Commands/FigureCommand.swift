import RunPlots

extension Command {
  static let figure = Command(
    "figure", .figure,
    does: "a figure for a paper: \(RunPlot.all.map(\.name).joined(separator: ", "))",
    effect: { [.export($1)] })
}

extension ArgumentForm<ExportRequest> {
  /// What is shown, a path, which may have blanks in it, and options behind it.
  fileprivate static var figure: ArgumentForm {
    let kinds = RunPlot.all.map(\.name)
    let formats = ExportRequest.figureFormats.map(\.rawValue).joined(separator: "|")
    let form = ArgumentForm(
      "KIND FILE.\(formats) [width= theme= of= window=]"
    ) { call throws(CommandError) in
      var words = call.line.restOfLine.split(separator: " ", omittingEmptySubsequences: false)
        .map(String.init)
      guard let kind = words.first, !kind.isEmpty else { return nil }
      guard let plot = RunPlot.named(kind) else {
        throw CommandError(description: "the figures are \(kinds.joined(separator: ", "))")
      }
      words.removeFirst()
      var request = FigureRequest(plot)
      while let word = words.last, word.isEmpty || word.isFigureOption {
        if !word.isEmpty { try request.take(word) }
        words.removeLast()
      }
      try request.check()
      let path = words.joined(separator: " ").trimmingBlanks
      return path.isEmpty ? nil : try ExportRequest(request, to: path)
    }
    return form.completedByWord { state, number, word in
      if number == 0 { return kinds.map { $0 + " " } }
      // The second word is a file.
      guard number > 1 else { return [] }
      guard let option = FigureRequest.options.first(where: { word.hasPrefix($0.name + "=") })
      else { return FigureRequest.options.map { $0.name + "=" } }
      let values = option.name == "of" ? state.spikingLayerNames : option.words
      return values.map { "\(option.name)=\($0)" }
    }
  }
}

extension String {
  fileprivate var isFigureOption: Bool {
    FigureRequest.options.contains { hasPrefix($0.name + "=") }
  }
}
