/// Layers that do nothing once the training is over.
extension KerasLayerKinds {
  static let identities: [KerasLayerKind] =
    [
      "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianDropout", "GaussianNoise",
      "AlphaDropout", "ActivityRegularization", "Identity", "RandomFlip", "RandomRotation",
      "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomShear",
      "RandomColorJitter", "RandomErasing", "RandomGaussianBlur", "RandomHue", "RandomSaturation",
      "RandomSharpness", "RandomGrayscale", "RandomPosterization", "RandomInvert",
      "RandomColorDegeneration", "RandomPerspective", "RandomElasticTransform", "RandomHeight",
      "RandomWidth", "RandAugment", "AugMix", "MixUp", "CutMix", "InputLayer",
    ].map { name in KerasLayerKind(name) { _, call throws(FormatError) in try call.input() } }
}
