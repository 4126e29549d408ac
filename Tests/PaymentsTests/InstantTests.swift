import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct InstantTests {
    @Test(arguments: [
        (0, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2),
    ])
    func `seconds are rounded down, also before the epoch`(
        microseconds: Int64,
        seconds: Int64
    ) {
        #expect(Instant(microseconds: microseconds).seconds == seconds)
    }

    @Test func `an instant moves both ways`() {
        let instant = Instant(seconds: 10)
        #expect(instant.advanced(bySeconds: 5) == Instant(seconds: 15))
        #expect(instant.advanced(bySeconds: -5) < instant)
    }
}
