import Datasets
import Foundation
import Tensors
import Testing

@Suite struct NumPyTests {
  private func array(_ file: ReferenceFile) throws -> NPYArray {
    try NPYArray(ByteSource(decoded(file), path: "array.npy"))
  }

  /// Files that NumPy wrote, holding 0, 1, 2, 3, 100, 5 in two rows.
  @Test(arguments: [
    (ElementType.uint8, References.uint8NPY), (.int32, References.int32NPY),
    (.int64, References.int64NPY), (.float16, References.float16NPY),
    (.float32, References.float32NPY), (.float64, References.float64NPY),
  ])
  func everyTypeIsRead(type: ElementType, file: ReferenceFile) throws {
    let array = try array(file)

    #expect(array.type == type && array.shape == [2, 3] && array.count == 6)
    #expect(array.floats == [0, 1, 2, 3, 100, 5])
    #expect(array.doubles == [0, 1, 2, 3, 100, 5])
    #expect(array.integers == (type.isFloatingPoint ? nil : [0, 1, 2, 3, 100, 5]))
    #expect(array.tensor.shape == [2, 3])
  }

  @Test func truthValuesAreZeroAndOne() throws {
    #expect(try array(References.boolNPY).integers == [0, 1, 1, 1, 1, 1])
  }

  @Test func fortranOrderIsTurnedIntoCOrder() throws {
    let array = try array(References.fortranNPY)

    #expect(array.wasFortranOrder && array.shape == [2, 3, 4])
    #expect(array.floats == (0..<24).map { Float($0) })
  }

  @Test func aSingleNumberHasNoAxes() throws {
    let array = try array(References.scalarNPY)

    #expect(array.shape == [] && array.doubles == [2.5])
  }

  @Test(arguments: ["structure", ">u8", "<U7", "<f3", "f4"])
  func otherTypesAreRefusedWithAHint(type: String) throws {
    let file =
      try type == "structure"
      ? decoded(References.structureNPY) : NPYHeader.encoded(descriptor: type, shape: [0])
    let error = failure { () throws(DatasetError) in
      try NPYArray(ByteSource(file, path: "a.npy"))
    }

    #expect(error?.description.contains(".astype('float32')") == true)
    #expect(error?.description.contains(".astype('int64')") == true)
  }

  /// The order of the bytes is the file's own business.
  @Test(arguments: ["<", "=", ">"])
  func everyOrderOfBytesIsRead(order: String) throws {
    let numbers: [Float] = [0, 1, -2.5, 100, 5, 1e-30]
    let bytes = numbers.flatMap { number in
      let bits = order == ">" ? number.bitPattern.bigEndian : number.bitPattern.littleEndian
      return withUnsafeBytes(of: bits) { Array($0) }
    }
    let file = NPYHeader.encoded(descriptor: "\(order)f4", shape: [2, 3]) + bytes

    let array = try NPYArray(ByteSource(file, path: "a.npy"))

    #expect(array.type == .float32 && array.floats == numbers)
    #expect(try self.array(References.bigEndianNPY).count > 0)
  }

