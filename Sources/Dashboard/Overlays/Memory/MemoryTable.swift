import PlainText
import TimeTravel

/// What a run keeps in memory, row by row, for the screen and for line mode alike.
struct MemoryTable {
  struct Row: Equatable {
    var title: String
    var use: Int?
    var limit: Int?
    /// What one step takes, or one state.
    var each: Int?
    /// How far back it reaches, or what it is.
    var reach: String
  }

  /// The parts of one run or of two, then their sum, then what the program takes beside them.
  let rows: [Row]

  /// - Parameters:
  ///   - lastStep: The furthest step that was reached.
  ///   - process: What the whole program takes; `nil` before it was asked for.
  ///   - images: What is known of other images.
  init(
    _ account: MemoryAccount, lastStep: Int, process: ProcessMemory?, images: ImageList
  ) {
    let parts = account.parts.filter { $0.byteCount > 0 || $0.limit ?? 0 > 0 }
    let total = Row(title: "all", use: account.byteCount, limit: account.limit, reach: "")
    let viewers = process?.viewers.map { viewers in
      Row(
        title: "viewers", use: viewers.byteCount, limit: viewers.limit,
        reach: "for those who look on")
    }
    let known = images.knownCount
    let others =
      known == 0
      ? nil
      : Row(
        title: "images", use: images.byteCount,
        reach: "\(grouped(known)) of \(counted(images.imageCount, "image"))")
    let resident = process?.resident.map {
      Row(title: "resident", use: $0, reach: "all of the program")
    }
    let stored = process?.calibrations.map {
      Row(title: "calibrations", use: $0.byteCount, limit: $0.limit, reach: "on disk")
    }
    rows =
      parts.map { Row($0, lastStep: lastStep) } + [total]
      + [others, viewers, resident, stored].compactMap(\.self)
  }
}

extension MemoryTable.Row {
  fileprivate init(_ part: MemoryAccount.Part, lastStep: Int) {
    title = (part.isOfSecondRun ? "2nd " : "") + part.kind.title
    use = part.kind == .heap ? nil : part.byteCount
    limit = part.limit
    each = part.kind.isDivided && part.count > 0 ? part.byteCount / part.count : nil
    reach =
      switch part.kind {
      case .spikes, .potentials, .figures, .differences, .source:
        "\(grouped(part.count)) of \(counted(lastStep, "step"))"
      case .checkpoints: "\(grouped(part.count)) states, to any step"
      case .present: "now, and \(part.count - 1) pictures of it"
      case .heap: "for holes between arrays"
      }
  }

  /// The memory that is taken, and that may be, in MiB.
  var amounts: (use: String, limit: String) { (mebibytes(use), mebibytes(limit)) }

  private func mebibytes(_ bytes: Int?) -> String {
    bytes.map { fixed(Double($0) / 0x1p20, decimals: 1) } ?? ""
  }
}

extension MemoryAccount.Kind {
  fileprivate var title: String {
    switch self {
    case .spikes: "spikes"
    case .potentials: "potentials"
    case .figures: "figures"
    case .differences: "differences"
    case .source: "source"
    case .checkpoints: "checkpoints"
    case .present: "present"
    case .heap: "heap"
    }
  }

  /// Whether its memory is that of so many steps or states.
  fileprivate var isDivided: Bool {
    switch self {
    case .spikes, .potentials, .figures, .differences, .source, .checkpoints: true
    case .present, .heap: false
    }
  }
}

/// What the numbers mean, and whose definitions these are.
let memoryDefinitions = [
  "Arrays count with all of their room, and those that are shared as if they were not. "
    + "[own definition]",
  "What is full drops its oldest; checkpoints are thinned where they are far from the present. "
    + "Of what is for steps, potentials get at most a quarter, figures an eighth and differences a "
    + "sixteenth; the heap gets a sixteenth of all. [own rules]",
]
