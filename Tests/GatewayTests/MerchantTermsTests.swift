import Gateway
import Payments
import Testing

struct MerchantTermsTests {
    private func field<Value>(_ check: () throws -> Value) -> TermsFault.Field? {
        do {
            _ = try check()
            return nil
        } catch {
            return (error as? TermsFault)?.field
        }
    }

    @Test func `a name is 1 to 100 printable characters`() {
        for good in ["A", "Tea & Coffee", "Kaffee Müller", String(repeating: "x", count: 100)] {
            #expect(field { try MerchantTerms.name(good) } == nil, "\(good)")
        }
        for bad in ["", "a\nb", "a\u{7f}", "a\u{85}", String(repeating: "x", count: 101)] {
            #expect(field { try MerchantTerms.name(bad) } == .name, "\(bad)")
        }
    }

    @Test func `percentages are exact decimals with their limits, and the field is named`() throws {
        #expect(try MerchantTerms.tolerance(percent: "1.5") == (try Ratio(3, over: 200)))
        #expect(try MerchantTerms.surcharge(percent: "100") == .one)
        for bad in ["", "-1", "1e2", "1,5", " 1", "100", "101", "1%", "0.5.5", "１"] {
            #expect(field { try MerchantTerms.tolerance(percent: bad) } == .tolerance, "\(bad)")
            #expect(
                field { try MerchantTerms.lateTolerance(percent: bad) } == .lateTolerance,
                "\(bad)"
            )
        }
        #expect(field { try MerchantTerms.surcharge(percent: "100.01") } == .surcharge)
        #expect(field { try MerchantTerms.tolerance(percent: "99.999") } == nil)
    }

    @Test func `the late window is a duration`() throws {
        #expect(try MerchantTerms.lateWindow("2h") == 7_200)
        #expect(field { try MerchantTerms.lateWindow("soon") } == .lateWindow)
    }

    @Test func `payer data is kept for 1 to 3650 days, or for good`() throws {
        #expect(try MerchantTerms.payerDataDays("") == nil)
        #expect(try MerchantTerms.payerDataDays("1") == 1)
        #expect(try MerchantTerms.payerDataDays("3650") == 3_650)
        for bad in ["0", "-1", "+1", "3651", "1.5", "a", " 1", "99999999999999999999"] {
            #expect(field { try MerchantTerms.payerDataDays(bad) } == .payerDataDays, "\(bad)")
        }
    }

    @Test func `a rule for confirmations is checked in each of its fields`() throws {
        func rule(
            _ network: String,
            _ dollars: String,
            _ confirmations: String
        ) throws -> ConfirmationRule {
            try MerchantTerms.rule(
                network: network,
                fromDollars: dollars,
                confirmations: confirmations,
                among: [NetworkID("litecoin")]
            )
        }
        let made = try rule("litecoin", "99.50", "3")
        #expect(made.fromDollars.units == 9_950)
        #expect(try rule("litecoin", "", "0").fromDollars.isZero)
        #expect(field { try rule("bitcoin", "1", "1") } == .network)
        for bad in ["-1", "1.005", "x", "1e3", "1000000000000"] {
            #expect(field { try rule("litecoin", bad, "1") } == .fromDollars, "\(bad)")
        }
        for bad in ["", "-1", "1001", "1.0", "x", "99999999999999999999"] {
            #expect(field { try rule("litecoin", "1", bad) } == .confirmations, "\(bad)")
        }
    }

    @Test func `rules are kept in order, each worth once, and not without end`() throws {
        func rule(_ cents: UInt128, _ count: Int) -> ConfirmationRule {
            ConfirmationRule(
                network: NetworkID("litecoin"),
                fromDollars: Amount(units: cents, of: TariffTerms.dollar),
                confirmations: count
            )
        }
        var rules: [ConfirmationRule] = []
        for (cents, count) in [(500, 1), (100, 2), (500, 3)] as [(UInt128, Int)] {
            rules = try MerchantTerms.setting(rule(cents, count), in: rules)
        }
        #expect(rules == [rule(100, 2), rule(500, 3)])
        #expect(
            MerchantTerms.removing(rules[0].network, rules[0].fromDollars, from: rules)
                == [rule(500, 3)]
        )
        let most = (1...UInt128(MerchantTerms.rulesMax)).map { rule($0, 1) }
        #expect(field { try MerchantTerms.setting(rule(0, 1), in: most) } == .confirmations)
        #expect(field { try MerchantTerms.setting(rule(1, 9), in: most) } == nil)
    }

    @Test func `each part of a tariff is refused by its own name`() throws {
        func tariff(
            _ name: String,
            _ fee: String,
            _ least: String? = nil,
            _ most: String? = nil
        ) throws -> Tariff {
            try TariffTerms.tariff(
                name: name,
                fee: fee,
                least: least,
                most: most,
                addsToInvoices: true
            )
        }
        #expect(try tariff("A", "1.5%", "0.50", "5").rule == .percent(try Ratio(3, over: 200)))
        #expect(field { try tariff("a", "1%") } == .tariffName)
        #expect(field { try tariff("", "1%") } == .tariffName)
        #expect(field { try tariff("A", "101%") } == .tariffFee)
        #expect(field { try tariff("A", "2.505") } == .tariffFee)
        #expect(field { try tariff("A", "1%", "x") } == .tariffLeast)
        #expect(field { try tariff("A", "1%", "6", "5") } == .tariffLeast)
        #expect(field { try tariff("A", "1%", "1", "1.001") } == .tariffMost)
        #expect(field { try tariff("A", "1", "1") } == .tariffLeast)
        #expect(field { try tariff("A", "1", nil, "1") } == .tariffMost)
        #expect(field { try TariffTerms.check(count: TariffTerms.countMax + 1) } == .tariffs)
    }
}
