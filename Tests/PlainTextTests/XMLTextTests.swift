import PlainText
import Testing

@Suite struct XMLTextTests {
  @Test(arguments: [
    ("a<b> & \"c\" 'd' é", "a&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos; é"),
    ("two\nlines\tand more", "two lines and more"), ("\u{1B}[31m", #"\u{1B}[31m"#),
    ("\u{FFFF}\u{0}", #"\u{FFFF}\u{0}"#), ("\u{202E}abc", #"\u{202E}abc"#),
  ])
  func readsBackAsText(text: String, xml: String) {
    #expect(xmlText(text) == xml)
  }
}
