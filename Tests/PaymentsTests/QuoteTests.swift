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
            at: Sample.rate(rate),
            insurance: insurance,
            networkFee: Amount(units: fee.units, of: coin.asset),
            feeTerms: feeTerms
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

    @Test func `a coin with 18 decimals is quoted to its last one`() throws {
        let coin = Coin(Sample.eth, on: NetworkID("ethereum"))
        // 10 ÷ 3000 = 0.00333…, whose 18th decimal is rounded up.
        #expect(try Self.quote("10", in: coin, at: "3000").due.decimal == "0.003333333333333334")
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
                at: Sample.rate("0.01"),
                networkFee: .zero(Sample.eth),
                feeTerms: .ignored
            )
        }
    }

    @Test func `what a due is worth is the price, rounded down`() throws {
        let quote = try Self.quote("30")
        #expect(try quote.worth(of: quote.due, in: Sample.usd).decimal == "30")
        let less = quote.due.subtractingOrZero(Amount(units: 1, of: Sample.ltc))
        #expect(try quote.worth(of: less, in: Sample.usd).decimal == "29.99")
    }

    @Test func `a due covers the price and exceeds it by less than one unit`() throws {
        var dice = SeededGenerator()
        for _ in 0..<2_000 {
            let priced = Asset(ticker: "P", decimals: Int.random(in: 0...8, using: &dice))
            let paid = Asset(ticker: "C", decimals: Int.random(in: 0...18, using: &dice))
            let price = Amount(
                units: UInt128.random(in: 1...1_000_000_000_000, using: &dice),
                of: priced
            )
            let rate = try Ratio(
                UInt128.random(in: 1...1_000_000_000, using: &dice),
                over: UInt128.random(in: 1...1_000_000_000, using: &dice)
            )
            let insurance = try Ratio(UInt128.random(in: 0...20, using: &dice), over: 100)
            let fee = Amount(units: UInt128.random(in: 0...1_000, using: &dice), of: paid)
            let quote = try Quote(
                price: price,
                in: Coin(paid, on: Sample.litecoin),
                at: Rate(price: rate, time: Sample.opened, source: "test"),
                insurance: insurance,
                networkFee: fee,
                feeTerms: .onTop
            )
            let insured = quote.due.units - fee.units
            #expect(quote.net.units + quote.insurance.units == insured, "\(dice)")
            // insured × rate ÷ 10^c ≥ price × (1 + insurance) ÷ 10^p > (insured − 1) × rate ÷ 10^c
            let wanted = WideInteger(
                product: price.units,
                insurance.numerator + insurance.denominator,
                paid.unitsPerWhole,
                rate.denominator
            )
            func given(_ units: UInt128) -> WideInteger {
                WideInteger(
                    product: units,
                    rate.numerator,
                    priced.unitsPerWhole,
                    insurance.denominator
                )
            }
            #expect(!(given(insured) < wanted), "\(dice)")
            #expect(given(insured - 1) < wanted, "\(dice)")
        }
    }
}
