import Testing

@testable import Payments

/// What another coin is worth beside the one asked for.
@Suite(.timeLimit(.minutes(1)))
struct ForeignWorthTests {
    private static let usdt = Asset(ticker: "USDT", decimals: 6)
    private static let ether = Asset(ticker: "ETH", decimals: 18)
    private static let network = NetworkID("ethereum")

    /// A choice of so many USDT at a rate.
    private static func choice(due: UInt128, rate: String = "1") throws -> Choice {
        let amount = Amount(units: due, of: usdt)
        let time = Instant(seconds: 1_700_000_000)
        return Choice(
            id: ChoiceID("c"),
            address: "0x1",
            quote: Quote(
                coin: Coin(usdt, on: network),
                rate: Rate(price: try Ratio(decimal: rate), time: time, source: "test"),
                net: amount,
                insurance: .zero(usdt),
                networkFee: .zero(usdt),
                feeTerms: .ignored,
                fees: [],
                due: amount
            ),
            confirmations: 1,
            finality: 2,
            chooser: .shop,
            chosenAt: time
        )
    }

    private static func fact(
        _ units: UInt128,
        of asset: Asset,
        on network: NetworkID = network,
        rating: TransferFact.Rating
    ) -> TransferFact {
        TransferFact(
            transfer: Transfer(
                id: Transfer.ID(network: network, txid: "t", index: 0),
                address: "0x1",
                amount: Amount(units: units, of: asset)
            ),
            choice: ChoiceID("c"),
            position: .inBlock(height: 5),
            isFinal: true,
            arrivedAt: Instant(seconds: 1_700_000_100),
            rating: rating
        )
    }

    @Test(arguments: [
        // Worked by hand: 0.005 ETH at 3200 dollars are 16 dollars, at 0.999 dollars a USDT
        // 16.016016… USDT.
        ("0.005", "3200", "0.999", "16.016016"),
        ("0.01", "3000", "1", "30"),
        ("0.000000000000000001", "3000", "1", "0"),
        ("1000", "123456.789", "0.5", "246913578"),
    ])
    func `ether is stated in USDT by both prices, rounded down`(
        ether: String,
        price: String,
        rate: String,
        usdt: String
    ) throws {
        let choice = try Self.choice(due: 30_000_000, rate: rate)
        let fact = Self.fact(
            try Amount(decimal: ether, of: Self.ether).units,
            of: Self.ether,
            rating: .atArrival(try Ratio(decimal: price))
        )
        #expect(choice.received(fact).decimal == usdt)
    }

    @Test func `it is worth nothing while its price is unknown or it is set aside`() throws {
        let choice = try Self.choice(due: 30_000_000)
        for rating in [TransferFact.Rating.awaited, .foreign, .ignored] {
            let fact = Self.fact(10_000_000_000_000_000, of: Self.ether, rating: rating)
            #expect(choice.received(fact).isZero)
            #expect(choice.counted(fact).roundedDown == 0)
        }
    }

    @Test func `the same coin of a sibling network with other decimals counts by its price`()
        throws
    {
        let choice = try Self.choice(due: 30_000_000)
        let other = Asset(ticker: "USDT", decimals: 18)
        let fact = Self.fact(
            30_000_000_000_000_000_000,
            of: other,
            on: NetworkID("bsc"),
            rating: .atArrival(.one)
        )
        #expect(fact.isForeign(to: choice))
        #expect(choice.received(fact).decimal == "30")
    }

    @Test func `a transfer of another network waits for that network's depth`() throws {
        let choice = try Self.choice(due: 100)
        let deep = TransferFact(
            transfer: Transfer(
                id: Transfer.ID(network: NetworkID("bsc"), txid: "t", index: 0),
                address: "0x1",
                amount: Amount(units: 100, of: Self.usdt)
            ),
            choice: choice.id,
            position: .inBlock(height: 10),
            isFinal: false,
            arrivedAt: Instant(seconds: 1_700_000_100),
            rating: .quoted,
            needed: 3
        )
        func level(tip: UInt64) -> Standing.Level {
            let facts = Facts(
                choices: [choice],
                transfers: [deep],
                tips: [
                    NetworkID("bsc"): Facts.Tip(
                        height: tip,
                        caughtUpAt: Instant(seconds: 1_700_000_100)
                    )
                ]
            )
            return Sample.invoice().standing(given: facts, at: Sample.opened).confirmed
        }
        #expect(level(tip: 11) == .unpaid)
        #expect(level(tip: 12) == .paid)
    }

    @Test func `the exact share of the due adds up, whatever the decimals`() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let due = UInt128.random(in: 1...1_000_000_000_000, using: &random)
            let units = UInt128.random(in: 1...1_000_000_000_000_000_000_000, using: &random)
            let cents = UInt128.random(in: 1...10_000_000, using: &random)
            let rate = UInt128.random(in: 1...10_000_000, using: &random)
            let choice = try Self.choice(
                due: due,
                rate: Ratio(rate, over: 1_000).decimal(places: 3)
            )
            let price = try Ratio(cents, over: 100)
            let fact = Self.fact(units, of: Self.ether, rating: .atArrival(price))
            // units / 10^18 × price ÷ rate × 10^6, by wide integers and one division.
            let upper = WideInteger(product: units, cents, 1_000, 1_000_000)
            let lower = WideInteger(product: 1_000_000_000_000_000_000, 100, rate)
            let expected = upper.dividedWithRemainder(by: lower).quotient.narrowed
            #expect(choice.counted(fact).roundedDown == expected)
            #expect(choice.received(fact).units == expected)
        }
    }
}
