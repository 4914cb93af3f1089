import SpikeStatistics
import TimeTravel

/// What conditions are made of, for the help.
func conditionLines(_ figures: Figures) -> [HelpLine] {
  Quantity.all(in: figures).map { quantity in
    HelpLine(key: quantity.name, text: quantity.summary + places(of: quantity))
  } + [
    HelpLine(key: "> >= < <= == !=", text: "compare; a quantity alone means that it is not 0"),
    HelpLine(key: "&& || ! ( )", text: "as in sin(conv3) > 0 && D(conv3) > 0.1"),
    HelpLine(
      key: "every CONDITION", text: "stop at each step at which it holds, not only where it"),
    HelpLine(
      text: "  becomes true: holds at this step, and did not at the step before. [own rule]"),
    HelpLine(text: "What does not exist yet makes no condition true, nor its negation. [own rule]"),
  ]
}

private func places(of quantity: Quantity) -> String {
  let name = quantity.name
  return switch quantity.places {
  case .never: ""
  case .optional: ": \(name), \(name)(conv2), \(name)(conv2#4)"
  case .required: ": \(name)(conv2), \(name)(conv2#4)"
  }
}
