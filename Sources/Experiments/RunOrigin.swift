/// Which program runs something, as a run file says it.
package struct RunOrigin: Sendable {
  /// With its version.
  package var program: String

  /// As it was called, and in which folder.
  package var arguments: [String]
  package var directory: String

  package init(program: String, arguments: [String], directory: String) {
    self.program = program
    self.arguments = arguments
    self.directory = directory
  }
}
