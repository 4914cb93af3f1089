import Synchronization

/// What an evaluation has found on some images, whatever their order.
package struct EvaluationResults: Codable, Equatable, Sendable {
  /// By ascending index of the image.
  package private(set) var images: [ImageAnswers] = []

  /// One per entry of the plan, summed over the images.
  package private(set) var methods: [MethodTally]

  /// No images yet.
  package init(_ plan: EvaluationPlan) {
    methods = plan.entries.map(MethodTally.init)
  }

  /// Takes in one image; the order of images does not matter.
  package mutating func add(_ result: ImageResult) {
    let index = result.answers.index
    // Images come nearly in order, so that the place is found at once.
    var place = images.count
    while place > 0, images[place - 1].index > index { place -= 1 }
    precondition(place == 0 || images[place - 1].index < index, "image \(index) came twice")
    images.insert(result.answers, at: place)
    for entry in methods.indices { methods[entry].add(result.methods[entry]) }
  }

  /// The images among the first `count` that are missing, ascending.
  package func missing(of count: Int) -> [Int] {
    let done = Set(images.map(\.index))
    return (0..<count).filter { !done.contains($0) }
  }

  /// Whether these can be results of a plan on its first `count` images; what comes from a file may
  /// not be.
  package func fit(_ plan: EvaluationPlan, count: Int) -> Bool {
    let steps = plan.entries.map(\.steps.count)
    let indices = images.map(\.index)
    return methods.count == plan.entries.count
      && zip(methods, plan.entries).allSatisfy { $0.fits($1) }
      && images.allSatisfy { $0.predictions.map(\.count) == steps }
      && images.allSatisfy { $0.findings?.fit(steps: steps) ?? plan.task.isClassification }
      && indices.allSatisfy { (0..<count).contains($0) }
      && zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// Puts the results of several threads together.
package final class ResultCollector: Sendable {
  private let content: Mutex<EvaluationResults>

  package init(_ results: EvaluationResults) {
    content = Mutex(results)
  }

  package var results: EvaluationResults { content.withLock { $0 } }

  package func add(_ result: ImageResult) {
    content.withLock { $0.add(result) }
  }
}

// The names in files of `--resume`.
extension EvaluationResults {
  private enum CodingKeys: String, CodingKey {
    case images, methods
  }
}
