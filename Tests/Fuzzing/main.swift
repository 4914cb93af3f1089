import Foundation
import FuzzedDecoders
import Synchronization

/// libFuzzer's own loop, which calls `body` with every input that it invents.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> Int32
) -> Int32

/// The decoder that this process feeds, named by its first argument.
private let decoder = Mutex(Decoder.all[0])

/// `Fuzzing DECODER OPTION... [FOLDER...]` runs libFuzzer on one decoder;
/// `Fuzzing DECODER --answers FILE` prints the answers about an HDF5 file, which are the inputs of
/// the decoders `nir` and `sonata`; `Fuzzing` names the decoders.
private func main() -> Int32 {
  var arguments = CommandLine.arguments
  guard arguments.count > 1, let chosen = Decoder.all.first(where: { $0.name == arguments[1] })
  else {
    print(Decoder.all.map { $0.name }.joined(separator: " "))
    return arguments.count > 1 ? 64 : 0
  }
  if arguments.count == 4, arguments[2] == "--answers" {
    FileHandle.standardOutput.write(Data(chosen.answers(arguments[3])))
    return 0
  }
  decoder.withLock { $0 = chosen }
  arguments.remove(at: 1)
  var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
  return pointers.withUnsafeMutableBufferPointer { buffer in
    var count = Int32(arguments.count)
    var start = buffer.baseAddress
    return runFuzzer(&count, &start) { bytes, size in
      decoder.withLock { $0 }.decode(Array(UnsafeBufferPointer(start: bytes, count: size)))
      return 0
    }
  }
}

exit(main())
