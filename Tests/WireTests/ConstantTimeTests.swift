import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1)))
struct ConstantTimeTests {
    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("é", "é", true), ("a", "", false), ("", "a", false),
        ("ab", "ac", false), ("ab", "bb", false), ("ab", "abc", false),
        // The same character to a reader, other bytes.
        ("\u{e9}", "e\u{301}", false),
    ])
    func `texts are equal where all their bytes are`(left: String, right: String, areEqual: Bool) {
        #expect(ConstantTime.areEqual(left, right) == areEqual)
        #expect(ConstantTime.areEqual(Array(left.utf8), Array(right.utf8)) == areEqual)
    }
}
