import SpikeStatistics
import TimeTravel

/// A line as typed: the name of a command, and what it is told.
package struct CommandLine: Sendable {
  package let name: String
  /// With single blanks between its words.
  package let argument: String

  /// What follows the name, unchanged, and the column at which it begins, from 1 on.
  let rest: String
  let restColumn: Int

  /// - Parameter text: As typed; a number that stands alone is a step to go to.
  init(_ text: String) {
    let typed = text.drop { $0 == " " }
    let isStep = typed.first?.isNumber == true && typed.allSatisfy { $0.isNumber || $0 == " " }
    let start = isStep ? "\(Command.stepName) \(typed)" : String(typed)
    name = String(start.prefix { $0 != " " })
    rest = String(start.dropFirst(name.count))
    restColumn = text.count - rest.count + 1
    argument = rest.split(separator: " ").joined(separator: " ")
  }

  /// The argument as typed, without the blanks around it.
  package var restOfLine: String { rest.trimmingBlanks }

  /// The condition that the argument spells; errors count columns from the start of the line.
  func condition(of figures: Figures) throws(CommandError) -> StopCondition {
    do {
      return try StopCondition(rest, firstColumn: restColumn, figures: figures)
    } catch {
      throw CommandError(description: error.description)
    }
  }
}

extension String {
  /// Without the blanks around it.
  var trimmingBlanks: String {
    let end = lastIndex { $0 != " " }.map(index(after:)) ?? startIndex
    return String(self[..<end].drop { $0 == " " })
  }
}

/// Why a command was not understood.
package struct CommandError: Error {
  package var description: String

  package init(description: String) {
    self.description = description
  }
}
