import CHDF5
import Foundation
import HDF5
import Testing

/// Files that say less than they seem to, or more: values that are not there are no zeros.
@Suite struct ForeignFileTests {
  @Test func whatIsNotInTheFileIsNotRead() throws {
    try withFile { file, plain in
      let nothing = H5Screate(H5S_NULL)
      close(dataset("/null", in: file, nothing, creation: spiketop_h5_default()))
      let space = line(of: 8)
      close(dataset("/unwritten", in: file, space, creation: spiketop_h5_default()))

      let chunked = H5Dget_create_plist(plain)
      H5Pset_chunk(chunked, 1, [4])
      let half = dataset("/half", in: file, space, creation: chunked)
      H5Sselect_hyperslab(space, H5S_SELECT_SET, [0], nil, [4], nil)
      H5Dwrite(
        half, spiketop_h5_float(), line(of: 4), space, spiketop_h5_default(),
        [1, 2, 3, 4] as [Float])
      close(half)

      let elsewhere = H5Dget_create_plist(plain)
      H5Pset_external(elsewhere, "other.raw", 0, 32)
      close(dataset("/elsewhere", in: file, line(of: 8), creation: elsewhere))
    } check: { reader in
      let texts = try ["/null", "/unwritten", "/half", "/elsewhere"].map { name in
        try refusal { try reader.floats(name) }
      }
      let unwritten = "was never written, or not to its end"
      #expect(
        texts == [
          "'/null' holds nothing", "'/unwritten' \(unwritten)", "'/half' \(unwritten)",
          "'/elsewhere' lies in another file",
        ])
      let plain = try reader.floats("/plain")
      #expect(plain == [1, 2, 3, 4, 5, 6, 7, 8])
    }
  }

  /// Of a dataset that is put together from others, all of them must be in the file.
  @Test(arguments: [(".", "/plain", true), (".", "/none", false), ("other.h5", "/plain", false)])
  func partsOfOneFileMakeADataset(file source: String, part: String, isWhole: Bool) throws {
    try withFile { file, plain in
      let properties = H5Dget_create_plist(plain)
      H5Pset_virtual(properties, line(of: 8), source, part, line(of: 8))
      close(dataset("/virtual", in: file, line(of: 8), creation: properties))
    } check: { reader in
      if isWhole {
        let values = try reader.floats("/virtual")
        #expect(values == [1, 2, 3, 4, 5, 6, 7, 8])
      } else {
        let text = try refusal { try reader.floats("/virtual") }
        #expect(text.hasPrefix("'/virtual' "), "\(text)")
      }
    }
  }

  @Test func linksThatLeadNowhereAreNamed() throws {
    try withFile { file, _ in
      let normal = spiketop_h5_default()
      H5Lcreate_soft("/plain", file, "/alias", normal, normal)
      H5Lcreate_soft("/none", file, "/lost", normal, normal)
      H5Lcreate_external("other.h5", "/plain", file, "/out", normal, normal)
    } check: { reader in
      let kinds = [try reader.kind(of: "/alias"), try reader.kind(of: "/none")]
      #expect(kinds == [.dataset, nil])
      for name in ["/lost", "/out", "/out/inside"] {
        let text = try refusal { _ = try reader.kind(of: name) }
        #expect(text.contains("leads out of the file, or nowhere"), "\(text)")
      }
    }
  }

  /// What is like no whole number of 64 bits does not become another one.
  @Test func whatIsNoWholeNumberIsRefused() throws {
    try withFile { file, _ in
      let (normal, all) = (spiketop_h5_default(), spiketop_h5_all())
      let unsigned = H5Tcopy(spiketop_h5_int64())
      H5Tset_sign(unsigned, H5T_SGN_NONE)
      for (name, number) in [("/large", UInt64(1) << 63), ("/small", 7)] {
        let numbers = H5Dcreate2(file, name, unsigned, line(of: 1), normal, normal, normal)
        H5Dwrite(numbers, unsigned, all, all, normal, [number])
        close(numbers)
      }
    } check: { reader in
      let texts = try ["/plain", "/large"].map { name in
        try refusal { _ = try reader.numbers(name, as: Int64.self) }
      }
      #expect(
        texts == [
          "'/plain' holds floats, where whole numbers belong",
          "'/large' holds a number above 2^63 - 2, which is not taken",
        ])
      let small = try reader.numbers("/small", as: Int64.self).elements
      #expect(small == [7])
    }
  }

  /// A small file may name a large dataset many times, and groups of groups.
  @Test func whatIsReadIsCountedEachTime() throws {
    try withFile { file, plain in
      let packed = H5Dget_create_plist(plain)
      H5Pset_chunk(packed, 1, [1 << 20])
      H5Pset_deflate(packed, 9)
      let large = dataset("/large", in: file, line(of: 1 << 20), creation: packed)
      H5Dwrite(
        large, spiketop_h5_float(), spiketop_h5_all(), spiketop_h5_all(), spiketop_h5_default(),
        [Float](repeating: 0, count: 1 << 20))
      close(large)
    } check: { reader in
      let text = try refusal { for _ in 0..<12 { try reader.floats("/large") } }
      #expect(text.hasPrefix("'/large' makes more than"), "\(text)")
    }
    try withFile { _, _ in
    } check: { reader in
      let text = try refusal { for _ in 0..<4096 { _ = try reader.kind(of: "/plain") } }
      #expect(text.contains("places, more than a file of"), "\(text)")
    }
  }

  /// - Parameters:
  ///   - make: Gets the file, and the dataset `/plain` of eight numbers.
  ///   - check: Gets the file as another program wrote it.
  private func withFile(
    _ make: (hid_t, hid_t) -> Void, check: (HDF5Reader) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "foreign.h5").path
    let normal = spiketop_h5_default()
    // In memory, because processes that other tests start would inherit the lock of a file.
    let memory = H5Pcreate(spiketop_h5_file_access())
    spiketop_h5_keep_in_memory(memory, 1 << 16)
    let file = H5Fcreate(UUID().uuidString, spiketop_h5_truncate(), normal, memory)
    try #require(file >= 0)
    let plain = dataset("/plain", in: file, line(of: 8), creation: normal)
    let numbers: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]
    H5Dwrite(plain, spiketop_h5_float(), spiketop_h5_all(), spiketop_h5_all(), normal, numbers)
    make(file, plain)
    close(plain)
    H5Fflush(file, H5F_SCOPE_GLOBAL)
    var content = Data(count: H5Fget_file_image(file, nil, 0))
    content.withUnsafeMutableBytes { bytes in
      _ = H5Fget_file_image(file, bytes.baseAddress, bytes.count)
    }
    H5Fclose(file)
    H5Pclose(memory)
    try content.write(to: URL(filePath: path))
    try check(HDF5Reader(inThisProcess: path))
  }

  private func line(of count: Int) -> hid_t { H5Screate_simple(1, [hsize_t(count)], nil) }

  private func dataset(
    _ name: String, in file: hid_t, _ space: hid_t, creation: hid_t
  ) -> hid_t {
    let normal = spiketop_h5_default()
    return H5Dcreate2(file, name, spiketop_h5_float(), space, normal, creation, normal)
  }

  private func close(_ dataset: hid_t) { H5Dclose(dataset) }

  /// What reading says, without the name of the file.
  private func refusal(_ read: () throws -> Void) throws -> String {
    do {
      try read()
      return "no refusal"
    } catch let error as HDF5Error {
      return error.about
    }
  }
}

extension HDF5Reader {
  @discardableResult
  fileprivate func floats(_ dataset: String) throws -> [Float] {
    try numbers(dataset).elements
  }
}
