import PlainText
import Testing

/// One is said otherwise than none and several.
@Suite struct CountedWordsTests {
  @Test func aCountHasItsWord() {
    #expect(counted(1, "layer") == "1 layer")
    #expect(counted(0, "layer") == "0 layers" && counted(2, "layer") == "2 layers")
    #expect(counted(12_288, "neuron") == "12,288 neurons")
    #expect(counted(1, "box", "boxes") == "1 box" && counted(3, "box", "boxes") == "3 boxes")
  }
}
