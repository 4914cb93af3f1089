import ZipArchives

extension ZipArchive {
  /// The archive in a file.
  static func opened(_ path: String) throws(DatasetError) -> ZipArchive {
    do throws(ZipError) {
      return try ZipArchive(path)
    } catch {
      throw DatasetError(error)
    }
  }

  /// The arrays of the archive.
  func arrays(_ packing: Packing) throws(DatasetError) -> [Member] {
    try attempt { () throws(ZipError) -> [Member] in try members(packing) }.filter {
      $0.name.hasSuffix(".npy")
    }
  }

  /// An array, of which nothing is unpacked unless it is as long as its header says.
  func array(_ entry: UInt64, named name: String) throws(DatasetError) -> NPYArray {
    let header = try header(of: entry, named: name)
    return NPYArray(
      header,
      try attempt { () throws(ZipError) -> [UInt8] in
        try content(of: entry, skipping: header.length)
      })
  }

  func header(of entry: UInt64, named name: String) throws(DatasetError) -> NPYHeader {
    let start = try attempt { () throws(ZipError) -> [UInt8] in
      try content(of: entry, atMost: NPYHeader.mostBytes)
    }
    let size = try attempt { () throws(ZipError) -> Int in try self.size(of: entry) }
    return try NPYHeader(start, of: size, path: "\(path)[\(name)]")
  }

  /// The unpacked npy file of an array.
  func bytes(of entry: UInt64) throws(DatasetError) -> [UInt8] {
    try attempt { () throws(ZipError) -> [UInt8] in try content(of: entry) }
  }

  private func attempt<Value>(_ body: () throws(ZipError) -> Value) throws(DatasetError) -> Value {
    do throws(ZipError) {
      return try body()
    } catch {
      throw DatasetError(error)
    }
  }
}

extension DatasetError {
  fileprivate init(_ error: ZipError) {
    switch error {
    case .input(let error): self.init(error)
    case .damaged(let path, let problem): self = .damaged(path: path, problem: problem)
    }
  }
}
