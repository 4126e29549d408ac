import Testing

@testable import Payments

/// What moving a coin on costs; the numbers are those of Docs/PRICING.md.
@Suite(.timeLimit(.minutes(1)))
struct NetworkCostTests {
    private static let time = Instant(seconds: 1_700_000_000)

    private static func cost(
        _ ticker: String,
        _ decimals: Int,
        _ parts: [(UInt64, String, String)]
    ) throws -> NetworkCost {
        NetworkCost(
            asset: Asset(ticker: ticker, decimals: decimals),
            parts: try parts.map { count, unit, price in
                NetworkCost.Part(count: count, unit: unit, price: try Ratio(decimal: price))
            },
            time: time
        )
    }

    @Test func `an input of 68 vB at 12.5 satoshi is 850 satoshi`() throws {
        let cost = try Self.cost("BTC", 8, [(68, "vB", "12.5")])
        #expect(try cost.amount.decimal == "0.0000085")
        #expect(cost.text == "68 vB × 12.5")
    }

    @Test func `the sum is rounded up once, not each part`() throws {
        let cost = try Self.cost("LTC", 8, [(3, "vB", "0.1"), (3, "vB", "0.1"), (3, "vB", "0.1")])
        #expect(try cost.amount.units == 1)
        #expect(try Self.cost("LTC", 8, [(1, "vB", "1.01")]).amount.units == 2)
        #expect(try Self.cost("LTC", 8, []).amount.isZero)
    }

    @Test func `USDT on Tron takes 6.7735 TRX, which are 0.880555 USDT at 0.13`() throws {
        let cost = try Self.cost(
            "TRX",
            6,
            [(64_285, "energy", "100"), (345, "bandwidth", "1000")]
        )
        #expect(try cost.amount.decimal == "6.7735")
        #expect(cost.text == "64285 energy × 100 + 345 bandwidth × 1000")
        let quote = try Self.quote(of: cost, at: "0.13")
        #expect(quote.networkFee.decimal == "0.880555")
        #expect(quote.due.decimal == "30.880555")
        #expect(quote.cost == cost)
    }

    @Test func `USDT on Ethereum takes 0.0013325 ETH, which are 4.264 USDT at 3200`() throws {
        let cost = try Self.cost("ETH", 18, [(65_000, "gas", "20500000000")])
        #expect(try cost.amount.decimal == "0.0013325")
        #expect(try Self.quote(of: cost, at: "3200").networkFee.decimal == "4.264")
    }

    /// A quote of 30 dollars in USDT that adds the cost, whose coin has a price in USDT.
    private static func quote(of cost: NetworkCost, at price: String) throws -> Quote {
        let coin = Coin(Asset(ticker: "USDT", decimals: 6), on: NetworkID("any"))
        let one = try Ratio(1, over: 1)
        return try Quote(
            price: Amount(units: 3_000, of: Asset(ticker: "USD", decimals: 2)),
            in: coin,
            on: Quote.Terms(feeTerms: .onTop),
            market: Quote.Market(
                rate: Rate(price: one, time: time, source: "test"),
                networkFee: try cost.amount,
                cost: cost,
                prices: [cost.asset.ticker: try one.divided(by: Ratio(decimal: price))]
            )
        )
    }

    @Test func `the sum is the exact one of the parts, rounded up`() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let parts = try (0..<Int.random(in: 1...4, using: &random)).map { _ in
                NetworkCost.Part(
                    count: UInt64.random(in: 0...1_000_000, using: &random),
                    unit: "gas",
                    price: try Ratio(
                        UInt128.random(in: 0...1_000_000_000_000, using: &random),
                        over: UInt128.random(in: 1...1_000, using: &random)
                    )
                )
            }
            let asset = Asset(ticker: "ETH", decimals: 18)
            let cost = NetworkCost(asset: asset, parts: parts, time: Self.time)
            // All over one denominator, the product of them all.
            let whole = parts.reduce(WideInteger(1)) {
                $0.multiplied(by: WideInteger($1.price.denominator))
            }
            let upper = parts.reduce(WideInteger(0)) { sum, part in
                let (rest, _) = whole.dividedWithRemainder(by: WideInteger(part.price.denominator))
                return sum.adding(
                    rest.multiplied(
                        by: WideInteger(product: UInt128(part.count), part.price.numerator)
                    )
                )
            }
            let (quotient, remainder) = upper.dividedWithRemainder(by: whole)
            let expected = remainder.isZero ? quotient : quotient.adding(WideInteger(1))
            #expect(try cost.amount.units == expected.narrowed)
        }
    }
}
