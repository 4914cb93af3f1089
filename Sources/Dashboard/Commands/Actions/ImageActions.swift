extension Action {
  /// What is looked at: another image, another method.
  static let images: [Action] = [
    Action(
      "next-mistake", .images, [.character("E")],
      "next image that the ANN gets right and the SNN wrong", effect: { $0.seekNextLoss() }),
    Action("next-image", .images, [.pageDown], "next image", effect: { $0.load(imageBy: 1) }),
    Action(
      "previous-image", .images, [.pageUp], "previous image", effect: { $0.load(imageBy: -1) }),
    Action(
      "method-menu", .images, [.character("M")], "choose the conversion method",
      change: { $0.openMethods() }),
  ]
}

extension DashboardState {
  /// Whether the network can be converted in other ways; spikes that are replayed cannot.
  var canChooseMethod: Bool {
    guard let context else { return false }
    let isReplay = engine?.runState.simulation.isReplay ?? false
    return isReplay ? context.methods.count > 1 : context.hasMethods
  }

  var noMethods: Message {
    Message(
      text: "these spikes were not converted here: there are no methods to choose from",
      isError: true)
  }

  /// The menu of methods, where there are any.
  fileprivate mutating func openMethods() {
    guard let context else { return }
    guard canChooseMethod else {
      message = noMethods
      return
    }
    overlay = .methods(selected: context.method)
  }

  fileprivate mutating func load(imageBy offset: Int) -> [DashboardEffect] {
    guard let context else { return [] }
    guard hasImages else { return sayThatThereAreNoImages() }
    let current = coming?.image ?? context.image
    guard (0..<context.imageCount).contains(current + offset) else {
      let end = offset > 0 ? "last" : "first"
      message = Message(text: "image \(current) is the \(end) one", isError: false)
      return []
    }
    return load(image: current + offset, method: coming?.method ?? context.method)
  }
}
