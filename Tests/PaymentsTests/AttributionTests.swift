import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AttributionTests {
    private typealias Candidate = Attribution.Candidate

    private static let window: Int64 = 600

    /// An invoice that was opened so many seconds after the sample's and is open for an hour.
    private static func candidate(
        _ name: String,
        rest: UInt128,
        openedAfter seconds: Int64 = 0,
        isOpenFor life: Int64 = 3_600,
        chosenAfter wait: Int64 = 0,
        asset: Asset = Sample.ltc
    ) -> Attribution.Candidate {
        let opened = Sample.opened.advanced(bySeconds: seconds)
        return Attribution.Candidate(
            invoice: InvoiceID(name),
            choice: ChoiceID("choice-\(name)"),
            openedAt: opened,
            chosenAt: opened.advanced(bySeconds: wait),
            deadline: opened.advanced(bySeconds: life),
            lateWindowSeconds: window,
            rest: Amount(units: rest, of: asset)
        )
    }

    private static func taker(
        of units: UInt128,
        at seen: Instant = Sample.opened.advanced(bySeconds: 60),
        asset: Asset = Sample.ltc,
        among candidates: [Attribution.Candidate]
    ) -> String? {
        Attribution.candidate(
            for: Amount(units: units, of: asset),
            seenAt: seen,
            among: candidates
        )?.invoice.text
    }

    @Test func `money that was there before a choice belongs to none, but for clocks that differ`()
    {
        let slack = Attribution.clockSlackSeconds
        for (late, taker) in [(slack + 60, "x"), (slack + 61, nil)] {
            let candidates = [Self.candidate("x", rest: 100, chosenAfter: late)]
            #expect(Self.taker(of: 100, among: candidates) == taker)
        }
    }

    @Test func `the exact amount goes to its invoice, however old the others are`() {
        let candidates = [
            Self.candidate("old", rest: 100), Self.candidate("young", rest: 70, openedAfter: 9),
        ]
        #expect(Self.taker(of: 70, among: candidates) == "young")
    }

    @Test func `any other amount goes to the oldest open invoice`() {
        let candidates = [
            Self.candidate("young", rest: 70, openedAfter: 9), Self.candidate("old", rest: 100),
        ]
        for units in [UInt128(1), 69, 71, 99, 101, .max] {
            #expect(Self.taker(of: units, among: candidates) == "old")
        }
    }

    @Test func `of several that ask for the exact amount the oldest takes it`() {
        let candidates = [
            Self.candidate("young", rest: 70, openedAfter: 9), Self.candidate("old", rest: 70),
        ]
        #expect(Self.taker(of: 70, among: candidates) == "old")
    }

    @Test func `of invoices opened at one moment the smaller id goes first`() {
        let candidates = [Self.candidate("b", rest: 100), Self.candidate("a", rest: 100)]
        #expect(Self.taker(of: 100, among: candidates) == "a")
        #expect(Self.taker(of: 5, among: candidates) == "a")
    }

    @Test func `at the deadline an invoice is open, a moment later it is not`() {
        let candidates = [Self.candidate("a", rest: 100)]
        let justAfter = Instant(microseconds: Sample.deadline.microseconds + 1)
        #expect(Self.taker(of: 5, at: Sample.deadline, among: candidates) == "a")
        #expect(Self.taker(of: 5, at: justAfter, among: candidates) == nil)
    }

    @Test func `after the deadline the exact amount counts until the late window ends`() {
        let candidates = [Self.candidate("a", rest: 100)]
        let end = Sample.deadline.advanced(bySeconds: Self.window)
        #expect(Self.taker(of: 100, at: end, among: candidates) == "a")
        #expect(Self.taker(of: 99, at: end, among: candidates) == nil)
        let after = Instant(microseconds: end.microseconds + 1)
        #expect(Self.taker(of: 100, at: after, among: candidates) == nil)
    }

    @Test func `an open invoice goes before one that ran out with the exact amount`() {
        let candidates = [
            Self.candidate("out", rest: 70, isOpenFor: 30), Self.candidate("open", rest: 100),
        ]
        #expect(Self.taker(of: 70, among: candidates) == "open")
    }

    @Test func `of several that ran out the one that did so last takes the exact amount`() {
        let candidates = [
            Self.candidate("long", rest: 70, isOpenFor: 50),
            Self.candidate("short", rest: 70, openedAfter: 9, isOpenFor: 20),
        ]
        #expect(Self.taker(of: 70, among: candidates) == "long")
    }

    @Test func `another asset goes to nobody, even of the same name`() {
        let candidates = [Self.candidate("a", rest: 100)]
        #expect(Self.taker(of: 100, asset: Sample.btc, among: candidates) == nil)
        let coarser = Asset(ticker: "LTC", decimals: 6)
        #expect(Self.taker(of: 100, asset: coarser, among: candidates) == nil)
    }

    @Test func `an invoice with nothing left to pay takes nothing`() {
        let candidates = [
            Self.candidate("full", rest: 0), Self.candidate("a", rest: 50, openedAfter: 9),
        ]
        #expect(Self.taker(of: 5, among: candidates) == "a")
        #expect(Self.taker(of: 0, among: [candidates[0]]) == nil)
    }

    @Test func `without candidates there is a deposit`() {
        #expect(Self.taker(of: 100, among: []) == nil)
    }

    @Test func `the order in which invoices are read is of no importance`() {
        var dice = SeededGenerator()
        for _ in 0..<300 {
            let candidates = (0..<Int.random(in: 1...8, using: &dice)).map { number in
                Self.candidate(
                    "i\(number)",
                    rest: UInt128.random(in: 0...4, using: &dice),
                    openedAfter: Int64.random(in: 0...3, using: &dice),
                    isOpenFor: Int64.random(in: 0...100, using: &dice)
                )
            }
            let seen = Sample.opened.advanced(bySeconds: Int64.random(in: 0...800, using: &dice))
            let units = UInt128.random(in: 0...4, using: &dice)
            let expected = Self.taker(of: units, at: seen, among: candidates)
            for _ in 0..<5 {
                let shuffled = candidates.shuffled(using: &dice)
                #expect(Self.taker(of: units, at: seen, among: shuffled) == expected, "\(dice)")
            }
            let chosen = candidates.first { $0.invoice.text == expected }
            let isLate = chosen.map { seen > $0.deadline } ?? false
            #expect(!isLate || chosen?.rest.units == units, "\(dice)")
        }
    }
}
