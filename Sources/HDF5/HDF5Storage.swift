import CHDF5

/// Where the values of a dataset lie.
///
/// The library reads what was never written, and what lies in files that are missing, as zeros; and
/// it opens any file that a dataset names.
struct HDF5Storage {
  let dataset: hid_t
  /// Of the dataset, which holds one value at least.
  let lengths: [Int]
  let file: hid_t

  /// Why the values cannot be had from this file alone; `nil` if they are all there.
  var problem: String? {
    guard let properties = Handle(H5Dget_create_plist(dataset), close: H5Pclose) else {
      return "is damaged"
    }
    switch H5Pget_layout(properties.id) {
    case H5D_COMPACT:
      return nil
    case H5D_CONTIGUOUS:
      guard H5Pget_external_count(properties.id) == 0 else {
        return "lies in another file"
      }
      return H5Dget_storage_size(dataset) > 0 ? nil : Self.unwritten
    case H5D_CHUNKED:
      return chunkProblem(properties.id)
    case H5D_VIRTUAL:
      return virtualProblem(properties.id)
    default:
      return "is damaged"
    }
  }

  private static let unwritten = "was never written, or not to its end"

  private func chunkProblem(_ properties: hid_t) -> String? {
    var chunk = [hsize_t](repeating: 0, count: lengths.count)
    var present: hsize_t = 0
    guard H5Pget_chunk(properties, Int32(chunk.count), &chunk) == lengths.count,
      chunk.allSatisfy({ $0 > 0 }),
      let space = Handle(H5Dget_space(dataset), close: H5Sclose),
      H5Dget_num_chunks(dataset, space.id, &present) >= 0
    else { return "is damaged" }
    let chunks = zip(lengths, chunk).reduce(1.0) { product, axis in
      product * (Double(axis.0) / Double(axis.1)).rounded(.up)
    }
    return Double(present) >= chunks ? nil : Self.unwritten
  }

  /// A dataset that is put together from others of the same file.
  private func virtualProblem(_ properties: hid_t) -> String? {
    var (sources, covered) = (0, 0.0)
    guard H5Pget_virtual_count(properties, &sources) >= 0 else { return "is damaged" }
    for index in 0..<sources {
      let name = text { H5Pget_virtual_filename(properties, index, $0, $1) }
      guard name == "." else {
        return "is put together from other files"
      }
      guard let part = Handle(H5Pget_virtual_vspace(properties, index), close: H5Sclose),
        isWhole(text { H5Pget_virtual_dsetname(properties, index, $0, $1) })
      else { return Self.unwritten }
      covered += Double(H5Sget_select_npoints(part.id))
    }
    let count = lengths.reduce(1.0) { $0 * Double($1) }
    return covered >= count ? nil : Self.unwritten
  }

  /// Whether all values of another dataset are in the file; what is itself put together is not
  /// followed, because that may lead round in a circle.
  private func isWhole(_ source: String) -> Bool {
    guard let opened = Handle(H5Dopen2(file, source, spiketop_h5_default()), close: H5Dclose),
      let layout = Handle(H5Dget_create_plist(opened.id), close: H5Pclose),
      H5Pget_layout(layout.id) != H5D_VIRTUAL,
      let space = Handle(H5Dget_space(opened.id), close: H5Sclose),
      let extent = HDF5Extent(space), extent.count > 0
    else { return false }
    return HDF5Storage(dataset: opened.id, lengths: extent.lengths, file: file).problem == nil
  }

  private func text(_ read: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> String {
    var buffer = [CChar](repeating: 0, count: max(read(nil, 0), 0) + 1)
    _ = read(&buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
