import Gateway
import Payments
import Storage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PayerDataTests {
    private static let day: Int64 = 86_400

    private func open(
        _ number: Int,
        email: String?,
        reference: String? = nil,
        by caller: Caller,
        _ fixture: GatewayFixture
    ) async throws -> InvoiceRecord {
        var new = fixture.new(number)
        new.payerEmail = email
        new.payerReference = reference
        let outcome = try await fixture.invoices.open(
            new,
            by: caller,
            with: GatewayFixture.proof(number)
        )
        guard case .opened(let stored) = outcome else {
            throw GatewayFixture.Unexpected(what: "\(outcome)")
        }
        return stored
    }

    private func payer(_ stored: InvoiceRecord, _ fixture: GatewayFixture) async throws -> String {
        let found = try await fixture.invoices.invoice(.id(stored.invoice.id))
        let payer = found?.invoice.payer
        return "\(payer?.email ?? "-") \(payer?.reference ?? "-")"
    }

    private func erasures(
        _ merchant: MerchantID,
        _ fixture: GatewayFixture
    ) async throws -> [String] {
        try await AuditDesk(fixture.gateway).page(of: merchant, before: nil).entries
            .filter { $0.subject == "payer data" }
            .map { "\($0.actor): \($0.after ?? "")" }
    }

    private func keep(days: Int?, _ caller: Caller, _ fixture: GatewayFixture) async throws {
        _ = try await fixture.merchants.change(caller.merchant.id, by: .florin) {
            $0.payerDataDays = days
        }
    }

    @Test func `what is known of a payer goes so many days after the end, and the money stays`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let eraser = PayerDataEraser(fixture.gateway, bell: Bell())
        let old = try await open(1, email: "a@a.example", reference: "anna", by: caller, fixture)
        try await fixture.pay(old)
        try await fixture.mine(20)
        try await keep(days: 30, caller, fixture)
        do {
            try await fixture.advance(bySeconds: 30 * Self.day - 60)
            try await eraser.round()
            #expect(try await payer(old, fixture) == "a@a.example anna")
        }
        let new = try await open(2, email: "b@b.example", by: caller, fixture)
        try await fixture.advance(bySeconds: 120)
        try await eraser.round()
        #expect(try await payer(old, fixture) == "- -")
        #expect(try await payer(new, fixture) == "b@b.example -")
        #expect(try await fixture.standing(old).confirmed == .paid)
        let counted = "Florin: erased from 1 invoice and 0 customers"
        #expect(try await erasures(caller.merchant.id, fixture).contains(counted))
        // A second look finds nothing and writes nothing down.
        let entries = try await erasures(caller.merchant.id, fixture)
        try await eraser.round()
        #expect(try await erasures(caller.merchant.id, fixture) == entries)
    }

    @Test func `whoever keeps payer data keeps it`() async throws {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let stored = try await open(1, email: "a@a.example", by: caller, fixture)
        try await fixture.advance(bySeconds: 4_000 * Self.day)
        try await PayerDataEraser(fixture.gateway, bell: Bell()).round()
        #expect(try await payer(stored, fixture) == "a@a.example -")
    }

    @Test
    func `a customer known by an e-mail address is erased with the invoices that name his id`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller()
        let own = try await open(1, email: "a@a.example", reference: "anna", by: caller, fixture)
        let byID = try await open(2, email: nil, reference: "anna", by: caller, fixture)
        let other = try await open(3, email: "b@b.example", by: caller, fixture)
        let desk = ErasureDesk(fixture.gateway)
        let actor = Actor.operatorNamed("ops")
        let report = try await desk.erase(
            .email("a@a.example"),
            of: caller.merchant.id,
            by: actor
        )
        #expect([report.invoices, report.customers] == [2, 1])
        #expect(try await payer(own, fixture) == "- -")
        #expect(try await payer(byID, fixture) == "- -")
        #expect(try await payer(other, fixture) == "b@b.example -")
        let written = try await erasures(caller.merchant.id, fixture)
        #expect(!written.isEmpty)
        #expect(written.allSatisfy { $0.hasPrefix("ops (command line): erased from ") })
        #expect(!written.joined().contains("a@a.example"))
        // Of another merchant's payer nothing is known here.
        let neighbour = try await fixture.caller()
        let none = try await desk.erase(.email("b@b.example"), of: neighbour.merchant.id, by: actor)
        #expect(none.isEmpty)
        #expect(try await payer(other, fixture) == "b@b.example -")
        let again = try await desk.erase(.reference("anna"), of: caller.merchant.id, by: actor)
        #expect(again.isEmpty)
    }

    @Test func `a notification on its way keeps its bytes until the shop has heard it`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(resultURL: "http://127.0.0.1:1/none")
        let stored = try await open(1, email: "a@a.example", by: caller, fixture)
        let id = stored.invoice.id
        let store = fixture.gateway.store
        let start = fixture.clock.now
        try await store.write { transaction in
            _ = try transaction.decide(.cancelled, on: id, at: start)
            guard let event = try transaction.events(of: id).last else { return }
            _ = try transaction.keep(
                body: [1, 2, 3],
                url: "http://127.0.0.1:1/none",
                webhook: WebhookID("w"),
                of: event
            )
        }
        let report = try await ErasureDesk(fixture.gateway).erase(
            .email("a@a.example"),
            of: caller.merchant.id,
            by: .florin
        )
        #expect([report.invoices, report.waiting] == [1, 1])
        let eraser = PayerDataEraser(fixture.gateway, bell: Bell())
        try await fixture.advance(bySeconds: 3_601)
        try await eraser.round()
        #expect(try await store.read { try $0.events(of: id).last?.body } == [1, 2, 3])
        let now = fixture.clock.now
        try await store.write { transaction in
            guard let event = try transaction.events(of: id).last else { return }
            _ = try transaction.record(
                .acknowledged(nil),
                of: event,
                answer: DeliveryAnswer(label: "ok"),
                at: now
            )
        }
        try await fixture.advance(bySeconds: 3_601)
        try await eraser.round()
        #expect(try await store.read { try $0.events(of: id).last?.body } == nil)
    }
}
