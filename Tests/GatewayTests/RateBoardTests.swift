import Chains
import Gateway
import Payments
import Synchronization
import Testing

/// A source that says what a test wants it to.
final class ScriptedRates: RateSource {
    let name: String
    let isOverride: Bool
    let ageSecondsMax: Int64?
    let pauseSeconds: Int64
    private let told = Mutex([AssetPrice]())
    private let fault = Mutex(RateError?.none)
    private let asked = Atomic(0)

    init(
        _ name: String,
        isOverride: Bool = false,
        ageSecondsMax: Int64? = nil,
        pauseSeconds: Int64 = 20
    ) {
        self.name = name
        self.isOverride = isOverride
        self.ageSecondsMax = ageSecondsMax
        self.pauseSeconds = pauseSeconds
    }

    /// Says these prices from now on, each as decimal text and in what it is stated.
    func tell(_ prices: [String: String], in quote: String = "USD", at time: Instant) {
        let prices = prices.map { ticker, text in
            AssetPrice(
                ticker: ticker,
                dollars: (try? Ratio(decimal: text)) ?? Ratio(whole: 0),
                quoteTicker: quote,
                time: time,
                source: name
            )
        }
        told.withLock { $0 = prices }
        fault.withLock { $0 = nil }
    }

    /// How often it was asked.
    var askedCount: Int { asked.load(ordering: .relaxed) }

    func fail(_ error: RateError) { fault.withLock { $0 = error } }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        asked.add(1, ordering: .relaxed)
        if let fault = fault.withLock({ $0 }) { throw fault }
        return told.withLock { $0 }
    }
}

/// What the board quotes of several sources, and what it says about it.
struct RateBoardTests {
    private static let start = GatewayFixture.start

    /// Sources called a, b, c … and a board that knows them.
    private struct Panel {
        let board: RateBoard
        let sources: [ScriptedRates]

        init(_ sources: [ScriptedRates], ageSecondsMax: Int64 = 600) {
            self.sources = sources
            board = RateBoard(ageSecondsMax: ageSecondsMax)
            board.expect(sources)
        }

        init(_ count: Int) {
            self.init(["a", "b", "c", "d", "e"].prefix(count).map { ScriptedRates($0) })
        }

        /// Has a source say what Litecoin costs; answers what was refused of it.
        @discardableResult
        func say(
            _ name: String,
            _ text: String,
            in quote: String = "USD",
            after seconds: Int64 = 0,
            toldAfter told: Int64? = nil
        ) -> [String] {
            say(name, "LTC", text, in: quote, after: seconds, toldAfter: told)
        }

        /// Has a source say a price; answers what was refused of it.
        @discardableResult
        func say(
            _ name: String,
            _ ticker: String,
            _ text: String,
            in quote: String = "USD",
            after seconds: Int64 = 0,
            toldAfter told: Int64? = nil
        ) -> [String] {
            guard let place = sources.firstIndex(where: { $0.name == name }) else { return ["?"] }
            let now = RateBoardTests.start.advanced(bySeconds: seconds)
            let price = AssetPrice(
                ticker: ticker,
                dollars: (try? Ratio(decimal: text)) ?? Ratio(whole: 0),
                quoteTicker: quote,
                time: RateBoardTests.start.advanced(bySeconds: told ?? seconds),
                source: name
            )
            return board.take([RateBoard.Answer(place: place, prices: [price])], at: now)
                .map(\.message)
        }

        /// What is quoted in dollars, who says so and how old it is: `87.41 median(a,b) 0`.
        func quoted(_ ticker: String = "LTC", after seconds: Int64 = 0) -> String? {
            let now = RateBoardTests.start.advanced(bySeconds: seconds)
            return board.rate(of: ticker, in: "USD", at: now).map { rate in
                let age = now.seconds - rate.time.seconds
                return "\(rate.price.decimal(places: 18)) \(rate.source) \(age)"
            }
        }

        func report(_ ticker: String = "LTC", after seconds: Int64 = 0) -> RateReport {
            board.report(on: ticker, at: RateBoardTests.start.advanced(bySeconds: seconds))
        }
    }

