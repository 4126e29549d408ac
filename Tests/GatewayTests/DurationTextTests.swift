import Gateway
import Testing

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

    @Test(
        arguments: [
            (0, "0s"), (1, "1s"), (90, "90s"), (900, "15m"), (7_200, "2h"), (86_400, "1d"),
            (90_000, "25h"), (86_401, "86401s"),
        ] as [(Int64, String)]
    )
    func `seconds are told in the largest unit that fits, and read back`(
        seconds: Int64,
        text: String
    ) {
        #expect(DurationText.text(of: seconds) == text)
        #expect(DurationText.seconds(of: text) == seconds)
    }
}
