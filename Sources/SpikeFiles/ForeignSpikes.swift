import Networks
import PlainText

/// Spikes as another program has written them: who and when, in no particular order.
package struct ForeignSpikes: Equatable, Sendable {
  /// A population; its size is what the file says, or else what the largest number asks for.
  package struct Population: Equatable, Sendable {
    /// As the file has it, made unmistakable.
    package let name: String
    /// How many there are, where the file says.
    package var neurons: Int?
    /// The shape of a feature map, where the file has one.
    package var shape: MapShape?

    init(name: String, neurons: Int? = nil, shape: MapShape? = nil) {
      self.name = unmistakable(name)
      (self.neurons, self.shape) = (neurons, shape)
    }
  }

  /// In the order of the file.
  package var populations: [Population] = []

  /// Where the population of each name is, where populations were made by name.
  private var places: [String: Int] = [:]

  /// Spike by spike: a position in `populations`, a number as the file has it, and the time.
  var owners: [Int32] = []
  var neurons: [Int32] = []
  var times: [Double] = []

  /// What `times` are in.
  var unit: TimeUnit

  /// Whether each time is a number of single precision: no more is known of times than that, then.
  private(set) var isSingle = true

  /// The end of what was observed, in `unit`, where the file says: the time of the last step, or
  /// where the first one is at time 0, of the one behind it.
  var end: Double?

  /// What the file itself says that its times are in, and where; `nil` where it does not say.
  var toldUnit: ToldUnit?

  struct ToldUnit: Equatable, Sendable {
    var unit: TimeUnit
    /// As messages have it: `column 'time_ms'`.
    var place: String
  }

  /// Whether the file holds arrays whose axes are steps and neurons.
  var hasAxes = false

  /// How long a step is in ms, and at which step's number times begin, where a file of steps says
  /// so; `nil` where it does not.
  var toldSteps: ToldSteps?

  /// How many steps there are, where the file says.
  var stepCount: Int?

  /// What the file itself counts steps and neurons from; `nil` where it does not say.
  var firstStep: Int?
  var firstNeuron: Int?

  /// What was guessed of the file, a line each, with the option that says it, and what of it is not
  /// read because something else is.
  var guesses: [String] = []

  /// How many values stand for something else than one spike, and count as one.
  var mergedValues = 0

  package init(unit: TimeUnit) {
    self.unit = unit
  }

  /// Takes in one spike.
  ///
  /// - Parameters:
  ///   - neuron: A number as the file has it, from 0 to `largestNeuron`.
  ///   - population: A position in `populations`.
  ///   - time: As the file has it; it need not ascend.
  ///   - factor: What makes it a time in `unit`.
  package mutating func append(
    _ neuron: Int, of population: Int, at time: Double, times factor: Double = 1
  ) {
    owners.append(Int32(population))
    neurons.append(Int32(neuron))
    times.append(time * factor)
    isSingle = isSingle && Double(Float(time)) == time
  }

  /// The position of a population, which is made where there is none of that name.
  package mutating func population(named name: String) -> Int {
    let population = Population(name: name)
    if let known = places[population.name] { return known }
    places[population.name] = populations.count
    populations.append(population)
    return populations.count - 1
  }

  /// Counts neurons from 0, which the file counts from another number.
  ///
  /// - Throws: `SpikeFileError` if one comes before the first.
  mutating func count(neuronsFrom first: Int, path: String) throws(SpikeFileError) {
    guard first != 0 else { return }
    if let early = neurons.first(where: { $0 < first }) {
      throw SpikeFileError(
        path, .malformed, "neuron \(early) comes before the first one (--first-id \(first))")
    }
    neurons = neurons.map { $0 - Int32(first) }
  }

  /// The number of a neuron, which a file may have as a number of any kind; `nil` of what is none.
  static func neuron(_ number: Double) -> Int? {
    number >= 0 && number <= Double(largestNeuron) && number == number.rounded()
      ? Int(number) : nil
  }

  /// Notes that some things of a file are not read.
  ///
  /// - Parameter reason: What is read instead, as half a sentence.
  mutating func pass(over names: [String], _ kind: (one: String, many: String), _ reason: String) {
    guard !names.isEmpty else { return }
    let shown = names.prefix(Self.mostNamed).map { "'\($0)'" }.joined(separator: ", ")
    let more = names.count > Self.mostNamed ? " and \(names.count - Self.mostNamed) more" : ""
    guesses.append(
      "\(names.count == 1 ? "\(kind.one) \(shown) is" : "\(kind.many) \(shown)\(more) are") "
        + "not read, \(reason)")
  }

  /// How many things a note names.
  private static let mostNamed = 12

  /// The largest number that a neuron may have, and the last step that there may be.
  static let largestNeuron = 1 << 26
  static let largestStep = 1 << 26
}
