import Gateway
import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OverviewDeskTests {
    private static let confirmations = 6

    @Test func `amounts stay in their coin, and their worth follows the rate of now`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let merchant = try await fixture.caller()
        let desk = OverviewDesk(fixture.gateway, health: NetworkHealth())
        let stored = try await fixture.open(by: merchant)
        let before = try await desk.overview(of: merchant.merchant.id, days: 7)
        #expect(before.coins.isEmpty)
        #expect(before.open.map(\.invoices) == [1])
        #expect(before.open.first?.worth?.units == 3_000)
        try await fixture.pay(stored)
        try await fixture.look()
        try await fixture.mine(Self.confirmations)
        fixture.clock.advance(bySeconds: 10)
        for price in ["87.41", "100"] {
            try await fixture.refreshRates(litecoin: price)
            let after = try await desk.overview(of: merchant.merchant.id, days: 7)
            let receipt = try #require(after.coins.first)
            #expect(receipt.coin == GatewayFixture.ltc)
            #expect(receipt.amount == stored.facts.choices.first?.quote.due)
            #expect(receipt.days.map(\.day) == [Day(of: GatewayFixture.start)])
            let worth = receipt.amount.worth(at: try Ratio(decimal: price), in: Overview.dollars)
            #expect(receipt.worth == worth)
            #expect(after.paid == [Day(of: GatewayFixture.start): 1])
            #expect(after.open.isEmpty)
            fixture.clock.advance(bySeconds: 10)
        }
        // A price that is too old says nothing; what came is known still, for the days it is asked.
        fixture.clock.advance(bySeconds: 86_400)
        let late = try await desk.overview(of: merchant.merchant.id, days: 7)
        #expect(late.coins.map(\.worth) == [nil])
        #expect(late.rateConcerns.contains { $0.rate?.ticker == "LTC" })
        #expect(try await desk.overview(of: merchant.merchant.id, days: 1).coins.isEmpty)
    }

    @Test func `it knows what is left to do, and which networks matter`() async throws {
        let fixture = try await GatewayFixture()
        let desk = OverviewDesk(fixture.gateway, health: NetworkHealth())
        let nobody = try await desk.overview(of: MerchantID("m_nobody"), days: 30)
        #expect(nobody.missing == [.wallet, .key, .invoice])
        #expect(nobody.networkConcerns.isEmpty)
        let merchant = try await fixture.caller()
        let fresh = try await desk.overview(of: merchant.merchant.id, days: 30)
        #expect(fresh.missing == [.invoice])
        #expect(fresh.days.count == 30)
        #expect(fresh.days.upperBound == Day(of: GatewayFixture.start))
        let networks = [GatewayFixture.btc.network, GatewayFixture.ltc.network]
        #expect(fresh.networks == networks)
        #expect(fresh.networkConcerns == networks.map(Readiness.Concern.networkUnread))
        #expect(fresh.rateConcerns.isEmpty)
        let readiness = await fixture.gateway.readiness(given: NetworkHealth())
        #expect(!readiness.isReady)
        #expect(readiness.faults.map(\.message).contains("network litecoin: not read yet"))
    }
}
