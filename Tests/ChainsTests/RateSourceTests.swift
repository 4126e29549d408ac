import Chains
import Payments
import Testing

struct RateSourceTests {
    private static let start = Instant(seconds: 1_700_000_000)

    @Test
    func `fixed rates tell what they were given, with the time of the question`() async throws {
        let rates = FixedRates(prices: [
            "EUR": try Ratio(decimal: "1.1"), "BTC": Ratio(whole: 60_000),
        ])
        let prices = try await rates.prices(at: Self.start)
        #expect(prices.map(\.ticker) == ["BTC", "EUR"])
        #expect(prices.map(\.dollars) == [Ratio(whole: 60_000), try Ratio(decimal: "1.1")])
        #expect(prices.allSatisfy { $0.time == Self.start && $0.source == "fixed" })
    }

    @Test
    func `the walk is the same for the same seed and minute, and another otherwise`() async throws {
        let walk = SandboxWalk(catalogue: .standard, seed: 7)
        let again = SandboxWalk(catalogue: .standard, seed: 7)
        let other = SandboxWalk(catalogue: .standard, seed: 8)
        let minute = Instant(seconds: 1_700_000_040)
        let first = try await walk.prices(at: minute)
        #expect(try await again.prices(at: minute) == first)
        #expect(
            try await walk.prices(at: minute.advanced(bySeconds: 59)).map(\.dollars)
                == first.map(\.dollars)
        )
        #expect(
            try await walk.prices(at: minute.advanced(bySeconds: 60)).map(\.dollars)
                != first.map(\.dollars)
        )
        #expect(try await other.prices(at: minute).map(\.dollars) != first.map(\.dollars))
    }

    @Test
    func `the walk stays within two percent and keeps ratios small, before the epoch too`()
        async throws
    {
        let walk = SandboxWalk(catalogue: .standard, seed: 42)
        let low = try Ratio(decimal: "0.9799999")
        let high = try Ratio(decimal: "1.02")
        for step in -200..<600 as Range<Int64> {
            for price in try await walk.prices(at: Instant(seconds: step * 60)) {
                let asset = try #require(Catalogue.standard.asset(ticker: price.ticker))
                let change = try price.dollars.divided(by: asset.referencePrice)
                #expect(change >= low && change <= high)
                #expect(!asset.isStable || change == .one)
                #expect(price.dollars.denominator <= 1_000_000_000)
            }
        }
    }

    @Test
    func `a very cheap asset wanders too`() async throws {
        let overrides = try CatalogueOverrides(
            json: Array(
                """
                {"assets": [{"ticker": "SHIB", "name": "Shiba", "kind": "crypto", "decimals": 18,
                    "okipaysID": 200, "referencePriceUSD": "0.00001234"}]}
                """.utf8
            )
        )
        let walk = SandboxWalk(catalogue: try .standard.adding(overrides: overrides), seed: 1)
        var seen: Set<Ratio> = []
        for minute in 0..<50 as Range<Int64> {
            let prices = try await walk.prices(at: Instant(seconds: minute * 60))
            seen.insert(try #require(prices.first { $0.ticker == "SHIB" }).dollars)
        }
        #expect(seen.count > 40)
    }
}
