/// How far someone has come in the tour, which is kept from one start of the program to the next.
package enum TourProgress: Equatable, Sendable {
  /// It was offered, and not begun.
  case offered
  /// At a step, from 1 on.
  case at(step: Int)
  case over
}
