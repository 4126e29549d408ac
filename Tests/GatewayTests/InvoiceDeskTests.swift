import Gateway
import Keys
import Payments
import Storage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct InvoiceDeskTests {
    private static let both = [GatewayFixture.ltc, GatewayFixture.btc]

    /// The name of an outcome, since outcomes hold what cannot be compared.
    private static func name(_ outcome: some Sendable) -> String {
        "\(outcome)".split(separator: "(").first.map(String.init) ?? ""
    }

    private static func open(
        _ fixture: GatewayFixture,
        _ caller: Caller,
        number: Int = 1,
        proof: Int,
        coins: [Coin] = [GatewayFixture.ltc]
    ) async throws -> String {
        let outcome = try await fixture.invoices.open(
            fixture.new(number, in: coins),
            by: caller,
            with: GatewayFixture.proof(proof)
        )
        if case .refused(let refusal) = outcome { return "refused \(refusal)" }
        return name(outcome)
    }

    @Test func `an invoice in one coin is quoted at once`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        let choice = try #require(stored.facts.choices.first)
        #expect(choice.quote.due.decimal == "0.34321016")
        #expect(choice.chooser == .shop)
        let format = fixture.gateway.networks[GatewayFixture.ltc.network]?.addressFormat
        #expect(format?.isValid(choice.address) == true)
        let found = try await fixture.invoices.invoice(.id(stored.invoice.id))
        #expect(found?.invoice == stored.invoice)
        #expect(found?.facts.choices == stored.facts.choices)
        #expect(found?.standing == stored.standing)
    }

    @Test func `an external id is taken once, and a proof is used up either way`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        #expect(try await Self.open(fixture, caller, proof: 5) == "opened")
        #expect(try await Self.open(fixture, caller, proof: 6) == "duplicate")
        #expect(try await Self.open(fixture, caller, number: 2, proof: 6) == "refused notLarger")
        #expect(try await Self.open(fixture, caller, number: 2, proof: 7) == "opened")
    }

    @Test func `a signature is not used with another number`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        #expect(try await Self.open(fixture, caller, proof: 5) == "opened")
        let outcome = try await fixture.invoices.open(
            fixture.new(2),
            by: caller,
            with: .numbered(9, signature: "signature-5")
        )
        guard case .refused(.signatureUsed) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `a coin that is not served is refused, and the proof is used up`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let tron = Coin(Asset(ticker: "TRX", decimals: 6), on: NetworkID("tron"))
        #expect(try await Self.open(fixture, caller, proof: 1, coins: [tron]) == "coinNotAvailable")
        #expect(try await Self.open(fixture, caller, proof: 1) == "refused notLarger")
    }

    @Test func `nothing is quoted at a price that is too old`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        fixture.clock.advance(bySeconds: 601)
        #expect(try await Self.open(fixture, caller, proof: 1) == "rateNotAvailable")
        try await fixture.refreshRates()
        #expect(try await Self.open(fixture, caller, proof: 2) == "opened")
    }

    @Test func `of the same request made 20 times at once one opens an invoice`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask { try await Self.open(fixture, caller, proof: 1) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "opened" } == 1)
        #expect(outcomes.count { $0 == "refused notLarger" } == 19)
    }

    @Test func `the payer chooses among several coins, and the same choice is the same address`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(in: Self.both, by: try await fixture.caller())
        #expect(stored.facts.choices.isEmpty)
        #expect(fixture.invoices.quotes(for: stored).map(\.coin) == Self.both)
        var addresses: [String?] = []
        for coin in [GatewayFixture.btc, GatewayFixture.btc, GatewayFixture.ltc] {
            try await fixture.advance(bySeconds: 1)
            let outcome = try await fixture.invoices.choose(coin, for: stored.invoice.id)
            guard case .chosen(let after) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            addresses.append(after.facts.choices.last?.address)
            #expect(after.standing.isChosen)
        }
        #expect(addresses[0] == addresses[1])
        #expect(addresses[1] != addresses[2])
        #expect(try await fixture.events(stored) == [.opened, .chosen])
    }

    @Test func `a choice is refused once something was seen`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(in: Self.both, by: try await fixture.caller())
        guard
            case .chosen(let chosen) = try await fixture.invoices.choose(
                GatewayFixture.ltc,
                for: stored.invoice.id
            )
        else {
            Issue.record("not chosen")
            return
        }
        try await fixture.pay(chosen, thousandths: 10)
        try await fixture.look()
        let again = try await fixture.invoices.choose(GatewayFixture.btc, for: stored.invoice.id)
        #expect(Self.name(again) == "closed")
    }

    @Test func `a choice is refused after the deadline, and of a coin that is not offered`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(in: Self.both, by: try await fixture.caller())
        let tron = Coin(Asset(ticker: "TRX", decimals: 6), on: NetworkID("tron"))
        let id = stored.invoice.id
        #expect(Self.name(try await fixture.invoices.choose(tron, for: id)) == "coinNotAvailable")
        let nobody = InvoiceID("nobody")
        #expect(
            Self.name(try await fixture.invoices.choose(tron, for: nobody)) == "invoiceNotFound"
        )
        try await fixture.advance(bySeconds: GatewayFixture.secondsOpen + 1)
        #expect(
            Self.name(try await fixture.invoices.choose(GatewayFixture.ltc, for: id)) == "closed"
        )
    }

    @Test func `a payer may change his mind a limited number of times`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(in: Self.both, by: try await fixture.caller())
        var outcomes: [String] = []
        for number in 0...InvoiceDesk.choicesMax {
            let coin = Self.both[number % 2]
            try await fixture.advance(bySeconds: 1)
            outcomes.append(
                Self.name(try await fixture.invoices.choose(coin, for: stored.invoice.id))
            )
        }
        #expect(outcomes.dropLast().allSatisfy { $0 == "chosen" })
        #expect(outcomes.last == "tooManyChoices")
    }

    @Test func `a key opens its caller in its own dialect until it is revoked`() async throws {
        let fixture = try await GatewayFixture()
        let made = try await fixture.merchants.create(
            name: "Shop",
            resultURL: nil,
            by: .florin
        )
        let key = try #require(made.keys.first)
        let other = try #require(Dialect.allCases.first { $0 != key.dialect })
        let caller = try await fixture.merchants.caller(with: key.id, in: key.dialect)
        #expect(caller?.secret.revealed() == key.secret.revealed())
        #expect(caller?.wallets.count == 2)
        #expect(try await fixture.merchants.caller(with: key.id, in: other) == nil)
        #expect(
            try await fixture.gateway.store.write {
                try $0.revoke(key.id, of: made.merchant.id, at: GatewayFixture.start)
            }
        )
        #expect(try await fixture.merchants.caller(with: key.id, in: key.dialect) == nil)
    }
}
