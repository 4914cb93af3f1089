import Foundation
import Testing

/// Rules about the files of the package that neither the compiler nor the formatter checks.
@Suite struct TidyTests {
  /// Rules that look at nothing hold.
  @Test func theFilesAreFound() throws {
    #expect(try SourceFile.swift().count > 100)
    #expect(try SourceFile.code().contains { $0.path.hasSuffix(".c") })
  }

  /// Scripts split words at blanks, and so do people.
  @Test func noNameHasABlank() {
    for path in SourceFile.paths() { #expect(!path.contains(" "), "\(path)") }
  }

  /// Such a name says that nobody knew what belongs into the file.
  @Test func everyFileIsNamedForAnIdea() {
    for path in SourceFile.paths() where !path.hasPrefix("assets/python") {
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      for word in ["Common", "Util", "Helper", "Manager"] {
        #expect(!name.contains(word), "\(path) is named for no idea")
      }
    }
  }

  /// `Charts.Charts` could not be told from the module.
  @Test func noModuleIsNamedLikeATypeInIt() throws {
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/") {
      for line in file.mask.lines {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(where: { typeKeywords.contains($0) }),
          keyword + 1 < words.count
        else { continue }
        let name = words[keyword + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        #expect(name != file.target, "\(file.path): a type is named as its module")
      }
    }
  }

  @Test func theReadmeTellsTheCommandsThatContinuousIntegrationRuns() throws {
    let readme = try SourceFile.text(of: "README.md")
    let check = try SourceFile.text(of: ".ci/check")
    let run = try SourceFile.text(of: ".ci/run")

    #expect(readme.contains("\n.ci/setup && swift run -c release spiketop\n"))
    #expect(readme.contains("\n.ci/setup && swift test -c release\n"))
    #expect(check.contains("\nswift test -c release --skip-build\n"))
    #expect(run.contains("\n.ci/setup\n"))
    #expect(run.hasSuffix("\n.ci/generate-protobuf --check && .ci/check\n"))
  }

  /// Each promise of the README names the tests that keep it, functions behind their suites.
  @Test func theTestsThatKeepPromisesExist() throws {
    let files = try SourceFile.swift().filter { $0.path.hasPrefix("Tests/") }.map(\.text)
    let tests = files.joined()
    let readme = try SourceFile.text(of: "README.md")
    let start = try #require(readme.range(of: "\n| promise | kept by |\n|---|---|\n"))
    let rows = readme[start.upperBound...].prefix { $0 != "#" }.split(separator: "\n")
      .prefix { $0.hasPrefix("|") }
    #expect(rows.count > 5)
    for row in rows {
      let names = row.split(separator: "|")[1].matches(of: /`(\w+)`/).map(\.1)
      #expect(!names.isEmpty, "\(row)")
      for name in names {
        #expect(tests.contains("struct \(name) ") || tests.contains("func \(name)("), "\(name)")
      }
      for match in row.matches(of: /((?:`\w+`,? ?)+): `(\w+)`/) {
        for suite in match.1.matches(of: /`(\w+)`/).map(\.1) {
          let texts = files.filter { $0.contains("struct \(suite) ") }
          #expect(texts.contains { $0.contains("func \(match.2)(") }, "\(suite): \(match.2)")
        }
      }
    }
  }
}

private let typeKeywords: Set<Substring> = ["struct", "class", "enum", "protocol", "actor"]
