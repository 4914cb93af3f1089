import CHDF5

/// The lengths of a dataset or an attribute.
struct HDF5Extent {
  /// Empty for a single value.
  private(set) var lengths: [Int] = []
  private(set) var count = 1

  /// - Returns: `nil` of what is made to hold nothing, or more than can be counted.
  init?(_ space: borrowing Handle) {
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard rank >= 0, H5Sget_simple_extent_type(space.id) != H5S_NULL else { return nil }
    var lengths = [hsize_t](repeating: 0, count: Int(rank))
    _ = H5Sget_simple_extent_dims(space.id, &lengths, nil)
    for length in lengths {
      guard let length = Int(exactly: length) else { return nil }
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: length)
      guard !isTooLarge else { return nil }
      self.lengths.append(length)
      count = product
    }
  }
}
