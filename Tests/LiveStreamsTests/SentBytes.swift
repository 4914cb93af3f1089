import Foundation
import LiveStreams

/// What a receiver has of a stream of some bytes, which a sender writes at once, after its end.
func received(_ bytes: Data, rasterBytes: Int = 1 << 20) throws -> LiveSource {
  let folder = try StreamFolder()
  let path = "\(folder.path)/s"
  guard let address = StreamAddress("unix:\(path)") else { throw CocoaError(.fileNoSuchFile) }
  let thread = Thread {
    guard let client = try? RawClient(path: path, patience: 10) else { return }
    client.write(bytes)
    client.close()
  }
  thread.start()
  let source = try LiveReceiver.attach(to: address, rasterBytes: rasterBytes)
  try wait { !source.isGrowing }
  return source
}
