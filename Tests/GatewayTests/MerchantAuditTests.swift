import Chains
import Gateway
import Keys
import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct MerchantAuditTests {
    private let actor = Actor.user(UserID("u_1"), name: "anna")

    private func lines(_ merchant: MerchantID, _ fixture: GatewayFixture) async throws -> [String] {
        try await AuditDesk(fixture.gateway).page(of: merchant, before: nil).entries.map {
            "\($0.actor): \($0.subject): \($0.before ?? "-") > \($0.after ?? "-")"
        }
    }

    @Test func `making a merchant, keys and wallets is written down, and no secret is`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let desk = fixture.merchants
        let made = try await desk.create(name: "Tea", resultURL: nil, by: actor)
        let id = made.merchant.id
        let key = try await desk.addKey(for: .okipays, to: id, by: actor)
        #expect(try await desk.revokeKey(key.id, of: id, by: actor))
        #expect(try await !desk.revokeKey(key.id, of: id, by: actor))
        #expect(try await !desk.revokeKey(made.keys[0].id, of: MerchantID("m_no"), by: actor))
        let network = try #require(fixture.gateway.networks[GatewayFixture.ltc.network])
        let text = AccountKey.unspendableText(
            format: network.addressFormat,
            entropy: [UInt8](repeating: 7, count: ExtendedPublicKey.unspendableEntropyBytes)
        )
        for _ in 0..<2 {
            _ = try await desk.addWallet(text, scriptKind: nil, on: network, to: id, by: actor)
        }
        let lines = try await lines(id, fixture)
        let name = "key \(key.id.text.prefix(8))… (okipays)"
        let terms = "no name; everything; from anywhere"
        #expect(lines[0].hasPrefix("anna: wallet litecoin: "))
        #expect(
            lines[1...2] == [
                "anna: \(name): \(terms) > revoked", "anna: \(name): - > \(terms)",
            ]
        )
        #expect(lines.last == "anna: merchant: - > Tea")
        #expect(lines.count == 6)
        for key in made.keys + [key] {
            #expect(!lines.joined().contains(key.secret.revealed()))
            #expect(!lines.joined().contains(key.id.text))
        }
    }

    @Test func `the log is read page by page, the newest first`() async throws {
        let fixture = try await GatewayFixture()
        let id = try await fixture.caller().merchant.id
        for number in 1...7 {
            _ = try await fixture.merchants.change(id, by: actor) { $0.name = "Shop \(number)" }
        }
        let desk = AuditDesk(fixture.gateway)
        var names: [String] = []
        var older: Int64?
        repeat {
            let page = try await desk.page(of: id, before: older, limit: 3)
            names += page.entries.filter { $0.subject == "name" }.compactMap(\.after)
            older = page.older
        } while older != nil
        #expect(names == (1...7).reversed().map { "Shop \($0)" })
    }

    @Test func `a logo is checked, kept and written down by its beginning`() async throws {
        let fixture = try await GatewayFixture()
        let id = try await fixture.caller().merchant.id
        let desk = BrandingDesk(fixture.gateway)
        await #expect(throws: LogoFault.vector) {
            try await desk.setLogo(Array("<svg/>".utf8), of: id, by: actor)
        }
        #expect(try await desk.logo(of: id) == nil)
        let logo = try #require(try await desk.setLogo(SmallPicture.png(), of: id, by: actor))
        #expect(try await desk.logo(of: id) == logo)
        #expect(try await fixture.merchants.merchant(id)?.branding.logo == logo.id)
        try await desk.removeLogo(of: id, by: actor)
        #expect(try await desk.logo(of: id) == nil)
        #expect(try await fixture.merchants.merchant(id)?.branding.logo == nil)
        let beginning = String(logo.id.text.prefix(12))
        #expect(
            try await lines(id, fixture).prefix(2) == [
                "anna: logo: \(beginning) > -", "anna: logo: - > \(beginning)",
            ]
        )
        let nobody = MerchantID("m_no")
        #expect(try await desk.setLogo(SmallPicture.png(), of: nobody, by: actor) == nil)
    }

    @Test func `an invoice needs what the merchant's rules say of its worth`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let network = GatewayFixture.ltc.network
        let own = try #require(fixture.gateway.networks[network]).description
        func rule(_ cents: UInt128, _ count: Int) -> ConfirmationRule {
            ConfirmationRule(
                network: network,
                fromDollars: Amount(units: cents, of: TariffTerms.dollar),
                confirmations: count
            )
        }
        let plain = try await fixture.open(1, by: caller).facts.choices[0]
        #expect([plain.confirmations, plain.finality] == [own.confirmations, own.finality])
        let rules = [rule(3_001, 9), rule(3_000, own.finality + 5), rule(0, 0)]
        _ = try await fixture.merchants.change(caller.merchant.id, by: actor) {
            $0.confirmationRules = rules
        }
        // 30.00 USD: exactly the second rule.
        let stored = try await fixture.open(2, by: caller)
        let choice = stored.facts.choices[0]
        #expect(choice.confirmations == own.finality + 5)
        #expect(choice.finality == own.finality + 5)
        try await fixture.pay(stored)
        try await fixture.mine(own.finality + 4)
        #expect(try await fixture.standing(stored).confirmed == .unpaid)
        try await fixture.mine(1)
        #expect(try await fixture.standing(stored).confirmed == .paid)
    }
}
