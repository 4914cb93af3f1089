/// Names of which no two are equal, whatever is asked for.
///
/// Names in a file are any text: that of a model and of a layer in it together may be the name of
/// another layer.
struct DistinctNames {
  private var taken: Set<String> = []
  /// The last number behind a name.
  private var numbers: [String: Int] = [:]

  /// A name that has not been given before: the wanted one, with a number behind it if need be.
  mutating func distinct(_ wanted: String) -> String {
    var name = wanted
    while !taken.insert(name).inserted {
      let number = numbers[wanted, default: 1] + 1
      numbers[wanted] = number
      name = "\(wanted):\(number)"
    }
    return name
  }
}
