import Foundation
import Networks
import Testing

/// Run files hold these words for years, so that they are written down here.
@Suite struct WrittenFormTests {
  private static let pool = MaxPool(
    Pooling(
      kernel: Grid(2, 3), stride: Grid(1, 2), dilation: Grid(1, 1),
      padding: Margins(top: 1, left: 2, bottom: 3, right: 4), countsPadding: true),
    source: MapShape(channels: 3, height: 4, width: 5), rule: .gated, delay: 2)

  private static let synaptic = ContinuousNeuron(
    timeStep: 0.5,
    membrane: .leaky(
      timeConstant: .uniform(4), resistance: .perNeuron([1, 2]), leakPotential: .uniform(0)),
    synapse: .init(timeConstant: .uniform(8), weight: .uniform(1)),
    firing: .init(threshold: .uniform(1), reset: .toZero, resetPotential: .uniform(-1)))

  private static var jumping: ContinuousNeuron {
    var neuron = synaptic
    neuron.synapse?.rule = .jump
    return neuron
  }

  private static let poolText = """
    {"maximum":{"_0":{"delay":2,"pooling":{"countsPadding":true,\
    "dilation":{"columns":1,"rows":1},"kernel":{"columns":3,"rows":2},\
    "padding":{"bottom":3,"left":2,"right":4,"top":1},"stride":{"columns":2,"rows":1}},\
    "rule":"gated","source":[3,4,5]}}}
    """

  private static let synapticText = """
    {"continuous":{"_0":{"firing":{"reset":{"toZero":{}},\
    "resetPotential":{"uniform":{"_0":-1}},"threshold":{"uniform":{"_0":1}}},\
    "membrane":{"leaky":{"leakPotential":{"uniform":{"_0":0}},\
    "resistance":{"perNeuron":{"_0":[1,2]}},"timeConstant":{"uniform":{"_0":4}}}},\
    "synapse":{"timeConstant":{"uniform":{"_0":8}},"weight":{"uniform":{"_0":1}}},\
    "timeStep":0.5}}}
    """

  @Test(
    arguments: [
      (
        .integrateAndFire(threshold: 1.5, reset: .bySubtraction),
        #"{"integrateAndFire":{"reset":{"bySubtraction":{}},"threshold":1.5}}"#
      ),
      (
        .integrateAndFire(threshold: 0.25, reset: .toZero),
        #"{"integrateAndFire":{"reset":{"toZero":{}},"threshold":0.25}}"#
      ),
      (
        .burst(threshold: 0.5, maximumSpikes: 5),
        #"{"burst":{"maximumSpikes":5,"threshold":0.5}}"#
      ),
      (
        .bistable(threshold: 2, phases: 8, delay: 3),
        #"{"bistable":{"delay":3,"phases":8,"threshold":2}}"#
      ),
      (
        .signed(threshold: 0.5, negativeThreshold: 0.25, slopes: [0.125]),
        #"{"signed":{"negativeThreshold":0.25,"slopes":[0.125],"threshold":0.5}}"#
      ),
      (
        .differential(threshold: 0.5, levels: 4),
        #"{"differential":{"levels":4,"threshold":0.5}}"#
      ),
      (
        .differential(threshold: 0.5, levels: 1, maximum: 6),
        #"{"differential":{"levels":1,"maximum":6,"threshold":0.5}}"#
      ),
      (.shuffle(SpikeShuffle(steps: 8, seed: 3)), #"{"shuffle":{"seed":3,"steps":8}}"#),
      (.maximum(pool), poolText),
      (.continuous(synaptic), synapticText),
      (
        .continuous(jumping),
        synapticText.replacing(#""synapse":{"#, with: #""synapse":{"rule":"jump","#)
      ),
      (
        .continuous(ContinuousNeuron(timeStep: 1, membrane: .integrator(resistance: .uniform(2)))),
        #"{"continuous":{"_0":{"membrane":{"integrator":{"resistance":{"uniform":{"_0":2}}}},"#
          + #""timeStep":1}}}"#
      ),
      (
        .continuous(ContinuousNeuron(timeStep: 1, membrane: .memoryless)),
        #"{"continuous":{"_0":{"membrane":{"memoryless":{}},"timeStep":1}}}"#
      ),
      (.delayLine(steps: .uniform(3)), #"{"delayLine":{"steps":{"uniform":{"_0":3}}}}"#),
      (
        .delayLine(steps: .perNeuron([3, 4])),
        #"{"delayLine":{"steps":{"perNeuron":{"_0":[3,4]}}}}"#
      ),
      (.readout, #"{"readout":{}}"#),
    ] as [(NeuronParameters, String)])
  func neuronsAreWrittenAsEver(neuron: NeuronParameters, text: String) throws {
    try expect(neuron, isWritten: text)
  }

  @Test func everyKindHasAKeyOfItsOwn() {
    let keys = NeuronParameters.models.map { $0.key }

    #expect(Set(keys).count == keys.count)
  }

  @Test(
    arguments: ["{}", #"{"spiking":{}}"#, #"{"readout":{},"burst":{}}"#, #"{"burst":{}}"#, "3"])
  func whatIsNoNeuronIsAnError(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(NeuronParameters.self, from: Data(text.utf8))
    }
  }

  @Test func shapesAndCodingsAreWrittenAsEver() throws {
    try expect(SpikeCoding.rate, isWritten: #"{"rate":{}}"#)
    try expect(SpikeCoding.cycles(phases: 6), isWritten: #"{"cycles":{"phases":6}}"#)
    try expect(SpikeCoding.differential, isWritten: #"{"differential":{}}"#)
    try expect(Reset.bySubtraction, isWritten: #"{"bySubtraction":{}}"#)
    try expect(Reset.toZero, isWritten: #"{"toZero":{}}"#)
    try expect(MapShape(channels: 3, height: 4, width: 5), isWritten: "[3,4,5]")
    try expect([MaxPoolRule.gated, .lossless], isWritten: #"["gated","lossless"]"#)
    try expect(
      Pooling(kernel: Grid(2, 2), stride: Grid(2, 2)),
      isWritten: """
        {"countsPadding":false,"dilation":{"columns":1,"rows":1},\
        "kernel":{"columns":2,"rows":2},"padding":{"bottom":0,"left":0,"right":0,"top":0},\
        "stride":{"columns":2,"rows":2}}
        """)
  }

  private func expect<Value: Codable & Equatable>(_ value: Value, isWritten text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys

    #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Value.self, from: Data(text.utf8)) == value)
  }
}
