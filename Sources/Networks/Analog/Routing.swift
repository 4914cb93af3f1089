// Operations that weigh nothing and pool nothing: they move values, or put several maps together.
extension AnalogTraits {
  static func pad(_ margins: Margins) -> AnalogTraits {
    AnalogTraits(
      stem: "pad", title: "pad", role: .routing, spikingForm: .linear(.pad(margins)),
      shape: { inputs in
        sameShape(inputs).map {
          MapShape(
            channels: $0.channels, height: $0.height + margins.top + margins.bottom,
            width: $0.width + margins.left + margins.right)
        }
      }
    ).with { $0.details = AnalogDetails(padding: margins) }
  }

  static let add = AnalogTraits(
    stem: "add", title: "add", role: .routing, spikingForm: .sum,
    shape: { inputs in inputs.count == 2 && inputs[0] == inputs[1] ? inputs[0] : nil }
  ).with { $0.fanIn = .inputs }

  static let concatenate = AnalogTraits(
    stem: "concat", title: "concat", role: .joining, spikingForm: .concatenation,
    shape: { inputs in
      guard let first = inputs.first,
        inputs.allSatisfy({ $0.height == first.height && $0.width == first.width })
      else { return nil }
      return MapShape(
        channels: inputs.reduce(0) { $0 + $1.channels }, height: first.height, width: first.width)
    })

  static let flatten = AnalogTraits(
    stem: "flatten", title: "flatten", role: .routing, spikingForm: .linear(.flatten),
    shape: { inputs in sameShape(inputs).map { MapShape(channels: $0.count) } })
}

extension SynapticTraits {
  static let pad = rearrangement(
    stem: "flatten", nirForm: .missing("it pads in convolutions only")
  ).with { $0.movesOnly = true }

  static let flatten = rearrangement(stem: "flatten", nirForm: .flatten).with {
    $0.nirLengths = { _, result in
      result.isVector ? [result.channels] : [result.channels, result.pixels]
    }
    $0.keepsUnits = true
    $0.movesOnly = true
  }
}
