import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct InvoiceListTests {
    private static func page(
        _ phases: Set<Phase>?,
        limit: Int = 100,
        offset: Int = 0,
        kind: Invoice.Kind = .invoice,
        in fixture: StoreFixture
    ) async throws -> [String] {
        try await fixture.store.read {
            try $0.invoices(
                of: StoreFixture.merchant,
                in: .okipays,
                kind: kind,
                phases: phases,
                limit: limit,
                offset: offset
            ).map(\.invoice.id.text)
        }
    }

    private static func count(
        _ phases: Set<Phase>?,
        kind: Invoice.Kind = .invoice,
        in fixture: StoreFixture
    ) async throws -> Int {
        try await fixture.store.read {
            try $0.countInvoices(
                of: StoreFixture.merchant,
                in: .okipays,
                kind: kind,
                phases: phases
            )
        }
    }

    /// Invoices 1 to 9 opened two at a moment, every third cancelled, and a neighbour's.
    private static func fixture() async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        for number in 1...9 {
            let opened = StoreFixture.start.advanced(bySeconds: Int64(number / 2))
            let id = try await fixture.open(number, openedAt: opened)
            if number.isMultiple(of: 3) {
                try await fixture.store.write {
                    _ = try $0.decide(.cancelled, on: id, at: StoreFixture.start)
                }
            }
        }
        try await fixture.open(10, of: StoreFixture.neighbour)
        return fixture
    }

    private static let newestFirst = [9, 8, 7, 6, 5, 4, 3, 2, 1].map { "invoice-\($0)" }

    @Test func `the newest come first, of all phases or of some`() async throws {
        let fixture = try await Self.fixture()
        #expect(try await Self.page(nil, in: fixture) == Self.newestFirst)
        let cancelled = ["invoice-9", "invoice-6", "invoice-3"]
        #expect(try await Self.page([.cancelled], in: fixture) == cancelled)
        #expect(try await Self.page([.cancelled, .chosen], in: fixture) == Self.newestFirst)
        #expect(try await Self.page([.paid], in: fixture).isEmpty)
        #expect(try await Self.page([], in: fixture).isEmpty)
    }

    @Test func `the pages of a list are the list, whatever their size`() async throws {
        let fixture = try await Self.fixture()
        for phases in [nil, [.chosen], [.cancelled, .chosen]] as [Set<Phase>?] {
            let whole = try await Self.page(phases, in: fixture)
            for limit in 1...10 {
                var listed: [String] = []
                for offset in stride(from: 0, to: 12, by: limit) {
                    listed += try await Self.page(
                        phases,
                        limit: limit,
                        offset: offset,
                        in: fixture
                    )
                }
                #expect(listed == whole, "pages of \(limit)")
            }
        }
    }

    @Test func `the pages of invoices opened at one moment are the list, too`() async throws {
        let fixture = try await StoreFixture()
        for number in [5, 2, 9, 1, 7, 3] { try await fixture.open(number) }
        var listed: [String] = []
        for offset in 0..<6 {
            listed += try await Self.page(nil, limit: 1, offset: offset, in: fixture)
        }
        #expect(listed == [9, 7, 5, 3, 2, 1].map { "invoice-\($0)" })
    }

    @Test func `the count is that of the whole list`() async throws {
        let fixture = try await Self.fixture()
        #expect(try await Self.count(nil, in: fixture) == 9)
        #expect(try await Self.count([.cancelled], in: fixture) == 3)
        #expect(try await Self.count([.chosen], in: fixture) == 6)
        #expect(try await Self.count([.paid, .expired], in: fixture) == 0)
        #expect(try await Self.count(nil, kind: .order, in: fixture) == 0)
    }

    @Test func `orders and invoices are lists of their own`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        try await fixture.open(2, kind: .order)
        #expect(try await Self.page(nil, in: fixture) == ["invoice-1"])
        #expect(try await Self.page(nil, kind: .order, in: fixture) == ["invoice-2"])
    }

    @Test func `an invoice moves to another list when its phase changes`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        var chain = ScriptedChain()
        chain.pay(1, 100)
        try await fixture.follow(chain)
        #expect(try await Self.page([.underway], in: fixture) == ["invoice-1"])
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await Self.page([.underway], in: fixture).isEmpty)
        #expect(try await Self.page([.paid], in: fixture) == ["invoice-1"])
    }
}
