import PlainText

/// What layers are called with, as the configurations of Keras 2 and 3 spell it.
enum KerasCalls {
  /// The arguments of each call of a layer.
  static func calls(of layer: KerasOptions, title: String) throws(FormatError) -> [[KerasArgument]]
  {
    let options = KerasOptions(layer.place, file: layer.file, layer: title)
    return try options.read { place throws(JSONError) -> [[KerasArgument]] in
      guard let calls = try place.member("inbound_nodes") else { return [] }
      let list = try calls.elements().map { call throws(JSONError) in try arguments(of: call) }
      // An input layer is there without being called.
      return list.isEmpty ? [[]] : list
    }
  }

  /// `{args, kwargs}` in Keras 3; a list of `[layer, call, result, further]` in Keras 2.
  private static func arguments(of call: JSONPlace) throws(JSONError) -> [KerasArgument] {
    guard case .object = call.value else {
      return try references(in: call).map { .value($0) }
    }
    let positional = try call.member("args").map(collected) ?? []
    guard let named = try call.member("kwargs") else { return positional }
    // Some operations name their tensors; other words, as of training, are no arguments here.
    return positional
      + (try collected(named)).filter {
        switch $0 {
        case .value: true
        case .constant(let constant): !constant.shape.isEmpty
        }
      }
  }

  /// All tensors and numbers within a value, in their order.
  private static func collected(_ place: JSONPlace) throws(JSONError) -> [KerasArgument] {
    switch place.value {
    case .number:
      return [.constant(KerasConstant(shape: [], numbers: [try place.float()]))]
    case .list:
      var all: [KerasArgument] = []
      for element in try place.elements() { all += try collected(element) }
      return all
    case .object:
      if case .text("__keras_tensor__") = try place.member("class_name")?.value {
        let history = try place.required("config").required("keras_history")
        return try references(in: history).map { .value($0) }
      }
      if case .text(let name) = try place.member("class_name")?.value, arrays.contains(name) {
        return [.constant(try array(try place.required("config").required("value")))]
      }
      var all: [KerasArgument] = []
      for member in try place.members() { all += try collected(member.place) }
      return all
    case .null, .boolean, .text: return []
    }
  }

  /// Numbers among the arguments of a call: an array, lists, or one number; `nil` for a tensor.
  static func constant(_ place: JSONPlace) throws(JSONError) -> KerasConstant? {
    guard case .object = place.value else { return try array(place) }
    guard case .text(let name) = try place.member("class_name")?.value, arrays.contains(name)
    else { return nil }
    return try array(try place.required("config").required("value"))
  }

  /// What Keras calls the arrays of NumPy and of its backends.
  private static let arrays: Set = ["__numpy__", "__tensor__"]

  /// Numbers in lists within each other, or a number alone.
  private static func array(_ place: JSONPlace) throws(JSONError) -> KerasConstant {
    guard case .list = place.value else {
      return KerasConstant(shape: [], numbers: [try place.float()])
    }
    let parts = try place.elements().map { element throws(JSONError) in try array(element) }
    guard let first = parts.first, parts.allSatisfy({ $0.shape == first.shape }) else {
      throw JSONError(key: place.key, what: "is no array of numbers")
    }
    return KerasConstant(shape: [parts.count] + first.shape, numbers: parts.flatMap(\.numbers))
  }

  /// `[layer, call, result]` or a list of such; in an object by names.
  static func references(in place: JSONPlace) throws(JSONError) -> [KerasReference] {
    if case .object = place.value {
      var all: [KerasReference] = []
      for member in try place.members() { all += try references(in: member.place) }
      return all
    }
    let elements = try place.elements()
    guard case .text = elements.first?.value else {
      var all: [KerasReference] = []
      for element in elements { all += try references(in: element) }
      return all
    }
    guard elements.count >= 3 else {
      throw JSONError(key: place.key, what: "is no layer with its call")
    }
    return [
      KerasReference(
        layer: unmistakable(try elements[0].text()), call: try elements[1].integer(),
        result: try elements[2].integer())
    ]
  }
}
