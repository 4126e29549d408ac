import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct QuoteTests {
    private static let coin = Coin(Sample.ltc, on: Sample.litecoin)
    private static let fee = Amount(units: 5_000, of: Sample.ltc)

    private static func quote(
        _ price: String,
        of asset: Asset = Sample.usd,
        in coin: Coin = QuoteTests.coin,
        at rate: String = "87.41",
        insurance: Ratio = Ratio(whole: 0),
        feeTerms: NetworkFeeTerms = .ignored
    ) throws -> Quote {
        try Quote(
            price: Amount(decimal: price, of: asset),
            in: coin,
            on: Quote.Terms(feeTerms: feeTerms, insurance: insurance),
            market: Quote.Market(
                rate: Sample.rate(rate),
                networkFee: Amount(units: fee.units, of: coin.asset)
            )
        )
    }

    @Test func `30 dollars at 87.41 a litecoin are 0.34321016, rounded up`() throws {
        // 87.41 × 0.34321015 = 29.9999992115, one unit more is 30.0000000856.
        let quote = try Self.quote("30")
        #expect(quote.due.decimal == "0.34321016")
        #expect(quote.net == quote.due)
        #expect(quote.insurance.isZero)
    }

    @Test func `a price that divides evenly is not rounded`() throws {
        #expect(try Self.quote("40", at: "80").due.units == 50_000_000)
    }

    @Test func `insurance of one percent is added before the one rounding`() throws {
        // 30.30 ÷ 87.41 = 0.346642260…
        let quote = try Self.quote("30", insurance: Ratio(1, over: 100))
        #expect(quote.due.decimal == "0.34664227")
        #expect(quote.net.decimal == "0.34321016")
        #expect(quote.insurance.decimal == "0.00343211")
    }

    @Test func `a fee on top is added to the due`() throws {
        let quote = try Self.quote("30", feeTerms: .onTop)
        #expect(quote.due.decimal == "0.34326016")
        #expect(quote.dueWithoutFee.decimal == "0.34321016")
    }

    @Test func `a fee inside leaves the due and lowers what the merchant nets`() throws {
        let quote = try Self.quote("30", feeTerms: .inside)
        #expect(quote.due.decimal == "0.34321016")
        #expect(quote.dueWithoutFee.decimal == "0.34316016")
    }

    @Test func `an ignored fee changes nothing`() throws {
        let quote = try Self.quote("30")
        #expect(quote.dueWithoutFee == quote.due)
    }

    @Test func `a fee inside that exceeds the due leaves nothing`() throws {
        #expect(try Self.quote("0.01", at: "1000", feeTerms: .inside).dueWithoutFee.isZero)
    }

    @Test func `a price asset without decimals is quoted`() throws {
        // 1500 JPY at 12345 JPY/LTC = 0.121506682… LTC
        #expect(try Self.quote("1500", of: Sample.jpy, at: "12345").due.decimal == "0.12150669")
    }

    @Test func `a coin with 18 decimals is quoted to its eighth, which people can type`() throws {
        let coin = Coin(Sample.eth, on: NetworkID("ethereum"))
        // 10 ÷ 3000 = 0.00333…, whose eighth decimal is rounded up.
        #expect(try Self.quote("10", in: coin, at: "3000").due.decimal == "0.00333334")
        // 30 ÷ 3000 = 0.01 needs no rounding.
        #expect(try Self.quote("30", in: coin, at: "3000").due.decimal == "0.01")
    }

    @Test func `a rate of nothing is an error`() {
        #expect(throws: MoneyError.zero) { try Self.quote("30", at: "0") }
    }

    @Test func `a due beyond 128 bits throws`() throws {
        let price = Amount(units: .max, of: Sample.usd)
        let coin = Coin(Sample.eth, on: NetworkID("ethereum"))
        #expect(throws: MoneyError.overflow) {
            try Quote(
                price: price,
                in: coin,
                on: Quote.Terms(),
                market: Quote.Market(
                    rate: Sample.rate("0.01"),
                    networkFee: .zero(Sample.eth)
                )
            )
        }
    }

    @Test func `a fee that takes the due beyond 128 bits throws`() throws {
        let asset = Asset(ticker: "C", decimals: 0)
        let coin = Coin(asset, on: Sample.litecoin)
        func quote(feeTerms: NetworkFeeTerms) throws -> Quote {
            try Quote(
                price: Amount(units: .max, of: Sample.jpy),
                in: coin,
                on: Quote.Terms(feeTerms: feeTerms),
                market: Quote.Market(
                    rate: Sample.rate("1"),
                    networkFee: Amount(units: 1, of: asset)
                )
            )
        }
        #expect(try quote(feeTerms: .inside).due.units == .max)
        #expect(throws: MoneyError.overflow) { try quote(feeTerms: .onTop) }
    }

    @Test func `what a due is worth is the price, rounded down`() throws {
        let quote = try Self.quote("30")
        #expect(try quote.worth(of: quote.due, in: Sample.usd).decimal == "30")
        let less = quote.due.subtractingOrZero(Amount(units: 1, of: Sample.ltc))
        #expect(try quote.worth(of: less, in: Sample.usd).decimal == "29.99")
    }

    /// A token with 6 decimals whose fee of 13.7409 TRX is paid in another asset.
    private static func tokenQuote(
        _ feeTerms: NetworkFeeTerms,
        prices: [String: Ratio]
    ) throws -> Quote {
        let usdt = Asset(ticker: "USDT", decimals: 6)
        let trx = Asset(ticker: "TRX", decimals: 6)
        return try Quote(
            price: Amount(decimal: "30", of: Sample.usd),
            in: Coin(usdt, on: NetworkID("tron")),
            on: Quote.Terms(feeTerms: feeTerms),
            market: Quote.Market(
                rate: Sample.rate("0.9998"),
                networkFee: Amount(decimal: "13.7409", of: trx),
                prices: prices
            )
        )
    }

    @Test(arguments: NetworkFeeTerms.allCases)
    func `a fee in another asset is converted at that asset's price`(
        feeTerms: NetworkFeeTerms
    ) throws {
        let price = try Ratio(decimal: "0.9998").divided(by: Ratio(decimal: "0.2735"))
        let quote = try Self.tokenQuote(feeTerms, prices: ["TRX": price])
        // 13.7409 × 0.2735 ÷ 0.9998 = 3.7588879…, rounded up also where it is only told.
        #expect(quote.networkFee.decimal == "3.758888")
        #expect(quote.due.decimal == (feeTerms == .onTop ? "33.76489" : "30.006002"))
    }

    @Test(arguments: NetworkFeeTerms.allCases)
    func `a fee in an asset without a price is an error`(feeTerms: NetworkFeeTerms) {
        #expect(throws: MoneyError.priceMissing(ticker: "TRX")) {
            try Self.tokenQuote(feeTerms, prices: ["ETH": .one])
        }
        #expect(throws: MoneyError.zero) {
            try Self.tokenQuote(feeTerms, prices: ["TRX": Ratio(whole: 0)])
        }
    }

    @Test func `a fee in the price's asset is converted at the rate`() throws {
        let quote = try Quote(
            price: Amount(decimal: "30", of: Sample.usd),
            in: Self.coin,
            on: Quote.Terms(feeTerms: .onTop),
            market: Quote.Market(
                rate: Sample.rate("80"),
                networkFee: Amount(decimal: "0.4", of: Sample.usd),
                // Neither is looked up.
                prices: ["USD": Ratio(whole: 7), "LTC": Ratio(whole: 7)]
            )
        )
        #expect(quote.networkFee.decimal == "0.005")
        #expect(quote.due.decimal == "0.38")
    }

    @Test func `a fee of the coin's ticker is one to one, whatever its decimals`() throws {
        let asset = Asset(ticker: "USDC", decimals: 18)
        let other = Asset(ticker: "USDC", decimals: 6)
        let quote = try Quote(
            price: Amount(decimal: "1", of: Sample.usd),
            in: Coin(asset, on: NetworkID("bsc")),
            on: Quote.Terms(feeTerms: .onTop),
            market: Quote.Market(
                rate: Sample.rate("1"),
                networkFee: Amount(decimal: "0.25", of: other)
            )
        )
        #expect(quote.networkFee == Amount(units: 250_000_000_000_000_000, of: asset))
        #expect(quote.due.decimal == "1.25")
    }

    @Test func `a part is what it adds to the rounded sum, not its own rounding`() throws {
        // 1 ÷ 3 = 0.333…, so the net is 34 of 100; half of it fills that up and adds 16, not 17.
        let cents = Asset(ticker: "C", decimals: 2)
        let quote = try Quote(
            price: Amount(decimal: "1", of: Sample.usd),
            in: Coin(cents, on: Sample.litecoin),
            on: Quote.Terms(insurance: Ratio(1, over: 2)),
            market: Quote.Market(rate: Sample.rate("3"), networkFee: .zero(cents))
        )
        #expect(quote.net.units == 34)
        #expect(quote.insurance.units == 16)
        #expect(quote.due.units == 50)
    }
}
