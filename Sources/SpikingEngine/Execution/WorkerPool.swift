import Foundation
import Synchronization
import ThreadPlacement

/// Threads that share the work on one step, each held on a processor of its own.
///
/// The thread that asks takes part. Each begins with a share of its own, so that neighbouring
/// items, which read the same weights, meet in one cache; who is done helps the others, one item at
/// a time. Who does an item never matters to its result.
final class WorkerPool {
  let threads: Int

  private let board: Board
  private var handles: [pthread_t] = []

  /// - Parameter threads: At least 1; more than the processors that the process may use only slow
  ///   it down.
  init(threads: Int) {
    precondition(threads >= 1, "\(threads) threads")
    self.threads = threads
    board = Board(workers: threads - 1)
    // Asking the system takes longer than a step of a small network; one thread stays where it is.
    let processors = threads > 1 ? allowedProcessors() : []
    for worker in 1..<threads {
      let start = WorkerStart(
        board: board, worker: worker, processor: processors[worker % processors.count])
      handles.append(start.launch())
    }
  }

  deinit {
    board.close()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Calls `body` with every item and the number of the thread that does it, and waits for all.
  func forEach(_ count: Int, _ body: (_ item: Int, _ worker: Int) -> Void) {
    guard threads > 1, count > 1 else {
      for item in 0..<count { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { board.run(count, $0) }
  }

  /// Calls `body` with pieces of `0..<count`, as many as are worth a thread, and waits for all.
  ///
  /// - Parameter unit: What all pieces but the last hold a multiple of.
  func forEachPiece(of count: Int, unit: Int = 1, _ body: (Range<Int>) -> Void) {
    let pieces = max(1, min(4 * threads, count >> 14))
    let piece = ((count + pieces - 1) / pieces + unit - 1) / unit * unit
    forEach((count + piece - 1) / max(piece, 1)) { number, _ in
      body(number * piece..<min((number + 1) * piece, count))
    }
  }
}

/// What the threads of a pool read and write.
///
/// Unchecked, because a job is written only while no worker looks: before the round that starts it,
/// and after the last worker has left it.
private final class Board: @unchecked Sendable {
  private let workers: Int
  private let round = Atomic<Int>(0)
  /// The next item of each share, on lines of the cache of their own.
  private let nextItems: UnsafeMutablePointer<Atomic<Int>>
  private let working = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()

  private var count = 0
  private var body: (Int, Int) -> Void = { _, _ in }

  init(workers: Int) {
    self.workers = workers
    let count = (workers + 1) * Self.spacing
    nextItems = .allocate(capacity: count)
    for position in 0..<count { (nextItems + position).initialize(to: Atomic(0)) }
  }

  deinit {
    nextItems.deinitialize(count: (workers + 1) * Self.spacing)
    nextItems.deallocate()
  }

  private static let spacing = 128 / MemoryLayout<Atomic<Int>>.stride

  func run(_ count: Int, _ body: @escaping (Int, Int) -> Void) {
    self.count = count
    self.body = body
    for share in 0...workers {
      nextItems[share * Self.spacing].store(start(ofShare: share), ordering: .relaxed)
    }
    working.store(workers, ordering: .relaxed)
    startRound()
    take(worker: 0)
    var looks = 0
    while working.load(ordering: .acquiring) > 0 {
      looks += 1
      if looks > 4_000 { sched_yield() } else { tp_pause() }
    }
    self.body = { _, _ in }
  }

  func close() {
    isClosed.store(true, ordering: .relaxed)
    startRound()
  }

  /// What a worker does all its life.
  func work(_ worker: Int) {
    var seen = 0
    while true {
      waitForRound(after: seen)
      seen += 1
      if isClosed.load(ordering: .relaxed) { return }
      take(worker: worker)
      working.subtract(1, ordering: .releasing)
    }
  }

  private func take(worker: Int) {
    for offset in 0...workers {
      let share = (worker + offset) % (workers + 1)
      let end = start(ofShare: share + 1)
      while true {
        let item = nextItems[share * Self.spacing].add(1, ordering: .relaxed).oldValue
        guard item < end else { break }
        body(item, worker)
      }
    }
  }

  private func start(ofShare share: Int) -> Int { share * count / (workers + 1) }

  private func startRound() {
    round.add(1, ordering: .sequentiallyConsistent)
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  /// Looks for some ten microseconds, about as long as the work between two rounds, and then
  /// sleeps.
  private func waitForRound(after seen: Int) {
    for _ in 0..<4_000 {
      if round.load(ordering: .acquiring) != seen { return }
      tp_pause()
    }
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while round.load(ordering: .sequentiallyConsistent) == seen { condition.wait() }
    sleepers.subtract(1, ordering: .relaxed)
    condition.unlock()
  }
}

/// What a new thread is given.
private final class WorkerStart {
  private let board: Board
  private let worker: Int
  private let processor: Int

  init(board: Board, worker: Int, processor: Int) {
    self.board = board
    self.worker = worker
    self.processor = processor
  }

  func launch() -> pthread_t {
    var handle = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let error = pthread_create(
      &handle, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<WorkerStart>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    precondition(error == 0, "no thread for worker \(worker): error \(error)")
    return handle
  }

  private func run() {
    tp_stay_on_processor(Int32(processor))
    board.work(worker)
  }
}

/// The numbers of the processors that this process may use; at least one.
package func allowedProcessors() -> [Int] {
  let limit = 1_024
  let numbers = (0..<limit).filter { tp_may_use_processor(Int32($0)) }
  return numbers.isEmpty ? [0] : numbers
}
