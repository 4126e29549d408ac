import Foundation
import Testing

@testable import Payments

/// The numbers of `Docs/PRICING.md`, which were worked out by hand and by another program.
@Suite(.timeLimit(.minutes(1)))
struct WorkedExampleTests {
    /// A coin of the page with the market it is quoted in.
    enum Example: Int, CaseIterable {
        case btc, ltc, usdt

        var coin: Coin {
            switch self {
            case .btc: Coin(Sample.btc, on: Sample.bitcoin)
            case .ltc: Coin(Sample.ltc, on: Sample.litecoin)
            case .usdt: Coin(Asset(ticker: "USDT", decimals: 6), on: NetworkID("tron"))
            }
        }

        var rate: String {
            switch self {
            case .btc: "67123.45"
            case .ltc: "87.41"
            case .usdt: "0.9998"
            }
        }

        func market(at rate: String? = nil) throws -> Quote.Market {
            let rate = try Sample.rate(rate ?? self.rate)
            let trx = Asset(ticker: "TRX", decimals: 6)
            let networkFee =
                switch self {
                case .btc: try Amount(decimal: "0.00002", of: Sample.btc)
                case .ltc: try Amount(decimal: "0.0001", of: Sample.ltc)
                case .usdt: try Amount(decimal: "13.7409", of: trx)
                }
            let trxPrice = try rate.price.divided(by: Ratio(decimal: "0.2735"))
            return Quote.Market(
                rate: rate,
                networkFee: networkFee,
                prices: self == .usdt ? [trx.ticker: trxPrice] : [:]
            )
        }

        func quote(
            _ price: String = "30",
            on terms: Quote.Terms = Quote.Terms(),
            at rate: String? = nil
        ) throws -> Quote {
            try Quote(
                price: WorkedExampleTests.usd(price),
                in: coin,
                on: terms,
                market: market(at: rate)
            )
        }
    }

    private static func usd(_ text: String) throws -> Amount {
        try Amount(decimal: text, of: Sample.usd)
    }

    private static func sepa() throws -> Tariff {
        Tariff(
            name: "SEPA_WITHDRAWAL",
            rule: .percent(try Ratio(percent: "1.5")),
            minimum: try usd("0.50"),
            maximum: try usd("5"),
            addsToInvoices: true
        )
    }

    private static func fixed() throws -> Tariff {
        Tariff(name: "FIXED", rule: .fixed(try usd("2.50")), addsToInvoices: true)
    }

    private static func allAtOnce() throws -> Quote.Terms {
        Quote.Terms(
            feeTerms: .onTop,
            insurance: try Ratio(percent: "1"),
            tariffs: [try sepa(), try fixed()]
        )
    }

