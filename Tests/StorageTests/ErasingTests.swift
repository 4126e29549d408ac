import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct ErasingTests {
    private static let moment = StoreFixture.deadline.advanced(bySeconds: 1)
    private static let later = moment.advanced(bySeconds: 3_600)

    private static func payer(_ email: String?, _ reference: String?) -> Invoice.Payer {
        Invoice.Payer(reference: reference, email: email)
    }

    private static func open(
        _ number: Int,
        _ payer: Invoice.Payer,
        in transaction: Transaction,
        at opened: Instant = StoreFixture.start
    ) throws {
        let invoice = StoreFixture.invoice(number, payer: payer, openedAt: opened)
        _ = try transaction.add(invoice)
        _ = try transaction.begin(invoice, with: nil, at: opened)
    }

    private static func found(
        in transaction: Transaction,
        before moment: Instant,
        after cursor: ErasureCursor = .start,
        limit: Int = 10
    ) throws -> ErasurePage<InvoiceID> {
        try transaction.invoicesToErase(
            of: StoreFixture.merchant,
            endedBefore: moment,
            after: cursor,
            limit: limit
        )
    }

    @Test func `invoices with a payer are found once they ended, each page after the other`()
        async throws
    {
        let fixture = try await StoreFixture()
        try await fixture.store.write { transaction in
            for number in 1...5 {
                try Self.open(number, Self.payer("\(number)@a.example", nil), in: transaction)
            }
            try Self.open(6, Self.payer(nil, nil), in: transaction)
            try Self.open(7, Self.payer(nil, "anna"), in: transaction)
            // Cancelled now, so it ended after the deadline of the others.
            _ = try transaction.decide(.cancelled, on: InvoiceID("invoice-2"), at: Self.later)
        }
        try await fixture.store.write { transaction in
            #expect(try Self.found(in: transaction, before: Self.later).found.isEmpty)
            for number in 1...7 where number != 2 {
                _ = try transaction.decide(
                    .cancelled,
                    on: InvoiceID("invoice-\(number)"),
                    at: StoreFixture.deadline
                )
            }
            var seen: [String] = []
            var cursor: ErasureCursor? = .start
            while let place = cursor {
                let page = try Self.found(
                    in: transaction,
                    before: Self.moment,
                    after: place,
                    limit: 2
                )
                seen += page.found.map(\.text)
                cursor = page.next
            }
            #expect(seen == [1, 3, 4, 5, 7].map { "invoice-\($0)" })
        }
    }

    @Test func `erasing forgets the payer and what was told, and nothing else`() async throws {
        let fixture = try await StoreFixture()
        let id = InvoiceID("invoice-1")
        try await fixture.store.write { transaction in
            try Self.open(1, Self.payer("a@a.example", "anna"), in: transaction)
            _ = try transaction.decide(.cancelled, on: id, at: StoreFixture.start)
            guard let event = try transaction.events(of: id).last else { return }
            _ = try transaction.keep(
                body: Array("a@a.example".utf8),
                url: "http://shop.example",
                webhook: WebhookID("w"),
                of: event
            )
        }
        let before = try await fixture.store.read { try $0.invoice(id) }
        try await fixture.store.write { transaction in
            // The shop has yet to hear: its bytes stay.
            #expect(try transaction.erasePayer(of: id, lookAgainAt: Self.later))
            #expect(try transaction.events(of: id).last?.body != nil)
            #expect(try transaction.erasuresDue(at: Self.moment, limit: 9).isEmpty)
            #expect(try transaction.erasuresDue(at: Self.later, limit: 9) == [id])
            guard let event = try transaction.events(of: id).last else { return }
            _ = try transaction.record(
                .acknowledged(nil),
                of: event,
                answer: DeliveryAnswer(label: "ok", httpStatus: 200, body: "hello a@a.example"),
                at: Self.moment
            )
            #expect(try !transaction.erasePayer(of: id, lookAgainAt: Self.later))
            #expect(try transaction.erasuresDue(at: Self.later, limit: 9).isEmpty)
            let told = try transaction.events(of: id).last
            #expect(told?.body == nil)
            #expect(told?.webhook == nil)
            #expect(try told.flatMap { try transaction.lastAttempt(of: $0) }?.answerBody == nil)
            // Again changes nothing.
            #expect(try !transaction.erasePayer(of: id, lookAgainAt: Self.later))
        }
        let after = try await fixture.store.read { try $0.invoice(id) }
        #expect(after?.invoice.payer.email == nil)
        #expect(after?.invoice.payer.reference == nil)
        #expect(after?.invoice.price == before?.invoice.price)
        #expect(after?.standing == before?.standing)
        #expect(after?.facts.choices == before?.facts.choices)
    }

    @Test func `customers are found when nothing of theirs is newer`() async throws {
        let fixture = try await StoreFixture()
        let customer = StoreFixture.customer()
        @Sendable func found(
            before moment: Instant,
            in transaction: Transaction
        ) throws -> [CustomerID] {
            try transaction.customersToErase(
                of: StoreFixture.merchant,
                quietSince: moment,
                after: .start,
                limit: 9
            ).found
        }
        try await fixture.store.write { transaction in
            _ = try transaction.add(customer)
            var known = customer
            known.email = "a@a.example"
            try transaction.update(known)
            #expect(try found(before: Self.later, in: transaction) == [customer.id])
            #expect(try found(before: StoreFixture.start, in: transaction).isEmpty)
            let payer = Invoice.Payer(reference: "anna", email: nil, customer: customer.id)
            try Self.open(1, payer, in: transaction)
            #expect(try found(before: StoreFixture.deadline, in: transaction).isEmpty)
            #expect(try found(before: Self.later, in: transaction) == [customer.id])
            try transaction.eraseData(of: customer.id)
            #expect(try found(before: Self.later, in: transaction).isEmpty)
            #expect(try transaction.customer(customer.id)?.email == nil)
            #expect(try transaction.customer(customer.id)?.reference == customer.reference)
        }
    }

    @Test func `finding and erasing payers reads no table from end to end`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        let scans = try fixture.raw { database in
            let connection = PlanningConnection(database)
            let transaction = Transaction(connection)
            _ = try Self.found(in: transaction, before: Self.later)
            _ = try transaction.customersToErase(
                of: StoreFixture.merchant,
                quietSince: Self.later,
                after: .start,
                limit: 9
            )
            for payer in [PayerName.email("a@a.example"), .reference("anna")] {
                _ = try transaction.invoices(
                    of: StoreFixture.merchant,
                    knowing: payer,
                    limit: 9
                )
            }
            _ = try transaction.customers(of: StoreFixture.merchant, email: "a", limit: 9)
            _ = try transaction.erasePayer(of: InvoiceID("invoice-1"), lookAgainAt: Self.later)
            _ = try transaction.erasuresDue(at: Self.later, limit: 9)
            try transaction.eraseData(of: CustomerID("c"))
            _ = try transaction.audit(of: StoreFixture.merchant, before: nil, limit: 9)
            try transaction.set(nil, of: StoreFixture.merchant)
            _ = try transaction.logo(of: StoreFixture.merchant)
            return connection.scans
        }
        #expect(scans.isEmpty)
    }

    @Test func `a logo is kept, replaced and removed`() async throws {
        let fixture = try await StoreFixture()
        let first = Logo(id: LogoID("1"), mediaType: .png, bytes: [1, 2])
        let second = Logo(id: LogoID("2"), mediaType: .webp, bytes: [3])
        try await fixture.store.write { transaction in
            for logo in [first, second] {
                try transaction.set(logo, of: StoreFixture.merchant)
                #expect(try transaction.logo(of: StoreFixture.merchant) == logo)
            }
            #expect(try transaction.logo(of: StoreFixture.neighbour) == nil)
            try transaction.set(nil, of: StoreFixture.merchant)
            #expect(try transaction.logo(of: StoreFixture.merchant) == nil)
        }
    }
}
