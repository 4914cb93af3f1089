import Testing

/// The reader of sources that the rules about code rest on.
@Suite struct SourceMaskTests {
  @Test(arguments: [
    ("a // {", "a     "), ("a /* { /* } */ { */ b", "a                   b"),
    (#"x = "{" + y"#, "x =     + y"), (#"x = "\"{" + y"#, "x =       + y"),
    (##"x = #"\"{"# + y"##, "x =         + y"), (#"x = "\(f { 1 }) {""#, "x =    f { 1 }    "),
    (##"x = #"\#(f(a)) {"#"##, "x =      f(a)     "), ("c = '{';", "c =    ;"),
    (#"x = "a // b" + y"#, "x =          + y"), (##"#if x"##, "#if x"),
  ])
  func commentsAndStringsAreBlank(source: String, mask: String) {
    #expect(SourceMask(source).lines == [mask])
  }

  @Test func stringsOfManyLinesKeepTheirLines() {
    let source = "x = \"\"\"\n  { \"quoted\"\n  \\(y)\n  \"\"\"\nz {"

    #expect(SourceMask(source).lines == ["x =    ", "            ", "    y ", "     ", "z {"])
  }

  @Test func aCommentOfManyLinesKeepsItsLines() {
    #expect(SourceMask("/* {\n{\n*/ a").lines == ["    ", " ", "   a"])
  }

  @Test func functionsEndWithTheirBrace() {
    let source = """
      struct A {
        var stored = [1].map { $0 }
        var computed: Int {
          1
        }

        func text(_ write: (Int) -> String = { "\\($0)" }) -> String {
          // }
          if stored.isEmpty { return "}" }
          return "\\(stored.map { $0 }) {"
        }

        package init(
          a: Int
        ) throws(E)
        where A: B {
        }
      }

      protocol P {
        func declared(_ a: Int) -> Int
        var value: Int { get }
      }
      """

    #expect(
      SourceMask(source).swiftFunctions == [
        FunctionLength(name: "computed", firstLine: 3, lines: 3),
        FunctionLength(name: "text", firstLine: 7, lines: 5),
        FunctionLength(name: "init", firstLine: 13, lines: 5),
        FunctionLength(name: "value", firstLine: 22, lines: 1),
      ])
  }

  @Test func aFunctionInsideOfAnotherCountsTwice() {
    let source = "func outer() {\n  func inner() {\n  }\n}"

    #expect(
      SourceMask(source).swiftFunctions == [
        FunctionLength(name: "outer", firstLine: 1, lines: 4),
        FunctionLength(name: "inner", firstLine: 2, lines: 2),
      ])
  }

  @Test func functionsOfCStandAtTheOutermostLevel() {
    let source = """
      static const int table[] = {1, 2};
      struct point { int x; };
      #define OPEN {
      static int add(
          int a, int b) {
        if (a) { return '{'; }
        return b;
      }
      """

    #expect(
      SourceMask(source).cFunctions == [
        FunctionLength(name: "line 5", firstLine: 5, lines: 4)
      ])
  }
}
