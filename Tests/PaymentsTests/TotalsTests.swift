import Payments
import Testing

struct TotalsTests {
    @Test(
        arguments: [
            (0, 0), (86_399, 0), (86_400, 1), (-1, -1), (-86_400, -1), (-86_401, -2),
            (1_700_000_000, 19_675),
        ] as [(Int64, Int64)]
    )
    func `a day begins at midnight in UTC, before 1970 as well`(seconds: Int64, number: Int64) {
        let day = Day(of: Instant(seconds: seconds))
        #expect(day.number == number)
        #expect(day.start.seconds <= seconds)
        #expect(day.advanced(by: 1).start.seconds > seconds)
        #expect(day.distance(to: day.advanced(by: -3)) == -3)
    }

    @Test(
        arguments: [
            (0, PaymentDelay.minute), (60, .minute), (61, .fiveMinutes), (300, .fiveMinutes),
            (900, .quarter), (3_600, .hour), (3_601, .day), (86_400, .day), (86_401, .longer),
            (-5, .minute),
        ] as [(Int64, PaymentDelay)]
    )
    func `the time until a payment has six steps`(seconds: Int64, delay: PaymentDelay) {
        let opened = Instant(seconds: 1_000)
        #expect(PaymentDelay(from: opened, to: opened.advanced(bySeconds: seconds)) == delay)
    }

    @Test func `a moment more than a step is the next one`() {
        let paid = Instant(microseconds: 60_000_001)
        #expect(PaymentDelay(from: Instant(microseconds: 0), to: paid) == .fiveMinutes)
    }

    @Test func `worth is exact, rounded down, and refuses what 128 bits do not hold`() throws {
        let usd = Asset(ticker: "USD", decimals: 2)
        let ltc = Asset(ticker: "LTC", decimals: 8)
        let price = try Ratio(decimal: "87.419")
        let some = Amount(units: 150_000_000, of: ltc)
        #expect(some.worth(at: price, in: usd) == Amount(units: 13_112, of: usd))
        let all = Amount(units: .max, of: usd)
        #expect(all.worth(at: .one, in: usd) == all)
        #expect(all.worth(at: Ratio(whole: 2), in: usd) == nil)
        #expect(Amount.zero(ltc).worth(at: price, in: usd) == .zero(usd))
    }

    @Test func `what waits for money is open`() {
        #expect(Phase.allCases.filter(\.isOpen) == [.open, .chosen, .underway])
    }
}
