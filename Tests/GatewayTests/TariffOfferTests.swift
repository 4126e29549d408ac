import Gateway
import Payments
import Testing

/// The fees of a merchant that an invoice may name.
@Suite(.timeLimit(.minutes(1)))
struct TariffOfferTests {
    private static func tariffs() throws -> [Tariff] {
        [
            Tariff(
                name: "SEPA_WITHDRAWAL",
                rule: .percent(try Ratio(percent: "10")),
                addsToInvoices: true
            ),
            Tariff(
                name: "KYT_ADDRESS",
                rule: .fixed(Amount(units: 100, of: GatewayFixture.usd)),
                addsToInvoices: true
            ),
            Tariff(
                name: "HIDDEN",
                rule: .percent(try Ratio(percent: "5")),
                addsToInvoices: false
            ),
            Tariff(
                name: "IN_EUROS",
                rule: .fixed(Amount(units: 100, of: Asset(ticker: "EUR", decimals: 2))),
                addsToInvoices: true
            ),
        ]
    }

    private static func ask(_ names: [String]) async throws -> (OpenOutcome, String) {
        let fixture = try await GatewayFixture()
        // A litecoin is a hundred dollars, so that the sums can be read.
        try await fixture.refreshRates(litecoin: "100")
        let caller = try await fixture.caller(in: .onchainpay, tariffs: try tariffs())
        let new = fixture.new { $0.tariffs = names }
        let answer = try await fixture.ask(new, by: caller)
        return (answer.outcome, answer.asked.word)
    }

    /// The fees and the due of an invoice over 30 dollars that names tariffs.
    private static func fees(_ names: [String]) async throws -> [String] {
        let outcome = try await ask(names).0
        guard case .opened(let stored) = outcome, let choice = stored.facts.choices.first else {
            throw GatewayFixture.Unexpected(what: "\(outcome)")
        }
        let quote = choice.quote
        return quote.fees.map { "\($0.name) \($0.amount.decimal)" } + [quote.due.decimal]
    }

    @Test func `named fees are added to the due, in the order they are named`() async throws {
        #expect(try await Self.fees([]) == ["0.3"])
        #expect(try await Self.fees(["SEPA_WITHDRAWAL"]) == ["SEPA_WITHDRAWAL 0.03", "0.33"])
        #expect(
            try await Self.fees(["KYT_ADDRESS", "SEPA_WITHDRAWAL"]) == [
                "KYT_ADDRESS 0.01", "SEPA_WITHDRAWAL 0.03", "0.34",
            ]
        )
    }

    @Test func `a fee named twice is added once`() async throws {
        let fees = try await Self.fees(["KYT_ADDRESS", "KYT_ADDRESS"])
        #expect(fees == ["KYT_ADDRESS 0.01", "0.31"])
    }

    @Test(arguments: ["NONE", "HIDDEN", "sepa_withdrawal", ""])
    func `a fee that is unknown or not for invoices is refused by its name`(
        name: String
    ) async throws {
        let word = try await Self.ask(["KYT_ADDRESS", name]).1
        #expect(word == "tariffNotAvailable(\"\(name)\")")
    }

    @Test func `a fee in an asset without a price is not guessed`() async throws {
        #expect(try await Self.ask(["IN_EUROS"]).1 == "rateNotAvailable")
    }
}
