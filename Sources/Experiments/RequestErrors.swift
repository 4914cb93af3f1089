/// A request that cannot be meant, as what was asked for shows: another file, another option.
package struct UsageError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) {
    self.description = description
  }
}

/// An option whose value cannot be meant, told like those that are refused on the command line.
package struct OptionError: Error, CustomStringConvertible {
  package let description: String
}