    @Test func `the median of what is fresh is quoted, as old as the oldest of it`() {
        let panel = Panel(3)
        panel.say("a", "87.40")
        panel.say("b", "87.50", after: 5)
        panel.say("c", "87.43", after: 10)
        #expect(panel.quoted(after: 10) == "87.43 median(a,b,c) 10")
        #expect(panel.quoted(after: 600) == "87.43 median(a,b,c) 600")
        #expect(panel.quoted(after: 601) == "87.465 median(b,c) 596")
        #expect(panel.report(after: 601).message == "from b, c (a: too old)")
        #expect(!panel.report(after: 601).isWeak)
        #expect(panel.quoted(after: 606) == "87.43 c 596")
        #expect(panel.report(after: 606).isWeak)
        #expect(panel.report(after: 606).message == "from c only (a: too old, b: too old)")
        #expect(panel.quoted(after: 611) == nil)
        #expect(panel.report(after: 611).message.hasPrefix("no fresh price (a: too old"))
        panel.say("b", "88", after: 620)
        #expect(panel.quoted(after: 620) == "88 b 0")
    }

    @Test func `an outlier is left out and named, and two that differ quote nothing`() {
        let panel = Panel(3)
        panel.say("a", "100")
        panel.say("b", "107")
        #expect(panel.quoted() == nil)
        #expect(
            panel.report().message
                == "no fresh price (a: the sources disagree, b: the sources disagree)"
        )
        #expect(panel.board.price(of: "LTC", at: Self.start)?.isFresh == false)
        panel.say("c", "101")
        #expect(panel.quoted() == "100.5 median(a,c) 0")
        #expect(panel.report().dropped.map(\.message) == ["LTC from b: too far from the others"])
        #expect(!panel.report().isWeak)
        panel.say("b", "100.2")
        #expect(panel.quoted() == "100.2 median(a,b,c) 0")
    }

    @Test func `a price in USDT counts for what USDT is worth, and for nothing without`() {
        let panel = Panel(4)
        panel.say("a", "100", in: "USDT")
        #expect(panel.quoted() == nil)
        #expect(panel.report().message.contains("stated in USDT, whose own price is not known"))
        panel.say("b", "USDT", "0.9")
        #expect(panel.quoted() == "90 a 0")
        panel.say("c", "USDT", "0.92", after: 5)
        panel.say("d", "USDT", "0.94", after: 5)
        #expect(panel.quoted(after: 5) == "92 a 5")
        // What says what USDT costs in USDT says nothing.
        panel.say("a", "USDT", "1", in: "USDT", after: 6)
        #expect(panel.quoted("USDT", after: 6) == "0.92 median(b,c,d) 6")
        #expect(panel.quoted(after: 600) == "92 a 600")
        #expect(panel.quoted(after: 601) == nil)
        panel.say("a", "100", in: "USDT", after: 601)
        #expect(panel.quoted(after: 601) == "93 a 596")
        #expect(panel.quoted(after: 606) == nil)
    }

    @Test(arguments: [
        ("0", "not a price above zero"), ("-5", "not a price above zero"),
        ("1000000000000", "beyond all reason"), ("0.0000000000000001", "beyond all reason"),
    ])
    func `what is no price is refused, and the one before stands`(text: String, reason: String) {
        let panel = Panel(2)
        panel.say("a", "87.41")
        #expect(panel.say("a", text, after: 1) == ["LTC from a: \(reason)"])
        #expect(panel.quoted(after: 1) == "87.41 a 1")
        #expect(panel.say("b", "BTC", text) == ["BTC from b: \(reason)"])
        #expect(panel.report("BTC").message == "no fresh price (b: \(reason))")
    }

    @Test func `a jump that nobody confirms is not believed until the old price is too old`() {
        let panel = Panel(2)
        panel.say("a", "87")
        for lie in ["87000", "0.087", "174", "43.5"] {
            #expect(panel.say("a", lie, after: 10) == ["LTC from a: a jump that nobody confirms"])
        }
        #expect(panel.quoted(after: 10) == "87 a 10")
        #expect(panel.say("a", "173", after: 20).isEmpty)
        #expect(panel.say("a", "87", after: 30).isEmpty)
        #expect(panel.say("a", "1000", after: 630).count == 1)
        #expect(panel.quoted(after: 631) == nil)
        #expect(panel.say("a", "1000", after: 631).isEmpty)
        // With another source to compare with, comparing is enough.
        #expect(panel.say("b", "1001", after: 632).isEmpty)
        #expect(panel.say("a", "1", after: 633).isEmpty)
        #expect(panel.quoted(after: 633) == nil)
    }

    @Test func `a time that has not come is not believed, nor does it last`() {
        let panel = Panel(2)
        #expect(panel.say("a", "87", toldAfter: 301) == ["LTC from a: from the future"])
        #expect(panel.say("a", "87", toldAfter: 300).isEmpty)
        #expect(panel.quoted(after: 600) == "87 a 600")
        #expect(panel.quoted(after: 601) == nil)
        // The clock was an hour ahead and is set back.
        panel.say("b", "90", after: 3_600)
        #expect(panel.quoted(after: 10) == "87 a 10")
        panel.say("b", "88", after: 20)
        #expect(panel.quoted(after: 20) == "87.5 median(a,b) 20")
    }

    @Test func `a source may have an age of its own`() {
        let panel = Panel([
            ScriptedRates("bank", ageSecondsMax: 432_000), ScriptedRates("a"),
        ])
        panel.say("bank", "EUR", "1.08")
        panel.say("a", "88")
        #expect(panel.quoted("EUR", after: 432_000) == "1.08 bank 432000")
        #expect(panel.quoted("EUR", after: 432_001) == nil)
        let rate = panel.board.rate(of: "LTC", in: "EUR", at: Self.start)
        #expect(rate?.source == "a+bank")
    }

    @Test func `a price that is set is not compared, and given back when it is gone`() {
        let panel = Panel([
            ScriptedRates("a"), ScriptedRates("b"), ScriptedRates("hand", isOverride: true),
        ])
        panel.say("a", "87")
        panel.say("b", "88")
        panel.say("hand", "5")
        #expect(panel.quoted() == "5 hand 0")
        #expect(!panel.report().isWeak)
        let revision = panel.board.revision
        panel.say("a", "87.2", after: 1)
        #expect(panel.board.revision == revision)
        _ = panel.board.take([RateBoard.Answer(place: 2, prices: [])], at: Self.start)
        #expect(panel.quoted(after: 1) == "87.6 median(a,b) 1")
        #expect(panel.board.revision == revision + 1)
    }

    @Test func `one source of one is not weak, one of two is`() {
        let one = Panel(1)
        one.say("a", "87")
        #expect(!one.report().isWeak)
        let two = Panel(2)
        two.say("a", "87")
        #expect(two.report().isWeak)
        #expect(two.report().message == "from a only")
        #expect(two.report("BTC").message == "no fresh price")
        #expect(two.report("BTC").isWeak)
        #expect(two.board.report(at: Self.start).map(\.ticker) == ["LTC"])
    }

    @Test func `the revision grows when a price changes, and only then`() {
        let panel = Panel(3)
        panel.say("a", "87")
        let first = panel.board.revision
        panel.say("a", "87", after: 1)
        #expect(panel.board.revision == first)
        panel.say("b", "87", after: 1)
        panel.say("c", "87.5", after: 1)
        #expect(panel.board.revision == first)
        panel.say("b", "87.4", after: 2)
        #expect(panel.board.revision == first + 1)
    }

    @Test func `nothing too old is ever quoted, whatever comes in whichever order`() {
        var dice = SeededGenerator()
        for _ in 0..<60 {
            let panel = Panel(3)
            var newest: [String: Int64] = [:]
            var now: Int64 = 0
            for _ in 0..<40 {
                now += Int64.random(in: 0...300, using: &dice)
                let name = ["a", "b", "c"].randomElement(using: &dice) ?? "a"
                let told = now - Int64.random(in: 0...700, using: &dice)
                let text = "\(Int.random(in: 95...105, using: &dice))"
                if panel.say(name, text, after: now, toldAfter: told).isEmpty {
                    newest[name] = max(newest[name] ?? told, told)
                }
                let asked = now + Int64.random(in: 0...700, using: &dice)
                let fresh = newest.values.filter { asked - $0 <= 600 }
                let instant = Self.start.advanced(bySeconds: asked)
                if let rate = panel.board.rate(of: "LTC", in: "USD", at: instant) {
                    #expect(!fresh.isEmpty, "\(dice)")
                    #expect(asked - (rate.time.seconds - Self.start.seconds) <= 600, "\(dice)")
                    let price = rate.price
                    #expect(Ratio(whole: 95) <= price && price <= Ratio(whole: 105), "\(dice)")
                } else {
                    #expect(fresh.count != 1, "\(dice)")
                }
            }
        }
    }
}
