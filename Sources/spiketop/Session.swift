import Conversion
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// One image before one converted network, with the analog network's answer.
struct Session {
  let index: Int
  let label: Int?
  let image: Tensor
  /// Empty without an ANN.
  let logits: [Float]
  let setting: RunSetting
  let simulation: Simulation
  let converted: Workbench.Converted
  let model: LoadedModel

  init(
    of index: Int, converted: Workbench.Converted, workbench: Workbench, fanOut: [[Int32]]
  ) throws {
    self.index = index
    self.converted = converted
    model = workbench.model
    label = workbench.data.images.label(at: index)
    image = try workbench.input(at: index)
    var pass = workbench.model.analog.map(ForwardPass.init)
    let activations = pass?.activations(of: image)
    logits = activations?.logits ?? []
    let network = converted.packed.network
    setting = RunSetting(
      packed: converted.packed, fanOut: fanOut,
      references: activations.map { network.references(from: $0) }
        ?? network.layers.map { _ in nil },
      annClass: argmax(logits), label: label)
    simulation = Simulation(converted.packed, image: image)
  }
}

extension Session {
  /// The image and the network that the user named, converted if it is no spiking one already.
  init(_ subject: SubjectOptions, in workbench: inout Workbench) throws {
    let converted = try workbench.trained() ?? workbench.converted(by: subject.choice())
    try self.init(
      of: subject.index, converted: converted, workbench: workbench,
      fanOut: converted.packed.fanOutTable())
  }
}

extension Workbench.Converted {
  /// How many steps a run takes where the user does not say.
  var defaultSteps: Int {
    if let steps { return steps }
    switch packed.network.coding {
    case .rate: return 128
    case .cycles(let phases): return packed.network.firstReadout + 2 * phases
    }
  }
}
