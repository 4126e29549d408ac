import GRDB
import Payments
import Testing

@testable import Storage

/// Lists by age that go on from a place, and invoices found by what people know of them.
@Suite(.timeLimit(.minutes(2)))
struct InvoiceSearchTests {
    private static let count = 60

    /// Invoices of a few moments, many at the same one, of three phases, and a neighbour's between.
    private static func fixture() async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        var generator = SeededGenerator()
        for number in 1...count {
            let moment = StoreFixture.start.advanced(
                bySeconds: .random(in: 0...8, using: &generator)
            )
            let merchant =
                number.isMultiple(of: 7) ? StoreFixture.neighbour : StoreFixture.merchant
            let id = try await fixture.open(number, of: merchant, openedAt: moment)
            if number.isMultiple(of: 3) {
                try await fixture.store.write {
                    _ = try $0.decide(
                        number.isMultiple(of: 2) ? .cancelled : .deleted,
                        on: id,
                        at: StoreFixture.start
                    )
                }
            }
        }
        return fixture
    }

    /// What a list must be, worked out from every invoice there is.
    private static func expected(
        _ filter: InvoiceFilter,
        in fixture: StoreFixture
    ) async throws -> [InvoicePlace] {
        try await fixture.store.read { try $0.newestInvoices(limit: 1_000) }
            .filter { stored in
                let (invoice, opened) = (stored.invoice, stored.invoice.openedAt)
                return invoice.merchant == StoreFixture.merchant
                    && filter.phases?.contains(invoice.phase(at: stored.standing)) ?? true
                    && (filter.from.map { $0 <= opened } ?? true)
                    && (filter.until.map { opened < $0 } ?? true)
            }
            .map { InvoicePlace(openedAt: $0.invoice.openedAt, id: $0.invoice.id) }
            .sorted(by: >)
    }

    private static func places(
        _ filter: InvoiceFilter,
        _ stretch: InvoiceStretch,
        _ limit: Int,
        in fixture: StoreFixture
    ) async throws -> [InvoicePlace] {
        try await fixture.store.read {
            try $0.places(
                of: StoreFixture.merchant,
                fitting: filter,
                in: stretch,
                limit: limit
            )
        }
    }

    private static let filters: [InvoiceFilter] = {
        func moment(_ seconds: Int64?) -> Instant? {
            seconds.map { StoreFixture.start.advanced(bySeconds: $0) }
        }
        let phases: [Set<Phase>?] = [
            nil, [.chosen], [.cancelled, .deleted], Set(Phase.allCases), [.paid], [],
        ]
        let starts: [Int64?] = [nil, 0, 3, 4, 8, 9]
        let ends: [Int64?] = [nil, 0, 4, 9]
        var filters: [InvoiceFilter] = []
        for phases in phases {
            for start in starts {
                for end in ends {
                    filters.append(
                        InvoiceFilter(phases: phases, from: moment(start), until: moment(end))
                    )
                }
            }
        }
        return filters
    }()

    @Test func `a stretch from any place is the part of the whole list there`() async throws {
        let fixture = try await Self.fixture()
        for filter in Self.filters {
            let whole = try await Self.expected(filter, in: fixture)
            #expect(
                try await Self.places(filter, .older(than: nil), 1_000, in: fixture) == whole,
                "\(filter)"
            )
            for index in stride(from: 0, to: whole.count, by: 5) {
                let place = whole[index]
                let older = try await Self.places(filter, .older(than: place), 4, in: fixture)
                #expect(older == Array(whole[(index + 1)...].prefix(4)), "\(filter) \(index)")
                let newer = try await Self.places(filter, .newer(than: place), 4, in: fixture)
                #expect(newer == Array(whole[..<index].suffix(4)), "\(filter) \(index)")
            }
        }
    }

    @Test func `every invoice is on exactly one page, in both directions`() async throws {
        let fixture = try await Self.fixture()
        let whole = try await Self.expected(InvoiceFilter(), in: fixture)
        for limit in [1, 2, 7, 100] {
            var down: [InvoicePlace] = []
            while true {
                let page = try await Self.places(
                    InvoiceFilter(),
                    .older(than: down.last),
                    limit,
                    in: fixture
                )
                if page.isEmpty { break }
                down += page
            }
            #expect(down == whole)
            var up = Array(whole.suffix(1))
            while let first = up.first {
                let page = try await Self.places(
                    InvoiceFilter(),
                    .newer(than: first),
                    limit,
                    in: fixture
                )
                if page.isEmpty { break }
                up = page + up
            }
            #expect(up == whole)
        }
    }

    @Test func `a place that is gone or foreign is as good as any`() async throws {
        let fixture = try await Self.fixture()
        let place = InvoicePlace(
            openedAt: StoreFixture.start.advanced(bySeconds: 4),
            id: InvoiceID("invoice-55x")
        )
        let whole = try await Self.expected(InvoiceFilter(), in: fixture)
        let older = try await Self.places(InvoiceFilter(), .older(than: place), 999, in: fixture)
        #expect(older == whole.filter { $0 < place })
    }

    private func found(_ search: InvoiceSearch, in fixture: StoreFixture) async throws -> [String] {
        try await fixture.store.read {
            try $0.invoices(of: StoreFixture.merchant, named: search, limit: 10).map(\.id.text)
        }
    }

    private func found(_ text: String, in fixture: StoreFixture) async throws -> [String] {
        try await found(
            InvoiceSearch(text: text, addresses: [text], txids: [text]),
            in: fixture
        )
    }

    @Test func `an invoice is found by everything people know of it, by its merchant only`()
        async throws
    {
        let fixture = try await StoreFixture()
        let payer = Invoice.Payer(reference: "anna", email: "anna@example.org")
        try await fixture.open(1)
        try await fixture.open(9, of: StoreFixture.neighbour)
        for (number, merchant) in [(2, StoreFixture.merchant), (3, StoreFixture.neighbour)] {
            let invoice = StoreFixture.invoice(number, of: merchant, payer: payer)
            try await fixture.store.write {
                _ = try $0.add(invoice)
                _ = try $0.begin(invoice, with: nil, at: StoreFixture.start)
            }
        }
        var chain = ScriptedChain()
        chain.pay(1, 40)
        chain.pay(9, 40)
        try await fixture.follow(chain)
        chain.mine(1)
        try await fixture.follow(chain)
        let stored = try await fixture.invoice(InvoiceID("invoice-1"))
        let txid = try #require(stored.facts.transfers.first?.transfer.id.txid)
        let texts = [
            "CODE1", "code1", "invoice-1", "INVOICE-1", "choice-1", "order-1",
            StoreFixture.address(1), txid,
        ]
        for text in texts {
            #expect(try await found(text, in: fixture) == ["invoice-1"], "\(text)")
        }
        for text in ["anna", "anna@example.org"] {
            #expect(try await found(text, in: fixture) == ["invoice-2"], "\(text)")
        }
        for text in ["CODE9", "invoice-9", "order-9", StoreFixture.address(9), "CODE", "", "%"] {
            #expect(try await found(text, in: fixture).isEmpty, "\(text)")
        }
    }

    @Test func `a label finds the newest invoices that have it`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...30 {
            try await fixture.open(number, openedAt: StoreFixture.start.advanced(bySeconds: 1))
        }
        try fixture.raw { database in
            try database.execute(sql: "UPDATE invoices SET label = 'tea'")
        }
        let ids = try await found("tea", in: fixture)
        #expect(ids == (1...30).map { "invoice-\($0)" }.sorted(by: >).prefix(10).map(\.self))
    }

    @Test func `a customer's own address finds every invoice that used it`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.issueShared()
        for number in [1, 2] { try await fixture.open(number) }
        try fixture.raw { database in
            try database.execute(
                sql: "UPDATE choices SET static_address_id = 'static-1' WHERE id = 'choice-2'"
            )
        }
        #expect(try await found("shared", in: fixture) == ["invoice-2"])
    }
}
