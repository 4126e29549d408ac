import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct QueryPlanTests {
    /// What a statement scans when a use of the database runs it.
    private static func scans(_ use: (Transaction) throws -> Void) async throws -> [String] {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        return try fixture.raw { database in
            let connection = PlanningConnection(database)
            try use(Transaction(connection))
            return connection.scans
        }
    }

    @Test func `opening an invoice reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            _ = try transaction.claim(
                requestID: 1,
                signature: "a",
                by: StoreFixture.keyID(of: StoreFixture.merchant)
            )
            let invoice = StoreFixture.invoice(2)
            _ = try transaction.add(invoice)
            guard
                let wallet = try transaction.wallet(
                    of: StoreFixture.merchant,
                    on: StoreFixture.network
                )
            else { return }
            let id = ChoiceID("choice-2")
            let address = try transaction.issueAddress(
                from: wallet,
                for: .choice(id, of: invoice.id)
            ) {
                IssuedAddress(text: "\($0.id)/\($1)", matchBytes: [1])
            }
            let choice = try StoreFixture.choice(id, address: address.text, finality: 6)
            try transaction.add(choice, to: invoice.id)
            _ = try transaction.begin(invoice, with: choice, at: StoreFixture.start)
        }
        #expect(scans.isEmpty)
    }

    @Test func `telling open pages reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let last = StandingChange(
                invoice: InvoiceID("invoice-1"),
                revision: 1,
                changedAt: StoreFixture.start
            )
            for after in [nil, last] {
                _ = try transaction.standingsChanged(
                    since: StoreFixture.start,
                    after: after,
                    limit: 10
                )
            }
            _ = try transaction.inquiriesAnswered(since: StoreFixture.start, limit: 10)
            _ = try transaction.lastAnswer(on: InvoiceID("invoice-1"))
        }
        #expect(scans.isEmpty)
    }

    @Test func `a payer's question reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let text = String(repeating: "ab", count: 32)
            let id = InvoiceID("invoice-1")
            let limits = InquiryLimits()
            let start = StoreFixture.start
            guard let hash = TransactionHash(text) else { return }
            _ = try transaction.ask(hash, on: id, limits: limits, at: start)
            guard let inquiry = try transaction.inquiriesToLook(at: start, limit: 8).first else {
                return
            }
            _ = try transaction.ground(of: inquiry, naming: hash)
            let step = ScriptedChain().step(after: nil, at: start)
            _ = try transaction.record(step) { _, _, _, _ in .quoted }
            _ = try transaction.reread(
                for: inquiry,
                naming: hash,
                on: StoreFixture.network,
                at: 0,
                limits: limits,
                now: start
            )
            _ = try transaction.answer(inquiry, with: .unknown, lookAgain: nil, at: start)
        }
        #expect(scans.isEmpty)
    }

    @Test func `finding an invoice reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let references: [InvoiceReference] = [
                .id(InvoiceID("invoice-1")), .code(InvoiceCode("CODE1")),
                .external("order-1", of: StoreFixture.merchant, in: .okipays),
            ]
            for reference in references {
                guard let id = try transaction.invoiceID(of: reference) else { continue }
                _ = try transaction.invoice(id)
                _ = try transaction.events(of: id)
            }
            _ = try transaction.newestInvoices(limit: 10)
            _ = try transaction.apiKey(StoreFixture.keyID(of: StoreFixture.merchant))
        }
        #expect(scans.isEmpty)
    }

    @Test func `recording blocks, mempool and a reorganisation reads no table from end to end`()
        async throws
    {
        let scans = try await Self.scans { transaction in
            var chain = ScriptedChain()
            func step() throws {
                let cursor = try transaction.cursor(of: StoreFixture.network)
                let step = chain.step(after: cursor, at: StoreFixture.start)
                _ = try transaction.record(step) { _, _, _, _ in .quoted }
            }
            try step()
            chain.pay(1, 100)
            try step()
            chain.mine(3)
            try step()
            chain.reorganise(depth: 3)
            try step()
            try step()
        }
        #expect(scans.isEmpty)
    }

    @Test func `looking for work reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let now = StoreFixture.deadline.advanced(bySeconds: 1)
            _ = try transaction.decide(.cancelled, on: InvoiceID("invoice-1"), at: now)
            _ = try transaction.invoicesToCheck(at: now, limit: 100)
            _ = try transaction.hasAwaitedRating()
            _ = try transaction.rateAwaited(limit: 100) { _, _, _, _ in .quoted }
            _ = try transaction.nextDueAt()
            for event in try transaction.dueEvents(at: now, perMerchant: 4, limit: 100) {
                _ = try transaction.record(
                    .failed,
                    of: event,
                    answer: DeliveryAnswer(label: "x"),
                    at: now
                )
            }
            _ = try transaction.watched(on: StoreFixture.network, after: 0, limit: 100)
            _ = try transaction.events(of: StoreFixture.merchant, after: 0, limit: 100)
        }
        #expect(scans.isEmpty)
    }

    @Test func `opening an invoice of a customer reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let key = StoreFixture.keyID(of: StoreFixture.merchant)
            _ = try transaction.claim(nonce: "1", by: key, at: StoreFixture.start)
            let customer = StoreFixture.customer()
            _ = try transaction.add(customer)
            _ = try transaction.update(customer)
            _ = try transaction.customer(customer.id)
            _ = try transaction.customer("anna", of: StoreFixture.merchant)
            let address = StoreFixture.staticAddress("static-1", text: "shared")
            try transaction.add(address)
            _ = try transaction.activeStaticAddress(
                for: customer.id,
                of: StoreFixture.merchant,
                in: StoreFixture.coin
            )
            let invoice = StoreFixture.invoice(2)
            _ = try transaction.add(invoice)
            let choice = try StoreFixture.choice(ChoiceID("choice-2"), address: "shared")
            try transaction.add(choice, to: invoice.id, at: address.id)
            _ = try transaction.begin(invoice, with: choice, at: StoreFixture.start)
            let quote = try StoreFixture.quote(due: 90)
            try transaction.add(requote: quote, to: choice.id, at: StoreFixture.start)
            _ = try transaction.invoice(invoice.id)
        }
        #expect(scans.isEmpty)
    }

    @Test func `looking at static addresses reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let merchant = StoreFixture.merchant
            _ = try transaction.staticAddress(StaticAddressID("static-1"))
            for customer in [StoreFixture.customer, nil] {
                _ = try transaction.activeStaticAddress(
                    for: customer,
                    of: merchant,
                    in: StoreFixture.coin
                )
                _ = try transaction.staticAddresses(for: customer, of: merchant, limit: 10)
            }
            try transaction.annotate(StaticAddressID("static-1"), with: "note")
        }
        #expect(scans.isEmpty)
    }

    @Test func `money at a static address is given away without reading a table to its end`()
        async throws
    {
        let scans = try await Self.scans { transaction in
            _ = try transaction.add(StoreFixture.customer())
            let address = StoreFixture.staticAddress("static-1", text: "shared")
            try transaction.add(address)
            guard
                let wallet = try transaction.wallet(
                    of: StoreFixture.merchant,
                    on: StoreFixture.network
                )
            else { return }
            _ = try transaction.issueAddress(
                from: wallet,
                for: .staticAddress(address.id)
            ) { _, _ in IssuedAddress(text: "shared", matchBytes: [2]) }
            let invoice = StoreFixture.invoice(2)
            _ = try transaction.add(invoice)
            let choice = try StoreFixture.choice(ChoiceID("choice-2"), address: "shared")
            try transaction.add(choice, to: invoice.id, at: address.id)
            _ = try transaction.begin(invoice, with: choice, at: StoreFixture.start)
            var chain = ScriptedChain()
            func step() throws {
                let cursor = try transaction.cursor(of: StoreFixture.network)
                let step = chain.step(after: cursor, at: StoreFixture.start)
                _ = try transaction.record(step) { _, _, _, _ in .quoted }
            }
            try step()
            chain.pay(to: "shared", 100, txid: "tx-1")
            chain.pay(to: "shared", 7, txid: "tx-2")
            try step()
            chain.mine(3)
            try step()
            chain.reorganise(depth: 3)
            try step()
            _ = try transaction.deposits(of: StoreFixture.merchant, limit: 10, offset: 0)
        }
        #expect(scans.isEmpty)
    }

    @Test func `listing invoices reads no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            for phases in [nil, [.paid, .chosen]] as [Set<Phase>?] {
                _ = try transaction.countInvoices(
                    of: StoreFixture.merchant,
                    in: .okipays,
                    kind: .invoice,
                    phases: phases
                )
                _ = try transaction.invoices(
                    of: StoreFixture.merchant,
                    in: .okipays,
                    kind: .invoice,
                    phases: phases,
                    limit: 10,
                    offset: 10
                )
            }
            for last in [nil, InvoiceID("invoice-0")] {
                _ = try transaction.invoicesToRequote(after: last, limit: 100)
            }
            _ = try transaction.invoiceID(of: .choice(ChoiceID("choice-1")))
        }
        #expect(scans.isEmpty)
    }

    @Test func `forgetting nonces and telling events read no table from end to end`() async throws {
        let scans = try await Self.scans { transaction in
            let now = StoreFixture.start.advanced(bySeconds: 100_000)
            let key = StoreFixture.keyID(of: StoreFixture.merchant)
            _ = try transaction.claim(nonce: "1", by: key, at: StoreFixture.start)
            _ = try transaction.hasOldNonces(at: now)
            _ = try transaction.forgetNonces(at: now, limit: 100)
            _ = try transaction.decide(.cancelled, on: InvoiceID("invoice-1"), at: now)
            for event in try transaction.dueEvents(at: now, perMerchant: 4, limit: 100) {
                let webhook = WebhookID("w")
                _ = try transaction.keep(body: [1], url: "http://a", webhook: webhook, of: event)
                _ = try transaction.event(of: webhook)
                _ = try transaction.record(
                    .acknowledged(.accepted),
                    of: event,
                    answer: DeliveryAnswer(label: "x"),
                    at: now
                )
                _ = try transaction.lastAttempt(of: event)
                try transaction.silence(event)
            }
        }
        #expect(scans.isEmpty)
    }

    @Test func `looking for transfers and addresses reads no table from end to end`()
        async throws
    {
        let scans = try await Self.scans { transaction in
            let merchant = StoreFixture.merchant
            let network = StoreFixture.network
            let id = Transfer.ID(network: network, txid: "tx-1", index: 0)
            _ = try transaction.transfers(txid: "tx-1", of: merchant, in: .okipays, limit: 10)
            _ = try transaction.transfer(id, of: merchant, in: .okipays)
            _ = try transaction.transfers(to: "shared", on: network, limit: 10)
            let filters = [
                TransferFilter(), TransferFilter(purposes: [.order], isOldestFirst: true),
                TransferFilter(tickers: ["LTC"], networks: [network], first: StoreFixture.start),
            ]
            for filter in filters {
                _ = try transaction.transfers(
                    of: merchant,
                    in: .okipays,
                    fitting: filter,
                    limit: 10,
                    offset: 10
                )
                _ = try transaction.countTransfers(of: merchant, in: .okipays, fitting: filter)
            }
            _ = try transaction.orphans(of: merchant, in: .okipays, limit: 10)
            _ = try transaction.owner(of: "shared", on: network)
            _ = try transaction.remark(on: ChoiceID("choice-1"))
            try transaction.annotate(ChoiceID("choice-1"), with: "note")
            _ = try transaction.deposit(of: id)
        }
        #expect(scans.isEmpty)
    }

    @Test func `the address book is read without reading other merchants'`() async throws {
        let scans = try await Self.scans { transaction in
            let merchant = StoreFixture.merchant
            let now = StoreFixture.start
            _ = try transaction.contact(ContactID("a"))
            _ = try transaction.contacts(on: .book, of: merchant, limit: 10)
            _ = try transaction.contacts(on: .book, of: merchant, address: "a", limit: 10)
            _ = try transaction.countContacts(on: .trusted, of: merchant)
            try transaction.update(ContactID("a"), name: nil, comment: nil)
            try transaction.remove(ContactID("a"), at: now)
            try transaction.forgetContacts(of: merchant, removedBefore: now)
        }
        #expect(scans.isEmpty)
    }

    @Test func `an overview reads only its merchant's sums of its days`() async throws {
        let scans = try await Self.scans { transaction in
            let today = Day(of: StoreFixture.start)
            for merchant in [StoreFixture.merchant, StoreFixture.neighbour] {
                _ = try transaction.totals(of: merchant, on: today.advanced(by: -29)...today)
            }
        }
        #expect(scans.isEmpty)
    }

    @Test func `the cabinet's lists of wallets, keys and notifications read no table to its end`()
        async throws
    {
        let scans = try await Self.scans { transaction in
            let merchant = StoreFixture.merchant
            let now = StoreFixture.start
            for wallet in try transaction.wallets(of: merchant) {
                _ = try transaction.newestPaidIndex(of: wallet, looksMax: 100)
            }
            _ = try transaction.apiKey(madeWith: "form", of: merchant)
            let key = StoreFixture.keyID(of: merchant)
            _ = try transaction.set(KeyTerms(), of: key, of: merchant)
            for number in [nil, 5] as [Int64?] {
                _ = try transaction.newestEvents(of: merchant, before: number, limit: 10)
            }
            guard let event = try transaction.event(1, of: merchant) else { return }
            _ = try transaction.attempts(of: event, limit: 10)
            _ = try transaction.invoiceCode(of: InvoiceID("invoice-1"))
            _ = try transaction.resend(event, to: "http://a", at: now)
        }
        #expect(scans.isEmpty)
    }
}
