import Chains
import Gateway
import Payments
import Storage
import Testing

/// Quotes that follow the price (API contract A5.6, `slippagePercent`): two percent of a hundred
/// dollars a litecoin.
@Suite(.timeLimit(.minutes(1)))
struct RequoterTests {
    private static let both = [GatewayFixture.ltc, GatewayFixture.btc]

    private static func fixture(
        slippage: String? = "2",
        in coins: [Coin] = [GatewayFixture.ltc]
    ) async throws -> (fixture: GatewayFixture, stored: InvoiceRecord) {
        let fixture = try await GatewayFixture()
        try await fixture.refreshRates(litecoin: "100")
        let new = try fixture.new(1, in: coins) { new in
            new.slippage = try slippage.map { try Ratio(percent: $0) }
        }
        let stored = try await fixture.opened(
            new,
            by: try await fixture.caller(in: .onchainpay)
        )
        _ = try await fixture.requoter.step()
        return (fixture, stored)
    }

    /// What a litecoin that costs so much from now on does to the invoice.
    private static func step(
        _ fixture: GatewayFixture,
        litecoin price: String
    ) async throws -> Int {
        try await fixture.refreshRates(litecoin: price)
        return try await fixture.requoter.step()
    }

    @Test(arguments: [
        ("101.9", false), ("102", false), ("102.1", true), ("98.1", false), ("98", false),
        ("97.9", true), ("1000", true), ("0.01", true),
    ])
    func `the quote follows a price that moved by more than the percentage, up or down`(
        price: String,
        isRequoted: Bool
    ) async throws {
        let (fixture, stored) = try await Self.fixture()
        #expect(try await Self.step(fixture, litecoin: price) == (isRequoted ? 1 : 0))
        let choice = try #require(try await fixture.now(stored).facts.choices.first)
        #expect(choice.requotes.count == (isRequoted ? 1 : 0))
        let rate = try Ratio(decimal: isRequoted ? price : "100")
        #expect(choice.quote.rate.price == rate)
    }

    @Test func `only the quote is new: address, standing and deadline stay`() async throws {
        let (fixture, stored) = try await Self.fixture()
        #expect(try await Self.step(fixture, litecoin: "120") == 1)
        let after = try await fixture.now(stored)
        let before = try #require(stored.facts.choices.first)
        let choice = try #require(after.facts.choices.first)
        #expect(after.facts.choices.count == 1)
        #expect(choice.id == before.id)
        #expect(choice.address == before.address)
        #expect(choice.firstQuote == before.quote)
        #expect(choice.quote.due.decimal == "0.25")
        #expect(after.invoice == stored.invoice)
        #expect(after.standing == stored.standing)
        #expect(after.revision == stored.revision)
        #expect(try await fixture.events(stored) == [.opened])
    }

    @Test func `small moves do not add up until they leave the last quote behind`() async throws {
        let (fixture, stored) = try await Self.fixture()
        var made: [Int] = []
        for price in ["101.5", "103", "104.5", "105.1"] {
            made.append(try await Self.step(fixture, litecoin: price))
        }
        #expect(made == [0, 1, 0, 1])
        let choice = try #require(try await fixture.now(stored).facts.choices.first)
        let rates = [Ratio(whole: 103), try Ratio(decimal: "105.1")]
        #expect(choice.requotes.map(\.rate.price) == rates)
    }

    @Test func `the new amount is what is to be paid`() async throws {
        let (fixture, stored) = try await Self.fixture()
        _ = try await Self.step(fixture, litecoin: "50")
        try await fixture.pay(stored)
        try await fixture.look()
        #expect(try await fixture.standing(stored).seen == .partlyPaid)
        try await fixture.pay(stored)
        try await fixture.look()
        #expect(try await fixture.standing(stored).seen == .paid)
    }

    @Test func `an invoice without a percentage keeps its quote`() async throws {
        let (fixture, stored) = try await Self.fixture(slippage: nil)
        #expect(try await Self.step(fixture, litecoin: "50") == 0)
        #expect(try await fixture.now(stored).facts.choices == stored.facts.choices)
    }

