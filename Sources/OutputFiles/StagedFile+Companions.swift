import Foundation
import InputFiles

// What other programs keep beside a file that is to be replaced, under its name and a suffix.
extension StagedFile {
  /// The first bytes of what is to be replaced; `nil` where there is nothing, or it cannot be read.
  package func replacedBeginning(count: Int) -> [UInt8]? {
    replaced.flatMap { place.beginning(of: $0, named: place.name, count: count) }
  }

  /// Whether something has the name with a suffix, whatever it is.
  package func isThere(_ suffix: String) -> Bool {
    place.occupant(of: place.name + suffix) != nil || errno != ENOENT
  }

  /// Whether a regular file has the name with a suffix, which is empty or begins in one of some
  /// ways.
  package func isThere(_ suffix: String, beginningWith beginnings: [[UInt8]]) -> Bool {
    let name = place.name + suffix
    guard let companion = place.occupant(of: name),
      InputFileError.kind(ofMode: companion.mode) == nil,
      let beginning = place.beginning(of: companion, named: name, count: 8)
    else { return false }
    return beginning.isEmpty || beginnings.contains(where: beginning.starts)
  }

  /// Removes such a file of one that is to be replaced, and nothing else.
  ///
  /// - Returns: Whether nothing has the name now.
  package func remove(_ suffix: String, _ beginnings: [[UInt8]]) -> Bool {
    guard isThere(suffix) else { return true }
    guard replaced != nil, isThere(suffix, beginningWith: beginnings) else { return false }
    place.remove(place.name + suffix)
    return !isThere(suffix)
  }
}
