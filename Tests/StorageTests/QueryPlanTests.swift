import class GRDB.Database
import Payments
import Testing

@testable import Storage

/// Asks SQLite how it would run each statement, then runs it.
private final class PlanningConnection: SQLConnection {
    private let inner: Storage.SQLiteConnection
    private(set) var scans: [String] = []

    init(_ database: Database) { inner = Storage.SQLiteConnection(database: database) }

    func run(_ statement: Storage.SQL) throws(StorageError) -> Int {
        try look(at: statement)
        return try inner.run(statement)
    }

    func rows(_ statement: Storage.SQL) throws(StorageError) -> [SQLRow] {
        try look(at: statement)
        return try inner.rows(statement)
    }

    private func look(at statement: Storage.SQL) throws(StorageError) {
        let explain: Storage.SQL = "EXPLAIN QUERY PLAN"
        for row in try inner.rows(explain.followed(by: statement)) {
            var row = row
            for _ in 0..<3 { _ = try row.integer() }
            let detail = try row.text()
            let isStored = Self.tables.contains { detail.hasPrefix("SCAN \($0)") }
            if isStored, !Self.boundedIndexes.contains(where: detail.contains) {
                scans.append("\(detail): \(statement.parts.joined(separator: "?"))")
            }
        }
    }

    /// Indexes whose rows are few, or read in order up to a limit.
    private static let boundedIndexes = ["invoices_by_age", "events_waiting", "transfers_unrated"]

    private static let tables = [
        "merchants", "api_keys", "used_signatures", "wallets", "settings", "invoices", "choices",
        "addresses", "marks", "standings", "cursors", "blocks", "transfers", "events", "attempts",
    ]
}

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
            let address = try transaction.issueAddress(from: wallet, for: invoice.id, choice: id) {
                IssuedAddress(text: "\($0.id)/\($1)", matchBytes: [1])
            }
            let choice = try StoreFixture.choice(id, address: address.text, finality: 6)
            try transaction.add(choice, to: invoice.id)
            _ = try transaction.begin(invoice, with: choice, at: StoreFixture.start)
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
                _ = try transaction.record(step) { _, _, _ in .quoted }
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
            _ = try transaction.rateAwaited(limit: 100) { _, _, _ in .quoted }
            _ = try transaction.nextDueAt()
            for event in try transaction.dueEvents(at: now, perMerchant: 4, limit: 100) {
                _ = try transaction.record(
                    .failed,
                    of: event,
                    httpStatus: nil,
                    answer: "x",
                    at: now
                )
            }
            _ = try transaction.watched(on: StoreFixture.network, after: 0, limit: 100)
            _ = try transaction.events(of: StoreFixture.merchant, after: 0, limit: 100)
        }
        #expect(scans.isEmpty)
    }
}