    /// Holds that the page has a row of a table, cell by cell.
    private static func expectRow(
        _ cells: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("Docs/PRICING.md"),
            encoding: .utf8
        )
        let row = "| " + cells.joined(separator: " | ") + " |"
        #expect(page.split(separator: "\n").contains(row[...]), sourceLocation: sourceLocation)
    }

    /// The invoice's request, as the page names it, on which terms, and the dues in all coins.
    private static func rows() throws -> [(String, Quote.Terms, [String])] {
        let percent = try Ratio(percent: "1")
        return [
            ("nothing else", Quote.Terms(), ["0.00044694", "0.34321016", "30.006002"]),
            (
                "`includeFee`", Quote.Terms(feeTerms: .onTop),
                ["0.00046694", "0.34331016", "33.764890"]
            ),
            (
                "`SEPA_WITHDRAWAL`", Quote.Terms(tariffs: [try sepa()]),
                ["0.00045439", "0.34893033", "30.506102"]
            ),
            (
                "`FIXED`", Quote.Terms(tariffs: [try fixed()]),
                ["0.00048419", "0.37181101", "32.506502"]
            ),
            (
                "both additional fees", Quote.Terms(tariffs: [try sepa(), try fixed()]),
                ["0.00049164", "0.37753118", "33.006602"]
            ),
            (
                "insurance of 1 percent", Quote.Terms(insurance: percent),
                ["0.00045141", "0.34664227", "30.306062"]
            ),
            (
                "all of these at once", try allAtOnce(),
                ["0.00051611", "0.38106328", "37.065550"]
            ),
        ]
    }

    @Test func `thirty dollars come to the dues of the page`() throws {
        for (name, terms, dues) in try Self.rows() {
            let quoted = try Example.allCases.map { try $0.quote(on: terms).due.fullDecimal }
            #expect(quoted == dues, "\(name)")
            try Self.expectRow([name] + dues)
        }
    }

    @Test func `all at once has the parts of the page`() throws {
        let quotes = try Example.allCases.map { try $0.quote(on: Self.allAtOnce()) }
        func expectParts(
            _ name: String,
            _ parts: [String],
            _ part: (Quote) throws -> Amount
        ) throws {
            #expect(try quotes.map { try part($0).fullDecimal } == parts, "\(name)")
            try Self.expectRow([name] + parts)
        }
        try expectParts("net", ["0.00044694", "0.34321016", "30.006002"]) { $0.net }
        try expectParts("insurance", ["0.00000447", "0.00343211", "0.300060"]) { $0.insurance }
        try expectParts("network fee", ["0.00002000", "0.00010000", "3.758888"]) { $0.networkFee }
        try expectParts("due", ["0.00051611", "0.38106328", "37.065550"]) { $0.due }
        let fees = [
            ("`SEPA_WITHDRAWAL`", ["0.00000745", "0.00572016", "0.500100"]),
            ("`FIXED`", ["0.00003725", "0.02860085", "2.500500"]),
        ]
        for (place, fee) in fees.enumerated() {
            try expectParts(fee.0, fee.1) { quote in
                try #require(quote.fees.count == fees.count)
                #expect("`\(quote.fees[place].name)`" == fee.0)
                return quote.fees[place].amount
            }
        }
    }

    @Test func `a fee inside stays in the due and lowers what the merchant nets`() throws {
        let inside = Quote.Terms(feeTerms: .inside)
        let quote = try Example.ltc.quote(on: inside)
        #expect(quote.due.decimal == "0.34321016")
        #expect(quote.dueWithoutFee.decimal == "0.34311016")
        #expect(try Example.usdt.quote(on: inside).networkFee.decimal == "3.758888")
    }

    @Test(arguments: [
        ("30", "0.34893033", "0.00572017"), ("100", "1.16119438", "0.01716051"),
        ("1000", "11.49754033", "0.05720169"),
    ])
    func `the percentage keeps between 50 cents and 5 dollars`(
        price: String,
        due: String,
        fee: String
    ) throws {
        let quote = try Example.ltc.quote(price, on: Quote.Terms(tariffs: [Self.sepa()]))
        #expect(quote.due.decimal == due)
        #expect(quote.fees.map(\.amount.decimal) == [fee])
    }

    @Test(arguments: [
        (Example.btc, false, "0.00044024"), (.ltc, false, "0.33806201"),
        (.usdt, false, "29.555912"), (.btc, true, "0.00050837"), (.ltc, true, "0.37534734"),
        (.usdt, true, "36.509567"),
    ])
    func `a tolerance of 1.5 percent is reached by the amount of the page and no unit less`(
        example: Example,
        isAllAtOnce: Bool,
        least: String
    ) throws {
        let terms = isAllAtOnce ? try Self.allAtOnce() : Quote.Terms()
        let due = try example.quote(on: terms).due
        try Self.expectCompletion(of: due, by: Amount(decimal: least, of: due.asset))
    }

    @Test func `98.5 of 100 complete an invoice and 98.499999 do not`() throws {
        let due = try Example.usdt.quote("99.98").due
        #expect(due.decimal == "100")
        try Self.expectCompletion(of: due, by: Amount(decimal: "98.5", of: due.asset))
    }

    private static func expectCompletion(of due: Amount, by least: Amount) throws {
        let tolerance = try Ratio(percent: "1.5")
        func isReached(by received: UInt128) -> Bool {
            var coverage = Coverage()
            coverage.add(received, of: due.units)
            return coverage.reaches(wholeLess: tolerance)
        }
        #expect(isReached(by: least.units))
        #expect(!isReached(by: least.units - 1))
    }

    /// How far the rate moved, and for each coin the new rate with the new due, if there is one.
    private static let moves: [(String, [(rate: String, due: String?)])] = [
        ("+1.9 %", [("68398.79555", nil), ("89.07079", nil), ("1.0187962", nil)]),
        ("+2 %", [("68465.919", nil), ("89.1582", nil), ("1.019796", nil)]),
        (
            "+2.1 %",
            [
                ("68533.04245", "0.00043775"), ("89.24561", "0.33615099"),
                ("1.0207958", "29.388836"),
            ]
        ),
        ("−1.9 %", [("65848.10445", nil), ("85.74921", nil), ("0.9808038", nil)]),
        ("−2 %", [("65780.981", nil), ("85.6618", nil), ("0.979804", nil)]),
        (
            "−2.1 %",
            [
                ("65713.85755", "0.00045653"), ("85.57439", "0.35057218"),
                ("0.9788042", "30.649644"),
            ]
        ),
    ]

    @Test func `a slippage of 2 percent makes a new quote at 2.1, not at 1.9 or 2`() throws {
        for (name, cells) in Self.moves {
            for (example, cell) in zip(Example.allCases, cells) {
                let movement = Ratio.movement(
                    from: try Ratio(decimal: example.rate),
                    to: try Ratio(decimal: cell.rate),
                    against: try Ratio(percent: "2")
                )
                #expect((movement == .more) == (cell.due != nil), "\(name)")
                #expect((movement == .equal) == name.hasSuffix("2 %"), "\(name)")
                if let due = cell.due {
                    #expect(try example.quote(at: cell.rate).due.decimal == due, "\(name)")
                }
            }
            try Self.expectRow(
                [name] + cells.map { $0.rate + ($0.due.map { ": \($0)" } ?? " keeps") }
            )
        }
    }

    @Test(arguments: [("89.24561", "0.3732276"), ("85.57439", "0.38923512")])
    func `a new quote works out everything anew`(rate: String, due: String) throws {
        #expect(try Example.ltc.quote(on: Self.allAtOnce(), at: rate).due.decimal == due)
    }
}
