import CHDF5
import PlainText

/// What there is at a path.
package enum HDF5Kind: Int, Equatable, Sendable {
  case group, dataset
}

/// What the values of a dataset are.
package enum HDF5ElementType: Int, Equatable, Sendable {
  case integer, float, string, other
}

extension HDF5File {
  /// What there is at a path; `nil` if there is nothing, or something else.
  ///
  /// - Throws: `HDF5Error` for a link whose target is not in this file.
  func kind(of object: String) throws(HDF5Error) -> HDF5Kind? {
    guard let opened = Handle(H5Oopen(handle.id, object, spiketop_h5_default()), close: H5Oclose)
    else {
      try refuseLinks(to: object)
      return nil
    }
    switch H5Iget_type(opened.id) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    default: return nil
    }
  }

  /// Throws if a link on the way to something leads out of the file, or nowhere.
  private func refuseLinks(to object: String) throws(HDF5Error) {
    var path = ""
    for part in object.parts(between: "/") where !part.isEmpty {
      path += "/\(part)"
      guard H5Lexists(handle.id, path, spiketop_h5_default()) > 0 else { return }
      guard H5Oexists_by_name(handle.id, path, spiketop_h5_default()) > 0 else {
        throw error(path, "is a link that leads out of the file, or nowhere")
      }
    }
  }

  /// The names in a group, in alphabetical order.
  ///
  /// Costs their number: asked for one by one, the library would begin anew for each.
  func names(in group: String) throws(HDF5Error) -> [String] {
    guard let opened = Handle(H5Gopen2(handle.id, group, spiketop_h5_default()), close: H5Gclose)
    else { throw error(group, "is no group") }
    var names: [String] = []
    let status = withUnsafeMutablePointer(to: &names) { names in
      spiketop_h5_names(
        opened.id,
        { name, names in
          guard let name else { return -1 }
          names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
          return 0
        }, names)
    }
    guard status >= 0 else { throw error(group, "is damaged") }
    return names
  }

  /// What the values of a dataset are; `nil` if there is no such dataset.
  func elementType(of dataset: String) throws(HDF5Error) -> HDF5ElementType? {
    guard try kind(of: dataset) == .dataset else { return nil }
    return try HDF5Source(HDF5Place(object: dataset), in: self).elementType
  }

  /// Whether a group or dataset has an attribute.
  func hasAttribute(_ name: String, of object: String) -> Bool {
    H5Aexists_by_name(handle.id, object, name, spiketop_h5_default()) > 0
  }
}
