import Chains
import Payments
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1)))
struct CostBoardTests {
    /// What a new invoice's quote says of the network fee.
    private func quote(_ number: Int, in fixture: GatewayFixture, by caller: Caller) async throws
        -> Quote
    {
        let stored = try await fixture.open(number, by: caller)
        guard let quote = stored.facts.choices.last?.quote else {
            throw GatewayFixture.Unexpected(what: "no quote")
        }
        return quote
    }

    @Test func `a fresh cost is used and kept with the quote, an old one is not`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let typical = try await quote(1, in: fixture, by: caller)
        #expect(typical.cost == nil)
        #expect(typical.networkFee.decimal == "0.00005")
        guard let network = fixture.gateway.networks[GatewayFixture.ltc.network]?.description
        else { throw GatewayFixture.Unexpected(what: "no network") }
        let cost = NetworkCost(
            asset: GatewayFixture.ltc.asset,
            parts: [NetworkCost.Part(count: 68, unit: "vB", price: try Ratio(25, over: 2))],
            time: fixture.clock.now
        )
        fixture.gateway.costs.take(["LTC": cost, "BTC": cost], on: network)
        let live = try await quote(2, in: fixture, by: caller)
        #expect(live.cost == cost)
        #expect(live.networkFee.units == 850)
        let stored = try await fixture.invoices.invoice(
            .external("order-2", of: caller.merchant.id, in: .okipays)
        )
        #expect(stored?.facts.choices.last?.quote.cost == cost)
        // What another network's source says of a coin is not taken.
        #expect(fixture.gateway.costs.cost(of: GatewayFixture.btc, at: fixture.clock.now) == nil)
        try await fixture.advance(bySeconds: fixture.gateway.costs.ageSecondsMax + 1)
        #expect(try await quote(3, in: fixture, by: caller).cost == nil)
    }
}
