import CursesTerminal
import TerminalUI
import Testing

@Suite struct KeyCodesTests {
  @Test(
    arguments: [
      (9, Key.tab), (13, .enter), (10, .enter), (27, .escape), (127, .backspace), (8, .backspace),
      (21, .control("u")), (32, .character(" ")), (0x2800, .character("\u{2800}")),
    ] as [(UInt32, Key)])
  func charactersBecomeKeys(code: UInt32, key: Key) {
    #expect(characterKey(code) == key)
  }

  @Test(arguments: [0, 28, 31, 0xD800, 0x11_0000] as [UInt32])
  func otherCodesAreNoKeys(code: UInt32) {
    #expect(characterKey(code) == nil)
  }
}
