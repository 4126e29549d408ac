import Gateway
import Payments
import Testing

@testable import Server

struct TariffOptionTests {
    private static func dollars(_ cents: UInt128) -> Amount {
        Amount(units: cents, of: TariffTerms.dollar)
    }

    @Test func `a percentage is read exactly, with its bounds in any order`() throws {
        let tariff = Tariff(
            name: "SEPA_WITHDRAWAL",
            rule: .percent(try Ratio(3, over: 200)),
            minimum: Self.dollars(50),
            maximum: Self.dollars(500),
            addsToInvoices: true
        )
        #expect(try TariffOption("SEPA_WITHDRAWAL=1.5%,min=0.50,max=5") == .set(tariff))
        #expect(try TariffOption("SEPA_WITHDRAWAL=1.50%,max=5.00,min=0.5") == .set(tariff))
    }

    @Test func `a number is dollars, and internal keeps invoices from naming it`() throws {
        let fixed = Tariff(name: "A_1", rule: .fixed(Self.dollars(250)), addsToInvoices: true)
        #expect(try TariffOption("A_1=2.50") == .set(fixed))
        let hidden = Tariff(name: "A_1", rule: .fixed(Self.dollars(250)), addsToInvoices: false)
        #expect(try TariffOption("A_1=2.5,internal") == .set(hidden))
        #expect(try TariffOption("A_1=") == .remove("A_1"))
    }

    @Test(arguments: [
        "0%", "100%", "100.000000000000000000%", "0.000000000000000001%", "0", "999999999999.99",
        "1%,min=5,max=5", "1%,min=0,internal",
    ])
    func `the ends of every range are allowed`(rule: String) throws {
        #expect(throws: Never.self) { try TariffOption("X=\(rule)") }
    }

    @Test(arguments: [
        "X", "=1%", "x=1%", "X Y=1%", "Ä=1%", "X=-1", "X=-1%", "X=1e3", "X=.5", "X=1.", "X=,",
        "X=100.01%", "X=101%", "X=1.0000000000000000001%", "X=%", "X=1 %", "X=1,5%", "X=2.505",
        "X=1000000000000", "X=1%,min=", "X=1%,min=6,max=5", "X=1%,min=1,min=2", "X=1%,max=1,max=1",
        "X=1%,least=1", "X=1%,internal,internal", "X=1%,", "X=2.50,min=1", "X=2.50,max=1",
        "X=$5", "X=１", "X=1%,min=1=2", "X==1%",
        String(repeating: "X", count: TariffTerms.nameLengthMax + 1) + "=1%",
    ])
    func `anything else is refused, and the option named`(text: String) {
        let failure = #expect(throws: Failure.self) { try TariffOption(text) }
        #expect(failure?.status == .badInput)
        #expect(failure?.message.hasPrefix("--tariff ") == true)
    }

    @Test func `a tariff set anew keeps its place, and one that is not there cannot be removed`()
        throws
    {
        func applied(_ texts: [String], to tariffs: [Tariff] = []) throws -> [Tariff] {
            try TariffOption.apply(try texts.map(TariffOption.init), to: tariffs)
        }
        let three = try applied(["A=1%", "B=2", "C=3"])
        #expect(three.map(\.name) == ["A", "B", "C"])
        let changed = try applied(["A=", "B=4%", "D=1"], to: three)
        #expect(changed.map(\.name) == ["B", "C", "D"])
        #expect(changed[0].rule == .percent(try Ratio(1, over: 25)))
        #expect(throws: Failure.self) { try applied(["E="], to: three) }
        let most = try applied((1...TariffTerms.countMax).map { "T\($0)=1" })
        #expect(most.count == TariffTerms.countMax)
        #expect(throws: Failure.self) { try applied(["MORE=1"], to: most) }
        #expect(try applied(["T1=", "MORE=1"], to: most).count == TariffTerms.countMax)
    }
}