  @Test(arguments: [[], [0], [5], [2, 3], [1, 1, 28, 28], [3, 0, 2]])
  func whatIsWrittenIsReadAgain(shape: [Int]) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/x.npy"
    var generator = SeededGenerator(seed: 1)
    let elements = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -9...9, using: &generator) }
    let tensor = Tensor(shape: shape, elements: elements)

    try NPYFile.encoded(tensor).write(to: URL(filePath: path))

    #expect(try NPYFile.read(path).tensor == tensor)
    #expect(try NPYFile.read(path).type == .float32)
  }

  /// Byte by byte what `numpy.save` writes.
  @Test func theWriterWritesWhatNumPyWrites() throws {
    let tensor = Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 100, 5])

    let vector = Tensor(shape: [5], elements: [0, 1, 2, 3, 4])
    let point = Tensor(shape: [], elements: [7])

    #expect(try Array(NPYFile.encoded(tensor)) == decoded(References.float32NPY))
    #expect(try Array(NPYFile.encoded(vector)) == decoded(References.vectorNPY))
    #expect(try Array(NPYFile.encoded(point)) == decoded(References.pointNPY))
  }

  @Test(arguments: [
    "(9223372036854775807, 9223372036854775807)", "(99999999999999999999,)", "(-1,)",
    "(4611686018427387904,)",
    "(1000000000,)", "('a',)", "(2, 3", "()",
  ])
  func shapesThatLieAreRefused(shape: String) throws {
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    text += String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    let bytes =
      NPYHeader.magic + [1, 0, 118, 0] + Array(text.utf8) + Array(repeating: 0, count: 24)

    let error = failure { () throws(DatasetError) in
      try NPYArray(ByteSource(bytes, path: "a.npy"))
    }

    #expect(error?.kind == .badData)
  }

  @Test(arguments: [References.storedNPZ, References.packedNPZ])
  func archivesGiveTheirArraysByName(file: ReferenceFile) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(decoded(file), to: "a.npz")

    let archive = try NPZFile(path)

    #expect(archive.names == ["y", "images"])
    #expect(try archive.array("y").integers == [4, 2])
    #expect(try archive.array("images").shape == [2, 1, 3, 4])
    #expect(
      failure { () throws(DatasetError) in try archive.array("z") }
        == .noSuchArray(path: path, name: "z", present: ["y", "images"]))
  }

  @Test func aDirectoryOfAnArchiveThatLiesIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(decoded(References.lyingNPZ), to: "a.npz")

    let error = failure { () throws(DatasetError) in try NPZFile(path).array("y") }

    #expect(error?.kind == .badData)
  }

  /// The numbers are NumPy's.
  @Test func realArchivesAreRead() throws {
    guard let path = shared("reference/fashion-lenet.fixtures.npz") else { return }

    let archive = try NPZFile(path)

    #expect(archive.names.count == 79)
    #expect(try archive.array("robust.steps").integers == [64])
    #expect(
      try archive.array("robust.theta").doubles.map { Float($0) }
        == [4.468584, 2.650191, 10.211904, 2.67493])
    #expect(
      abs(try archive.array("robust.logit_sums").doubles.reduce(0, +) - 42.49111545842652) < 1e-9)
    let counts = try archive.array("robust.layer1.spike_count")
    #expect(counts.shape == [4, 16, 28, 28] && counts.integers?.reduce(0, +) == 145_704)
    let inactive = try archive.array("robust.layer1.inactive")
    #expect(inactive.type == .bool && inactive.integers?.reduce(0, +) == 32_114)
    let membrane = try archive.array("robust.layer2.membrane")
    #expect(membrane.shape == [4, 32, 14, 14] && membrane.type == .float32)
    #expect(abs(membrane.doubles.reduce(0, +) + 1_553_444.9531763815) < 1e-3)
  }

  @Test func realArraysAreRead() throws {
    guard let path = shared("models/fashion-lenet.logits.npy"),
      let indices = shared("reference/fashion-lenet.calibration.npy")
    else { return }

    let logits = try NPYFile.read(path)

    #expect(logits.shape == [64, 10])
    #expect(logits.floats.first == -0.5579599142074585 && logits.floats.last == -0.7018066048622131)
    #expect(try NPYFile.read(indices).integers?.reduce(0, +) == 30_867_661)
  }

  /// Products that overflow before, at and behind a zero.
  @Test(arguments: [
    "2305843009213693952, 0", "0, 9223372036854775807, 9223372036854775807",
    "4294967296, 4294967296, 0", "9223372036854775807", "3, 3074457345618258603",
    "-1, 4", "1_0", "99999999999999999999",
  ])
  func absurdShapesAreRefused(shape: String) throws {
    for order in ["True", "False"] {
      let text = "{'descr': '<i8', 'fortran_order': \(order), 'shape': (\(shape)), }"
      let padded = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
      let bytes = NPYHeader.magic + [1, 0, 118, 0] + Array(padded.utf8)

      let error = failure { () throws(DatasetError) in
        try NPYArray(ByteSource(bytes, path: "a.npy"))
      }
      #expect(error?.kind == .badData, "\(shape) \(order)")
    }
  }

  /// What the directory of an archive says is held against the archive before it is unpacked.
  @Test func sizesThatNoPackingGivesAreDamage() throws {
    let directory = try TemporaryDirectory()
    let intact = try decoded(References.packedNPZ)
    let entry = try #require(
      intact.indices.dropLast(4).first { Array(intact[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
    for (offset, name) in [(24, "size"), (20, "packed size")] {
      var damaged = intact
      damaged.replaceSubrange(entry + offset..<entry + offset + 4, with: [0, 0, 0, 0x70])
      let path = try directory.write(damaged, to: "a.npz")

      let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }
      #expect(error?.kind == .badData, "\(name)")
    }
  }

  /// Labels are counted before they are unpacked.
  @Test func labelsFarBeyondTheImagesAreCountedOnly() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/a.npz"
    let count = 1 << 26
    let labels = Data(NPYHeader.encoded(type: .uint8, shape: [count])) + Data(count: count)
    let content = NPZFile.encoded([
      (name: "images", npy: Data(npy([2, 1, 2, 2], Array(0..<8)))), (name: "labels", npy: labels),
    ])
    try #require(content).write(to: URL(filePath: path))

    let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }
    #expect(error == .labelCountMismatch(path: path, labels: count, images: 2))
  }

  /// Of every type, and of lengths that end within a word.
  @Test(arguments: ElementType.allCases, [1, 7, 8, 9, 64, 100])
  func whatIsNotZeroIsFoundInItsPlace(type: ElementType, count: Int) throws {
    var bytes = [UInt8](repeating: 0, count: count * type.size)
    for index in stride(from: 0, to: count, by: 5) { bytes[index * type.size] = 1 }
    let header = NPYHeader.encoded(type: type, shape: [count])
    let array = try NPYArray(ByteSource(header + bytes, path: "a.npy"))

    var found: [Int] = []
    array.forEachNonzero { position, value in
      #expect(value == array.floats[position])
      found.append(position)
    }

    #expect(found == array.floats.indices.filter { array.floats[$0] != 0 })
  }
}
