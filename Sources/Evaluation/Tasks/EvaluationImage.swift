import Networks
import Tasks
import Tensors

/// An image with all that is known of what it shows.
package struct EvaluationImage: Sendable {
  /// Preprocessed.
  package var input: Tensor

  /// Its class, if it is known.
  package var label: Int?

  /// The objects that it shows, in pixels of the picture; `nil` where nobody says.
  package var objects: [AnnotatedObject]?

  /// Where the picture stands among those with objects; `nil` where they are in order as they come.
  package var rank: Int?

  /// Where the input lies in the picture.
  package var frame: InputFrame

  /// The class of each place of the output; `nil` where nobody says.
  package var places: ClassMap?

  package init(
    _ input: Tensor, label: Int? = nil, objects: [AnnotatedObject]? = nil, rank: Int? = nil,
    frame: InputFrame = InputFrame(), places: ClassMap? = nil
  ) {
    self.input = input
    self.label = label
    self.objects = objects
    self.rank = rank
    self.frame = frame
    self.places = places
  }
}
