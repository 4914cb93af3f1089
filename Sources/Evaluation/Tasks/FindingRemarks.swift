import PlainText

extension [ImageFindings] {
  /// What does not count in scores, one line each.
  var remarks: [String] {
    var (unusable, places, classless) = (0, 0, 0)
    // Numbers of files may be any.
    func add(_ number: Int?, to sum: inout Int) {
      sum = sum.addingReportingOverflow(Swift.max(number ?? 0, 0)).partialValue
    }
    for findings in self {
      switch findings {
      case .objects(let found): add(found.unusable, to: &unusable)
      case .places(let found):
        add(found.places, to: &places)
        add(found.classless, to: &classless)
      }
    }
    var remarks: [String] = []
    if unusable > 0 {
      remarks.append(
        "warning: \(unusable == 1 ? "1 box has" : "\(grouped(unusable)) boxes have") no finite "
          + "place or score, over all answers; left out")
    }
    if classless > 0 {
      remarks.append(
        "places: \(grouped(classless)) of \(grouped(places)) have no class of the network and do "
          + "not count")
    }
    return remarks
  }
}
