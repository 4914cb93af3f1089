/// What a file is that is no model to be read here.
package enum ForeignFile: Equatable, Sendable {
  case empty
  /// What `torch.save` writes of a state dict.
  case torchWeights
  /// What `torch.save` writes of a whole model, with classes of Python.
  case torchModel
  case torchScript
  /// What `torch.export.save` writes.
  case exportedProgram
  /// A zip archive of anything else.
  case archive
  case pickle
  case hdf5
  /// A spiking network, in a file of another name.
  case nir
  case kerasWeights
  case safetensors
  case tensorFlowLite
  /// A folder with `saved_model.pb`, or that file itself.
  case savedModel
  /// What git keeps in place of a large file.
  case pointer
  case webPage
  /// JSON, XML or the like.
  case text
  /// An array of NumPy.
  case array
  /// Protobuf gave up, or found no graph.
  case other(String)
}

extension ForeignFile: CustomStringConvertible {
  /// What it is, and the line that leads to a model.
  package var description: String {
    let export = #"torch.onnx.export(model.eval(), x, "m.onnx")"#
    switch self {
    case .empty: return "the file is empty; export with \(export)"
    case .torchWeights:
      return "PyTorch weights without the network (a state dict); load them into the model in "
        + "Python, model.load_state_dict(torch.load(FILE)), and export with \(export)"
    case .torchModel:
      return "a PyTorch checkpoint that needs its Python classes, which is never opened; load it "
        + "where they are, model = torch.load(FILE, weights_only=False), and export with \(export)"
    case .torchScript:
      return "a TorchScript program; export it with "
        + #"torch.onnx.export(torch.jit.load(FILE).eval(), x, "m.onnx", dynamo=False)"#
    case .exportedProgram:
      return "an exported program of PyTorch; export it with "
        + #"torch.onnx.export(torch.export.load(FILE), (x,), "m.onnx")"#
    case .archive:
      return "a zip archive, neither a Keras model nor a PyTorch checkpoint; export with \(export)"
    case .pickle: return "a Python pickle, which is never opened; export with \(export)"
    case .hdf5:
      return "an HDF5 file without a network; a Keras model is one with "
        + #"model.save("m.keras"), and others export with \#(export)"#
    case .nir: return "a NIR graph, which is read where its name ends in .nir; rename it"
    case .kerasWeights:
      return "Keras weights without the network; load them, model.load_weights(FILE), and save the "
        + #"whole with model.save("m.keras")"#
    case .safetensors:
      return "weights without the network (safetensors); load them into the model in Python, "
        + "model.load_state_dict(safetensors.torch.load_file(FILE)), and export with \(export)"
    case .tensorFlowLite:
      return "a TensorFlow Lite model; convert it with "
        + "python -m tf2onnx.convert --tflite FILE --output m.onnx"
    case .savedModel:
      return "a SavedModel of TensorFlow; convert it with "
        + "python -m tf2onnx.convert --saved-model FOLDER --output m.onnx"
    case .pointer:
      return "a pointer of git-lfs in place of the file; fetch the file with git lfs pull"
    case .webPage:
      return "a web page, saved in place of the file; download the file itself (its 'raw' link)"
    case .text: return "a text file, not a model; export with \(export)"
    case .array: return "an array of NumPy, not a model; export with \(export)"
    case .other(let reason): return "not an ONNX model (\(reason)); export with \(export)"
    }
  }
}
