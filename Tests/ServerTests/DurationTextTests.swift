import Testing

@testable import Server

struct DurationTextTests {
    @Test(
        arguments: [
            ("90", 90), ("90s", 90), ("15m", 900), ("2h", 7_200), ("3d", 259_200), ("0", 0),
        ] as [(String, Int64)]
    )
    func `a duration is a number with an optional unit`(text: String, seconds: Int64) {
        #expect(DurationText.seconds(of: text) == seconds)
    }

    @Test(arguments: ["", "m", "-5m", "1.5h", "5w", "99999999999999999999", "4000000d"])
    func `anything else is not a duration`(text: String) {
        #expect(DurationText.seconds(of: text) == nil)
    }
}
