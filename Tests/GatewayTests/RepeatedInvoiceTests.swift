import Gateway
import Payments
import Storage
import Testing

/// A second request with the external id of a first one (API contract D, OnchainPay 9).
@Suite(.timeLimit(.minutes(1)))
struct RepeatedInvoiceTests {
    private static func fixture() async throws -> (fixture: GatewayFixture, caller: Caller) {
        let fixture = try await GatewayFixture()
        return (fixture, try await fixture.caller(in: .onchainpay))
    }

    @Test func `the same asked for again is the same invoice`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let first = try await fixture.ask(fixture.new(), by: caller).asked
        try await fixture.advance(bySeconds: 60)
        let again = try await fixture.ask(fixture.new(), by: caller).asked
        #expect(first.word == "opened")
        #expect(again == GatewayFixture.Asked(word: "repeated", code: first.code))
    }

    @Test func `the repeated invoice is the one of now, not of then`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let stored = try await fixture.opened(fixture.new(), by: caller)
        try await fixture.pay(stored)
        try await fixture.look()
        let outcome = try await fixture.ask(fixture.new(), by: caller).outcome
        guard case .repeated(let again) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(again.standing.seen == .paid)
        #expect(again.facts.choices.map(\.address) == stored.facts.choices.map(\.address))
    }

    /// Each changes something that makes another invoice of the same id.
    private static let changes: [@Sendable (inout NewInvoice) -> Void] = [
        { $0.price = Amount(units: 3_001, of: GatewayFixture.usd) },
        { $0.price = Amount(units: 3_000, of: Asset(ticker: "EUR", decimals: 2)) },
        { $0.offer = .only([GatewayFixture.btc]) }, { $0.offer = .everything },
        { $0.label = "Tea" }, { $0.webhooks = Invoice.Webhooks(all: "http://shop.example") },
        { $0.webhooks = Invoice.Webhooks(success: "http://shop.example") }, { $0.kind = .order },
    ]

    @Test(arguments: changes.indices)
    func `something else asked for by the same id is a duplicate`(index: Int) async throws {
        let (fixture, caller) = try await Self.fixture()
        try fixture.take("1.1", of: "EUR")
        _ = try await fixture.opened(fixture.new(), by: caller)
        let other = fixture.new(1, Self.changes[index])
        #expect(try await fixture.ask(other, by: caller).asked.word == "duplicate")
    }

    @Test func `what does not make another invoice may differ`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let both = [GatewayFixture.ltc, GatewayFixture.btc]
        _ = try await fixture.opened(fixture.new(in: both), by: caller)
        let other = fixture.new(in: both.reversed()) {
            $0.details = "other words"
            $0.deadline = $0.deadline.advanced(bySeconds: 60)
        }
        #expect(try await fixture.ask(other, by: caller).asked.word == "repeated")
    }

    @Test func `without an external id every request opens an invoice`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new { $0.externalID = nil }
        let codes = [
            try await fixture.ask(new, by: caller).asked,
            try await fixture.ask(new, by: caller).asked,
        ]
        #expect(codes.map(\.word) == ["opened", "opened"])
        #expect(Set(codes).count == 2)
    }

    @Test func `another merchant's external ids are its own`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let neighbour = try await fixture.caller(in: .onchainpay)
        #expect(try await fixture.ask(fixture.new(), by: caller).asked.word == "opened")
        #expect(try await fixture.ask(fixture.new(), by: neighbour).asked.word == "opened")
    }

    @Test func `a nonce is used up by every request that bears it`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new()
        #expect(try await fixture.ask(new, by: caller, nonce: "1").asked.word == "opened")
        let refused = try await fixture.ask(new, by: caller, nonce: "1").asked.word
        #expect(refused == "refused(Gateway.RequestRefusal.nonceUsed)")
        #expect(try await fixture.ask(new, by: caller, nonce: "0").asked.word == "repeated")
        let tariffs = fixture.new(2) { $0.tariffs = ["NONE"] }
        _ = try await fixture.ask(tariffs, by: caller, nonce: "2")
        let again = try await fixture.ask(fixture.new(3), by: caller, nonce: "2").asked.word
        #expect(again == refused)
    }

    @Test func `of 50 requests for one external id at once one opens it`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new()
        let asked = try await withThrowingTaskGroup(of: GatewayFixture.Asked.self) { group in
            for _ in 0..<50 { group.addTask { try await fixture.ask(new, by: caller).asked } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(asked.count { $0.word == "opened" } == 1)
        #expect(asked.count { $0.word == "repeated" } == 49)
        #expect(Set(asked.map(\.code)).count == 1)
        let wallet = try await fixture.gateway.store.read {
            try $0.wallet(of: caller.merchant.id, on: GatewayFixture.ltc.network)
        }
        #expect(wallet?.nextIndex == 1)
    }
}
