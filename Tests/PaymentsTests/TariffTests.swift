import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct TariffTests {
    private static let eur = Asset(ticker: "EUR", decimals: 2)

    private static func usd(_ text: String) throws -> Amount {
        try Amount(decimal: text, of: Sample.usd)
    }

    private static func sepa(
        _ percent: String = "1.5",
        minimum: String? = "0.50",
        maximum: String? = "5"
    ) throws -> Tariff {
        Tariff(
            name: "SEPA_WITHDRAWAL",
            rule: .percent(try Ratio(percent: percent)),
            minimum: try minimum.map { try usd($0) },
            maximum: try maximum.map { try usd($0) },
            addsToInvoices: true
        )
    }

    /// A quote of a litecoin at 80 dollars.
    private static func quote(
        _ price: String,
        _ tariffs: [Tariff],
        insurance: Ratio = Ratio(whole: 0),
        prices: [String: Ratio] = [:]
    ) throws -> Quote {
        try Quote(
            price: usd(price),
            in: Coin(Sample.ltc, on: Sample.litecoin),
            on: Quote.Terms(insurance: insurance, tariffs: tariffs),
            market: Quote.Market(
                rate: Sample.rate("80"),
                networkFee: .zero(Sample.ltc),
                prices: prices
            )
        )
    }

    @Test(arguments: [
        ("10", "0.00625"), ("33.33", "0.00625"), ("33.34", "0.00625125"), ("100", "0.01875"),
        ("333.33", "0.06249938"), ("333.34", "0.0625"), ("1000", "0.0625"),
    ])
    func `a percentage keeps between its minimum and its maximum`(
        price: String,
        fee: String
    ) throws {
        #expect(try Self.quote(price, [Self.sepa()]).fees.map(\.amount.decimal) == [fee])
    }

    @Test func `a percentage without bounds is just that`() throws {
        let tariff = try Self.sepa("50", minimum: nil, maximum: nil)
        #expect(try Self.quote("1000", [tariff]).fees.first?.amount.decimal == "6.25")
    }

    @Test func `a percentage is of the price and not of its insurance`() throws {
        let tariff = try Self.sepa("10", minimum: nil, maximum: nil)
        let quote = try Self.quote("80", [tariff], insurance: .one)
        #expect(quote.insurance.decimal == "1")
        #expect(quote.fees.first?.amount.decimal == "0.1")
        #expect(quote.due.decimal == "2.1")
    }

    @Test func `a maximum below the minimum outweighs it`() throws {
        let tariff = try Self.sepa(minimum: "5", maximum: "0.50")
        #expect(try Self.quote("100", [tariff]).fees.first?.amount.decimal == "0.00625")
    }

    @Test func `a fixed fee is the same for every price and has no bounds`() throws {
        let tariff = Tariff(
            name: "FIXED",
            rule: .fixed(try Self.usd("2.50")),
            minimum: try Self.usd("4"),
            maximum: try Self.usd("1"),
            addsToInvoices: true
        )
        for price in ["0.01", "80", "100000"] {
            let quote = try Self.quote(price, [tariff])
            let amount = Amount(units: 3_125_000, of: Sample.ltc)
            #expect(quote.fees == [Quote.Fee(name: "FIXED", amount: amount)])
        }
    }

    @Test func `fees keep their order and the parts sum up to the due`() throws {
        let fixed = Tariff(
            name: "FIXED",
            rule: .fixed(try Self.usd("2.50")),
            addsToInvoices: true
        )
        let quote = try Self.quote("100", [fixed, Self.sepa(), fixed])
        #expect(quote.fees.map(\.name) == ["FIXED", "SEPA_WITHDRAWAL", "FIXED"])
        #expect(quote.fees.map(\.amount.decimal) == ["0.03125", "0.01875", "0.03125"])
        #expect(quote.due.decimal == "1.33125")
    }

    @Test func `a fee in another asset is converted at that asset's price`() throws {
        let fixed = Tariff(
            name: "FIXED",
            rule: .fixed(Amount(units: 300, of: Self.eur)),
            addsToInvoices: true
        )
        // 3 EUR at 75 EUR for a litecoin.
        let quote = try Self.quote("80", [fixed], prices: ["EUR": Ratio(whole: 75)])
        #expect(quote.fees.first?.amount.decimal == "0.04")
        #expect(throws: MoneyError.priceMissing(ticker: "EUR")) { try Self.quote("80", [fixed]) }
        #expect(throws: MoneyError.zero) {
            try Self.quote("80", [fixed], prices: ["EUR": Ratio(whole: 0)])
        }
    }

    @Test func `a bound without a price is an error even where it does not bind`() throws {
        let tariff = Tariff(
            name: "SEPA_WITHDRAWAL",
            rule: .percent(try Ratio(percent: "10")),
            minimum: Amount(units: 1, of: Self.eur),
            addsToInvoices: true
        )
        #expect(throws: MoneyError.priceMissing(ticker: "EUR")) {
            try Self.quote("80", [tariff])
        }
        let quote = try Self.quote("80", [tariff], prices: ["EUR": Ratio(whole: 75)])
        #expect(quote.fees.first?.amount.decimal == "0.1")
    }

    @Test func `a tariff tells every asset it needs a price of`() throws {
        let percent = Tariff(
            name: "A",
            rule: .percent(.one),
            minimum: Amount(units: 1, of: Self.eur),
            maximum: try Self.usd("1"),
            addsToInvoices: false
        )
        #expect(percent.assets == [Self.eur, Sample.usd])
        #expect(try Self.sepa(minimum: nil, maximum: nil).assets.isEmpty)
        let fixed = Tariff(
            name: "B",
            rule: .fixed(.zero(Sample.btc)),
            minimum: .zero(Self.eur),
            addsToInvoices: false
        )
        #expect(fixed.assets == [Sample.btc])
    }

    @Test func `a hundred tariffs in as many assets are summed up exactly`() throws {
        let assets = (0..<100).map { Asset(ticker: "A\($0)", decimals: 0) }
        var prices: [String: Ratio] = [:]
        for (number, asset) in assets.enumerated() {
            prices[asset.ticker] = try Ratio(.max - UInt128(2 * number), over: .max >> 1)
        }
        let tariffs = assets.map {
            Tariff(name: $0.ticker, rule: .fixed(Amount(units: 2, of: $0)), addsToInvoices: true)
        }
        // Each costs a hair more or less than one coin.
        let quote = try Self.quote("80", tariffs, prices: prices)
        #expect(quote.fees.count == 100)
        #expect(quote.due.decimal == "101.00000001")
    }
}