    @Test func `at no percentage every move makes a new quote`() async throws {
        let (fixture, _) = try await Self.fixture(slippage: "0")
        #expect(try await Self.step(fixture, litecoin: "100.000001") == 1)
        #expect(try await Self.step(fixture, litecoin: "100.000001") == 0)
    }

    @Test func `nothing is quoted anew once money was seen, even if it vanished`() async throws {
        let (fixture, stored) = try await Self.fixture()
        let txid = try await fixture.pay(stored, thousandths: 1)
        try await fixture.look()
        #expect(try await Self.step(fixture, litecoin: "50") == 0)
        try await fixture.chains[GatewayFixture.ltc.network]?.replace(txid: txid)
        try await fixture.look()
        #expect(try await Self.step(fixture, litecoin: "40") == 0)
    }

    @Test func `nothing is quoted anew after the deadline, even before it is noticed`()
        async throws
    {
        let (fixture, _) = try await Self.fixture()
        fixture.clock.advance(bySeconds: GatewayFixture.secondsOpen)
        try await fixture.look()
        #expect(try await Self.step(fixture, litecoin: "120") == 1)
        fixture.clock.advance(bySeconds: 1)
        #expect(try await Self.step(fixture, litecoin: "50") == 0)
    }

    @Test func `nothing is quoted anew for an invoice that is over`() async throws {
        let (fixture, stored) = try await Self.fixture()
        let isTaken = try await fixture.gateway.store.write {
            try $0.decide(.cancelled, on: stored.invoice.id, at: GatewayFixture.start)
        }
        #expect(isTaken)
        #expect(try await Self.step(fixture, litecoin: "50") == 0)
    }

    @Test func `nothing is quoted anew while nobody knows what was paid`() async throws {
        let (fixture, stored) = try await Self.fixture()
        fixture.clock.advance(bySeconds: 600)
        #expect(try await Self.step(fixture, litecoin: "50") == 0)
        try await fixture.pay(stored, thousandths: 1_000)
        try await fixture.look()
        fixture.clock.advance(bySeconds: 10)
        #expect(try await fixture.requoter.step() == 0)
        let (other, _) = try await Self.fixture()
        other.clock.advance(bySeconds: 600)
        #expect(try await Self.step(other, litecoin: "50") == 0)
        try await other.look()
        other.clock.advance(bySeconds: 10)
        #expect(try await other.requoter.step() == 1)
    }

    @Test func `every coin that was chosen is quoted anew, each by its own price`() async throws {
        let (fixture, stored) = try await Self.fixture(in: Self.both)
        #expect(try await Self.step(fixture, litecoin: "120") == 0)
        for coin in Self.both {
            try await fixture.advance(bySeconds: 1)
            try await fixture.refreshRates(litecoin: "120")
            _ = try await fixture.invoices.choose(coin, for: stored.invoice.id)
        }
        #expect(try await Self.step(fixture, litecoin: "50") == 1)
        let first = try await fixture.now(stored).facts.choices
        #expect(first.map(\.requotes.count) == [1, 0])
        try fixture.take("70000", of: "BTC")
        #expect(try await fixture.requoter.step() == 1)
        let choices = try await fixture.now(stored).facts.choices
        #expect(choices.map(\.requotes.count) == [1, 1])
    }

    @Test func `without a change of prices nothing is read`() async throws {
        let (fixture, _) = try await Self.fixture()
        #expect(try await Self.step(fixture, litecoin: "120") == 1)
        #expect(try await fixture.requoter.step() == 0)
    }

    @Test func `more invoices than are read at once are all quoted anew`() async throws {
        let (fixture, _) = try await Self.fixture()
        let caller = try await fixture.caller(in: .onchainpay)
        let count = 401
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...count {
                let new = try fixture.new(number) { $0.slippage = try Ratio(percent: "2") }
                group.addTask { _ = try await fixture.opened(new, by: caller) }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.step(fixture, litecoin: "120") == count + 1)
    }
}
