import Testing

/// `Package.swift` and the README's map of it: data flow from top to bottom.
@Suite struct PackageTests {
  /// A target of the manifest, and what it depends on.
  private struct Target {
    let kind: Substring
    let name: Substring
    let dependencies: [Substring]
  }

  /// In the order of the manifest.
  private func targets() throws -> [Target] {
    let manifest = try SourceFile.text(of: "Package.swift")
      .replacing(/\/\/.*/, with: "").replacing(/\.product\([^)]*\)/, with: "")
    let entry = /\.(target|systemLibrary|executableTarget|testTarget)\(\s*name: "(\w+)"/
    let starts = manifest.matches(of: entry)
    return starts.indices.map { index in
      let next =
        index + 1 < starts.count ? starts[index + 1].range.lowerBound : manifest.endIndex
      let text = manifest[starts[index].range.upperBound..<next]
      let list = text.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      return Target(
        kind: starts[index].1, name: starts[index].2,
        dependencies: list.matches(of: /"(\w+)"/).map(\.1))
    }
  }

  @Test func eachTargetDependsOnThoseAboveIt() throws {
    let targets = try targets()
    #expect(targets.count > 50)
    var above: Set<Substring> = []
    for target in targets {
      for dependency in target.dependencies {
        #expect(above.contains(dependency), "\(target.name) stands above \(dependency)")
      }
      above.insert(target.name)
    }
  }

  /// What ships, in the order of the manifest; libraries of the system are no modules of ours.
  @Test func theMapOfTheReadmeIsThatOfTheManifest() throws {
    let readme = try SourceFile.text(of: "README.md")
    let start = try #require(readme.range(of: "\n| module | what it is |\n|---|---|\n"))
    let rows = readme[start.upperBound...].split(separator: "\n").prefix { $0.hasPrefix("|") }
    let told = rows.flatMap { $0.split(separator: "|")[0].matches(of: /`(\w+)`/).map(\.1) }
    let paths = Set(SourceFile.paths())
    let shipped = try targets().filter { target in
      target.kind != "systemLibrary"
        && (target.name == "Assets" || paths.contains("Sources/\(target.name)"))
    }
    #expect(told == shipped.map(\.name))
  }
}
