extension Command {
  /// What is looked at: a place, an image, a network, a method, a second network, a screen.
  static let navigation: [Command] = [
    Command(
      "go", letter: "g", .words("LAYER[#NEURON]").completed { $0.spikingLayerNames },
      does: "go to a layer or a neuron", effect: { $0.goTo($1) }),
    Command(
      "image", letter: "i", .number("NUMBER", in: 0...Int.max), does: "another image",
      effect: { $0.load(imageNumber: $1) }),
    Command(
      "open", letter: "o", .files, does: "another network; options as those of watch",
      effect: { $0.open(model: $1.model, data: $1.data, options: $1.options) }),
    Command(
      "demo", .none, does: "the bundled network",
      effect: { state, _ in state.open(model: nil, data: nil) }),
    Command(
      "method", .words("METHOD").completed { $0.context?.methodNames ?? [] },
      does: "convert by another method, as light@32 or bistable:phases=8",
      effect: { $0.load(methodNamed: $1) }),
    Command(
      "compare",
      .words("METHOD|off").completed { ($0.context?.methodNames ?? []) + [noSecondRun] },
      does: "a second network beside this one, as bistable:phases=8",
      effect: { $0.compare(with: $1 == noSecondRun ? nil : $1) }),
    Command(
      "screen", .screen, does: "another screen",
      effect: { state, name in
        state.show(name)
        return []
      }),
    Command(
      "set", .setting, does: "an order, a filter, a view of a screen, as sin.order=first",
      effect: { state, setting in
        state.choose(setting)
        return []
      }),
  ]

  /// What `:compare` takes to end a comparison.
  private static let noSecondRun = "off"
}

/// Where a network and its data lie.
private struct NetworkFiles: Sendable {
  var model: String
  var data: String?
  /// Further options and their values, as on the command line.
  var options: [String] = []
}

extension ArgumentForm<NetworkFiles> {
  /// A path may have blanks in it, so the second one stands behind an option.
  fileprivate static var files: ArgumentForm {
    ArgumentForm("FILE.onnx|nir [--data IMAGES] [OPTION...]") { call in
      let text = call.line.restOfLine
      let parts = text.split(separator: " --", omittingEmptySubsequences: false)
        .map { String($0).trimmingBlanks }
      guard !parts.contains(""), !text.hasPrefix("-") else { return nil }
      var files = NetworkFiles(model: parts[0])
      for part in parts.dropFirst() {
        let name = String(part.prefix { $0 != " " && $0 != "=" })
        let value = String(part.dropFirst(name.count + 1)).trimmingBlanks
        if name == "data" {
          guard files.data == nil, !value.isEmpty else { return nil }
          files.data = value
        } else {
          files.options += ["--\(name)"] + (value.isEmpty ? [] : [value])
        }
      }
      return files
    }
  }
}

extension ArgumentForm<ScreenName> {
  /// A screen by its name or any start of it.
  fileprivate static var screen: ArgumentForm {
    ArgumentForm("NAME") { call throws(CommandError) in
      guard let name = call.registry.screenName(beginning: call.argument) else {
        let names = call.registry.screensByKey.map(\.name.rawValue)
        throw CommandError(description: "the screens are \(names.joined(separator: ", "))")
      }
      return name
    }.completed { $0.registry.screensByKey.map(\.name.rawValue) }
  }
}

extension ArgumentForm<SettingText> {
  fileprivate static var setting: ArgumentForm {
    ArgumentForm("[SCREEN.]NAME=VALUE") { call throws(CommandError) in
      try SettingText(call.line.restOfLine, registry: call.registry)
    }.completed { state in
      state.registry.settingsByName.flatMap { name, setting in
        let values = setting.values(state)
        return values.isEmpty ? ["\(name)="] : values.map { "\(name)=\($0)" }
      }
    }
  }
}

extension DashboardState {
  /// - Parameter model: Its file; `nil` for the bundled network.
  fileprivate mutating func open(
    model: String?, data: String?, options: [String] = []
  ) -> [DashboardEffect] {
    (coming, stepToRestore) = (nil, nil)
    message = Message(text: "opening \(model ?? "the bundled network")", isError: false)
    return [.open(model: model, data: data, options: options)]
  }

  fileprivate mutating func load(imageNumber number: Int) -> [DashboardEffect] {
    guard let context else { return [] }
    guard hasImages || number == context.image else { return sayThatThereAreNoImages() }
    guard (0..<context.imageCount).contains(number) else {
      message = Message(
        text: "the images are numbered from 0 to \(context.imageCount - 1)", isError: true)
      return []
    }
    return load(image: number, method: context.method)
  }

  fileprivate mutating func load(methodNamed name: String) -> [DashboardEffect] {
    guard let context else { return [] }
    guard canChooseMethod else {
      message = noMethods
      return []
    }
    let lists = [context.methodNames, context.methods]
    let exact = lists.compactMap { $0.firstIndex(of: name) }.first
    let begun = lists.compactMap { $0.firstIndex { $0.hasPrefix(name) } }.first
    guard let method = exact ?? begun else { return convert(by: name) }
    return load(image: context.image, method: method)
  }
}
