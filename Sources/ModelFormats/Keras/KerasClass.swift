import PlainText

/// Whose a class in a configuration is.
///
/// Keras 3, and Keras 2 from 2.12 on, name the module of each class: `keras.layers` for what Keras
/// exports, its source for the few classes that it does not (`keras.src.models.functional`). A
/// class from elsewhere is named by its own module, and by its package if it is registered:
/// `mymodule>Identity`. Old files and `.h5` files name no module, but have the package in the name
/// of the class.
enum KerasClass {
  /// `tf_keras` is Keras 2 beside Keras 3; `keras_core` was Keras 3 before its release.
  private static let modules = [
    "keras", "tensorflow.keras", "tensorflow.python.keras", "tf_keras", "keras_core",
  ]

  /// Whether a module belongs to Keras; `builtins` is that of functions, whichever they are.
  static func isKeras(module: String) -> Bool {
    module == "builtins" || modules.contains { module == $0 || module.hasPrefix("\($0).") }
  }
}

extension KerasOptions {
  /// The name of the class of a layer, a model or a function; `nil` where there is none.
  ///
  /// That of a class which is not Keras's own is given with its package or its module, so that it
  /// is no name of Keras's, whatever it is called.
  func className() throws(FormatError) -> String? {
    guard let name = try text("class_name") else { return nil }
    if let registered = try text("registered_name"), registered.contains(">") {
      return registered
    }
    guard let module = try text("module"), !KerasClass.isKeras(module: module) else { return name }
    return "\(module)>\(name)"
  }
}
