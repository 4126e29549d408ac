import Gateway
import Payments
import Storage
import Testing

/// What people are told about an invoice's state: always the one that is stored.
@Suite(.timeLimit(.minutes(1)))
struct InvoiceStoryTests {
    private func story(_ stored: InvoiceRecord, in fixture: GatewayFixture) async throws
        -> InvoiceStory
    {
        try #require(try await fixture.invoices.story(of: stored.invoice.id))
    }

    @Test func `the reason begins with the state, from opening to paid`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        let due = try #require(stored.facts.choices.first?.quote.due.decimal)
        let waiting = try await story(stored, in: fixture)
        #expect(waiting.group == .waiting)
        #expect(waiting.reason == "Waiting for \(due) LTC on Litecoin.")
        let deadline = stored.invoice.deadline
        #expect(waiting.steps.map(\.at) == [deadline])
        try await fixture.pay(stored, thousandths: 500)
        try await fixture.look()
        let pending = try await story(stored, in: fixture)
        #expect(pending.group == .underway)
        #expect(pending.reason.hasPrefix("Under way: ") && pending.reason.contains("is missing"))
        #expect(pending.steps.first?.text.contains("6 more blocks on Litecoin") == true)
        try await fixture.mine(4)
        let growing = try await story(stored, in: fixture)
        #expect(growing.steps.first?.text.contains("2 more blocks on Litecoin") == true)
        try await fixture.mine(2)
        #expect(try await story(stored, in: fixture).reason.contains("is confirmed; "))
        try await fixture.pay(stored, thousandths: 500)
        try await fixture.mine(6)
        let paid = try await story(stored, in: fixture)
        #expect(paid.group == .paid)
        #expect(paid.reason == "Paid: the whole amount is confirmed.")
        #expect(paid.entries.map(\.at) == paid.entries.map(\.at).sorted())
        #expect(paid.entries.first?.kind == .opened)
        #expect(paid.entries.count { $0.kind == .payment } == 2)
        #expect(
            paid.entries.count { $0.kind == .event } == (try await fixture.events(stored)).count
        )
    }

    @Test func `an invoice that ran out says so, and when late money counts how`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        try await fixture.advance(bySeconds: GatewayFixture.secondsOpen + 1)
        let overdue = try await story(stored, in: fixture)
        #expect(overdue.group == .waiting)
        #expect(overdue.reason.hasSuffix("past the deadline."))
        #expect(overdue.steps.first?.text.contains("once Litecoin is read beyond") == true)
        try await fixture.look()
        _ = try await fixture.deadlines.step()
        let expired = try await story(stored, in: fixture)
        #expect(expired.group == .expired)
        #expect(expired.reason.hasPrefix("Expired: ") && expired.reason.contains("did not come"))
        let end = stored.invoice.deadline
            .advanced(bySeconds: stored.invoice.lateTerms.windowSeconds)
        #expect(expired.steps.contains { $0.at == end && $0.text.contains("quoted rate") })
    }

    @Test func `another merchant's code tells nothing`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        let other = try await fixture.caller().merchant.id
        let code = stored.invoice.code
        #expect(try await fixture.invoices.story(of: code, merchant: other) == nil)
        #expect(
            try await fixture.invoices.story(of: code, merchant: stored.invoice.merchant) != nil
        )
    }

    @Test func `a decision is written down with whoever made it, and only once`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        let (id, merchant) = (stored.invoice.id, stored.invoice.merchant)
        let anna = Actor.user(UserID("u_1"), name: "anna")
        #expect(try await !fixture.invoices.decide(.acceptedShort, on: id, by: anna))
        #expect(try await fixture.invoices.decide(.cancelled, on: id, by: anna))
        #expect(try await !fixture.invoices.decide(.cancelled, on: id, by: anna))
        let written = try await fixture.gateway.store.read {
            try $0.audit(of: merchant, before: nil, limit: 10)
        }.filter { $0.entry.subject.hasPrefix("invoice") }
        #expect(written.map(\.entry.actor) == ["anna"])
        #expect(written.map(\.entry.after) == ["Cancelled"])
        #expect(
            try await story(stored, in: fixture).reason
                == "Cancelled by the merchant. Nothing came."
        )
    }

    @Test func `one form opens one invoice, in either dialect`() async throws {
        for dialect in Dialect.allCases {
            let fixture = try await GatewayFixture()
            let caller = try await fixture.caller(in: dialect)
            let merchant = caller.merchant.id
            let anna = Actor.user(UserID("u_1"), name: "anna")
            if dialect == .onchainpay {
                let keys = try await fixture.gateway.store.read { try $0.apiKeys(of: merchant) }
                for key in keys where key.dialect == .okipays {
                    _ = try await fixture.gateway.store.write {
                        try $0.revoke(key.id, of: merchant, at: GatewayFixture.start)
                    }
                }
            }
            for reference in [nil, "mine"] {
                var new = fixture.new()
                new.externalID = reference
                let asked = new
                let form = "form of \(reference ?? "none")"
                func open(_ form: String) async throws -> ByHandOutcome {
                    try await fixture.invoices.openByHand(
                        asked,
                        form: form,
                        of: merchant,
                        by: anna
                    )
                }
                guard case .opened(let first) = try await open(form) else {
                    Issue.record("not opened in \(dialect)")
                    return
                }
                #expect(first.invoice.openedBy == "anna")
                #expect(first.invoice.dialect == dialect)
                guard case .repeated(let again) = try await open(form) else {
                    Issue.record("not repeated in \(dialect)")
                    return
                }
                #expect(again.invoice.id == first.invoice.id)
                switch try await open("another \(form)") {
                case .duplicate(let earlier):
                    #expect(reference != nil && earlier.invoice.id == first.invoice.id)
                case .opened(let second):
                    #expect(reference == nil && second.invoice.id != first.invoice.id)
                default: Issue.record("neither opened nor a duplicate")
                }
            }
        }
    }
}
