/// How memory is counted.
package enum ByteCounting: Sendable {
  /// What is held now: all room of each array, used or not.
  case held
  /// The most that is held after `trim`, while every neuron fires; the same on every machine.
  case atMost
}

/// How much memory arrays hold, so that limits count what is there and not what is used of it.
extension Array {
  /// The memory of the array in bytes, with its header and that of the heap; 0 of one without room.
  ///
  /// Elements that hold memory themselves are not asked. Shared memory counts for each who shares
  /// it. Costs O(1).
  package func byteCount(_ counting: ByteCounting) -> Int {
    switch counting {
    case .held: heldByteCount
    case .atMost: Self.largestByteCount(of: count)
    }
  }

  /// The memory that the array holds, in bytes.
  package var heldByteCount: Int {
    capacity == 0 ? 0 : arrayOverhead + capacity * MemoryLayout<Element>.stride
  }

  /// The most that an array of so many elements holds after `trim`, or where it was made with them,
  /// in bytes.
  package static func largestByteCount(of count: Int) -> Int {
    count == 0 ? 0 : arrayOverhead + count * MemoryLayout<Element>.stride + slack(of: count)
  }

  /// Gives back the room that no element uses; costs O(count) where there is any.
  ///
  /// An array that has grown element by element may hold twice what it uses.
  package mutating func trim() {
    guard (capacity - count) * MemoryLayout<Element>.stride >= Self.slack(of: count) else { return }
    self = isEmpty ? [] : withUnsafeBufferPointer { Array($0) }
  }

  /// What the heap may round up by, in bytes: by whole pages for large arrays.
  private static func slack(of count: Int) -> Int {
    heapRounding + count * MemoryLayout<Element>.stride / 64
  }
}

extension Dictionary {
  /// The memory that the dictionary holds, in bytes; elements that hold memory themselves are not
  /// asked.
  package var heldByteCount: Int {
    guard capacity > 0 else { return 0 }
    // A power of 2 of places, of which at most three of four are taken, and a bit for each.
    var places = 2
    while places * 3 / 4 < capacity { places *= 2 }
    let element = MemoryLayout<Key>.stride + MemoryLayout<Value>.stride
    return dictionaryOverhead + places * element + (places + 63) / 64 * 8
  }
}

/// What the heap may round a small array up by, in bytes.
private let heapRounding = 64

/// What stands in front of the elements, in bytes: 32 of the array, 8 of the heap.
private let arrayOverhead = 40

/// What stands in front of the places of a dictionary, in bytes: 56 of it, 8 of the heap.
private let dictionaryOverhead = 64
