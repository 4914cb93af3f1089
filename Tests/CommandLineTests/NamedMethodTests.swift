import Conversion
import Experiments
import Runs
import Testing
import TimeTravel

/// Methods that are named in the dashboard, and that no menu has yet.
@Suite struct NamedMethodTests {
  private func loader() throws -> any RunSource {
    try DashboardSource(
      .bundled(), memory: MemoryLimits(), probes: LayerList(),
      by: RunOrigin(program: "test", arguments: [], directory: "/"), cache: .none,
      display: ProgressDisplay(show: { _ in }, say: { _ in })
    ).loader
  }

  /// It is what `--method` takes, the menu has it from then on, and once only.
  @Test(arguments: ["mmse@16", "bistable:phases=8", "bistable6", "robust:percentile=99.5"])
  func whatTheCommandLineTakesIsTaken(text: String) throws {
    var loader = try loader()
    let menu = try loader.load(image: 0, method: 0, secondRun: nil).facts.methods

    let position = try loader.position(ofMethod: text, beside: 0)
    let loaded = try loader.load(image: 0, method: position, secondRun: nil)

    #expect(loaded.facts.method == position && position >= menu.count)
    #expect(loaded.facts.methods.count == menu.count + 1)
    #expect(loaded.facts.methods[position].title != menu[0].title)
    #expect(try loader.position(ofMethod: text, beside: 0) == position)
    #expect(loaded.header?.request.method.name == String(text.prefix { $0 != ":" }))
  }

  @Test(arguments: ["nonsense", "bistable:phases=many", "half:precision=q15", "half:colour=red"])
  func whatCannotBeMeantIsRefused(text: String) throws {
    var loader = try loader()
    #expect(throws: MethodError.self) { try loader.position(ofMethod: text, beside: 0) }
  }
}
