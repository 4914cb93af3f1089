/// Points by two quantities of one unit, around the line on which both are equal.
package struct PointChart: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// Points of one colour; what has no place on an axis is left out.
  package struct Group: Hashable, Sendable {
    package var name: String
    package var points: [Point]

    package init(_ name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  package var title: String
  package var xAxis: Axis
  package var yAxis: Axis
  /// Later ones are drawn above earlier ones.
  package var groups: [Group]
  /// What the line of equal values is called.
  package var equality: String

  package init(
    title: String, xAxis: Axis, yAxis: Axis, groups: [Group], equality: String
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.groups = groups
    self.equality = equality
  }
}
