import Networks
import Tensors

extension ImageDataset {
  /// The image as the network takes it, shape `[channels, height, width]` of `shape`.
  ///
  /// Raw pixels are resized where they do not fit (`Resizing`) and preprocessed. Preprocessed
  /// images must have the right shape: their maker has already decided about their size. For a
  /// network that takes a vector, images of as many numbers are flattened, channel by channel.
  ///
  /// - Throws: `DatasetError.wrongShape`, `.invalidPreprocessing`, `.notFinite`, and whatever
  ///   `image(at:)` throws.
  package func input(
    at index: Int, for shape: MapShape, preprocessing: Preprocessing
  ) throws(DatasetError) -> Tensor {
    try framedInput(at: index, for: shape, preprocessing: preprocessing, fit: .crop).input
  }

  /// The same, resized in a way of the caller's choice, and where the input lies in the image,
  /// whose channels, height and width are the third.
  package func framedInput(
    at index: Int, for shape: MapShape, preprocessing: Preprocessing, fit: InputFit
  ) throws(DatasetError) -> (input: Tensor, frame: InputFrame, image: [Int]) {
    let image = try storedImage(at: index)
    let framed = try fitted(image, to: shape, preprocessing: preprocessing, fit: fit)
    guard framed.input.elements.allSatisfy(\.suitsNetworks) else {
      throw .notFinite(dataset: name, index: index)
    }
    return (framed.input, framed.frame, image.shape)
  }

  private func fitted(
    _ image: StoredImage, to shape: MapShape, preprocessing: Preprocessing, fit: InputFit
  ) throws(DatasetError) -> (input: Tensor, frame: InputFrame) {
    let axes = [shape.channels, shape.height, shape.width]
    if image.shape == axes || reshapes(image.shape, to: shape) {
      let ready = pixels == .raw ? try preprocessing(image.tensor) : image.tensor
      return (Tensor(shape: axes, elements: ready.elements), InputFrame())
    }
    guard pixels == .raw, !shape.isVector,
      let fitted = image.resized(to: shape, by: fit)
    else { throw mismatch(image.shape, shape) }
    return (try preprocessing(fitted.input), fitted.frame)
  }

  /// Throws what `input(at:for:preprocessing:)` would throw for the shape of the images, before
  /// the first of them is read.
  ///
  /// The images of a folder may have any shape, and channels that do not fit show up later.
  package func checkFit(
    for shape: MapShape, preprocessing: Preprocessing
  ) throws(DatasetError) {
    guard let own = self.shape else { return }
    let axes = [own.channels, own.height, own.width]
    if pixels == .preprocessed {
      guard own == shape || reshapes(axes, to: shape) else { throw mismatch(axes, shape) }
      return
    }
    guard own == shape || reshapes(axes, to: shape) || resizes(own, to: shape) else {
      throw mismatch(axes, shape)
    }
    let channels = reshapes(axes, to: shape) ? own.channels : shape.channels
    _ = try preprocessing(Tensor(zeros: [channels, 1, 1]))
  }

  /// What is done to images to make them fit, in one line; `nil` if they all fit as they are.
  package func adaptation(to shape: MapShape, fit: InputFit = .crop) -> String? {
    guard pixels == .raw else { return nil }
    if let own = self.shape {
      let fits = own == shape || reshapes([own.channels, own.height, own.width], to: shape)
      return fits ? nil : Resizing.description(of: fit)
    }
    return Resizing.description(of: fit)
  }

  /// Whether one of the two is a vector with as many numbers as the other.
  private func reshapes(_ image: [Int], to shape: MapShape) -> Bool {
    let isVector = image[1] == 1 && image[2] == 1
    return (isVector || shape.isVector) && image.reduce(1, *) == shape.count
  }

  private func resizes(_ own: MapShape, to shape: MapShape) -> Bool {
    !shape.isVector
      && (own.channels == shape.channels || Set([own.channels, shape.channels]) == [1, 3])
  }

  private func mismatch(_ image: [Int], _ shape: MapShape) -> DatasetError {
    let reason =
      switch pixels {
      case .preprocessed: "preprocessed arrays are not resized; save them in the right shape (NCHW)"
      case .raw: "there is no rule that makes them fit; use images with the channels of the network"
      }
    return .wrongShape(
      dataset: name, images: image.map(String.init).joined(separator: "x"),
      network: shape.description, reason: reason)
  }
}

/// An image as it is stored.
enum StoredImage {
  case picture(Picture)
  /// Shape `[channels, height, width]`.
  case numbers(Tensor)

  /// Its channels, height and width.
  var shape: [Int] {
    switch self {
    case .picture(let picture): [picture.channels, picture.height, picture.width]
    case .numbers(let numbers): numbers.shape
    }
  }

  /// All of it as numbers.
  var tensor: Tensor {
    switch self {
    case .picture(let picture): picture.tensor
    case .numbers(let numbers): numbers
    }
  }

  func resized(to shape: MapShape, by fit: InputFit) -> (input: Tensor, frame: InputFrame)? {
    switch self {
    case .picture(let picture): Resizing.fit(picture, to: shape, by: fit)
    case .numbers(let numbers): Resizing.fit(numbers, to: shape, by: fit)
    }
  }
}
