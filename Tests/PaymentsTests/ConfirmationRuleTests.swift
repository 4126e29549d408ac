import Payments
import Testing

struct ConfirmationRuleTests {
    private static let litecoin = NetworkID("litecoin")
    private static let bitcoin = NetworkID("bitcoin")
    private static let usd = Asset(ticker: "USD", decimals: 2)

    private static func rule(
        from cents: UInt128,
        _ confirmations: Int,
        on network: NetworkID = ConfirmationRuleTests.litecoin
    ) -> ConfirmationRule {
        ConfirmationRule(
            network: network,
            fromDollars: Amount(units: cents, of: usd),
            confirmations: confirmations
        )
    }

    private static func needed(_ worth: String?, by rules: [ConfirmationRule]) throws -> Int {
        ConfirmationRule.confirmations(
            on: litecoin,
            worth: try worth.map { try Ratio(decimal: $0) },
            by: rules,
            otherwise: 2
        )
    }

    /// From 10 USD one block, from 100 three, from 1000 six; in no order.
    private static let three = [
        rule(from: 10_000, 3), rule(from: 100_000, 6), rule(from: 1_000, 1),
    ]

    @Test(
        arguments: [
            ("0", 2), ("9.99", 2), ("10", 1), ("99.99", 1), ("99.999999999", 1), ("100", 3),
            ("300", 3), ("999.99", 3), ("1000", 6), ("1000000", 6),
        ] as [(String, Int)]
    )
    func `the rule with the largest worth that is reached counts, else the network's own number`(
        worth: String,
        blocks: Int
    ) throws {
        #expect(try Self.needed(worth, by: Self.three) == blocks)
        #expect(try Self.needed(worth, by: Self.three.reversed()) == blocks)
    }

    @Test func `without a rule for the network its own number counts`() throws {
        #expect(try Self.needed("50", by: []) == 2)
        #expect(try Self.needed("50", by: [Self.rule(from: 0, 9, on: Self.bitcoin)]) == 2)
        #expect(try Self.needed(nil, by: [Self.rule(from: 0, 9, on: Self.bitcoin)]) == 2)
    }

    @Test func `a rule may ask for less than the network, even for nothing`() throws {
        #expect(try Self.needed("50", by: [Self.rule(from: 0, 0)]) == 0)
        #expect(try Self.needed("0", by: [Self.rule(from: 0, 0)]) == 0)
    }

    @Test func `where the worth is not known the most careful number counts`() throws {
        #expect(try Self.needed(nil, by: Self.three) == 6)
        #expect(try Self.needed(nil, by: [Self.rule(from: 0, 1)]) == 2)
        #expect(try Self.needed(nil, by: []) == 2)
    }

    @Test func `of two rules from the same worth the more careful counts`() throws {
        let rules = [Self.rule(from: 0, 4), Self.rule(from: 0, 1)]
        #expect(try Self.needed("5", by: rules) == 4)
        #expect(try Self.needed("5", by: rules.reversed()) == 4)
    }

    @Test func `an amount's worth is exact, and unknown where it does not fit`() throws {
        let euro = Amount(units: 9_250, of: Asset(ticker: "EUR", decimals: 2))
        #expect(euro.worth(at: try Ratio(decimal: "1.08")) == (try Ratio(decimal: "99.9")))
        #expect(Amount(units: .max, of: Self.usd).worth(at: Ratio(whole: .max)) == nil)
    }
}
