import Datasets
import Networks
import TimeTravel

/// Where the runs that are looked at come from: a model and its images, or a recording.
package protocol RunSource {
  /// The number of the latest run; that of the next is one more.
  var generation: Int { get set }

  /// - Parameters:
  ///   - method: A position in the menu of methods.
  ///   - secondRun: The description of a second network to compare with; `nil` for none.
  /// - Throws: What reading the image or converting the network throws.
  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun

  /// The position in the menu of methods of one that is described by a text; the menu has it from
  /// then on.
  ///
  /// - Parameters:
  ///   - text: As `SecondRunChoice` has it, without a precision: `light@32`, `bistable:phases=8`.
  ///   - method: The one whose options count where the text says nothing.
  /// - Throws: `MethodError` where the text cannot be meant, `UsageError` where nothing is
  ///   converted.
  mutating func position(ofMethod text: String, beside method: Int) throws -> Int

  /// The image that it begins with.
  var firstImage: Int { get }

  /// A network before all images, each run for so many steps.
  ///
  /// - Parameter method: A position in the menu of methods.
  /// - Throws: `UsageError` where there is no network or no images but those of the run.
  mutating func evaluation(method: Int, steps: Int) throws -> DataSetEvaluation

  /// An image, to be seen.
  ///
  /// - Throws: `UsageError` where there is none but that of the run, and what reading it throws.
  func input(of image: Int) throws -> InputFacts
}

extension RunSource {
  package var firstImage: Int { 0 }

  package mutating func position(ofMethod text: String, beside method: Int) throws -> Int {
    throw UsageError(description: "these spikes are as they are: no network is converted here")
  }

  package mutating func evaluation(method: Int, steps: Int) throws -> DataSetEvaluation {
    throw UsageError(description: "these spikes are of one image: there are no others to run")
  }

  package func input(of image: Int) throws -> InputFacts {
    throw UsageError(description: "these spikes are of one image: there are no others to show")
  }
}

/// An image as it goes into the network, and how it was made of pixels.
package struct InputFacts: Sendable {
  /// In the order channel, row, column.
  package var elements: [Float]
  package var shape: MapShape

  /// What was done to the pixels; `nil` where nobody says.
  package var preprocessing: Preprocessing?

  /// The class that it shows; `nil` where nobody says.
  package var label: Int?

  package init(
    elements: [Float], shape: MapShape, preprocessing: Preprocessing?, label: Int? = nil
  ) {
    self.elements = elements
    self.shape = shape
    self.preprocessing = preprocessing
    self.label = label
  }
}

/// One image before one network, or two in lock-step, ready to be looked at.
package struct LoadedRun: Sendable {
  package var engine: EngineLoad
  package var facts: RunFacts

  /// `nil` where the run is a recording already.
  package var header: RunHeader?

  package init(engine: EngineLoad, facts: RunFacts, header: RunHeader? = nil) {
    self.engine = engine
    self.facts = facts
    self.header = header
  }
}
