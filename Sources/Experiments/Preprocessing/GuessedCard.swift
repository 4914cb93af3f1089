import Datasets
import Foundation
import ModelFormats

extension ModelCard {
  /// A card with what a search has found of a model.
  ///
  /// What it could not find is left out.
  package init(_ search: PreprocessingSearch, of model: LoadedModel, images: ImageDataset) {
    let shape = model.inputShape
    var input = Input()
    if !shape.isVector {
      input.shape = [1, shape.channels, shape.height, shape.width]
      input.layout = "NCHW"
    }
    if let best = search.best?.candidate {
      // One number per channel, unless a vector has no channels of its own.
      let count = shape.isVector ? max(best.mean.count, best.std.count) : shape.channels
      let each = { (numbers: [Float]) in
        numbers.count == 1 ? Array(repeating: numbers[0], count: count) : numbers
      }
      (input.scale, input.mean, input.std) = (best.scale, each(best.mean), each(best.std))
    }
    self.init()
    name = model.card?.name ?? model.name
    dataset = images.knownName ?? model.card?.dataset
    self.input = input
    let names = images.classNames.isEmpty ? model.classNames : images.classNames
    classes = names.count == model.classCount ? names : nil
  }
}
