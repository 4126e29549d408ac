import class GRDB.Database

@testable import Storage

/// Asks SQLite how it would run each statement, then runs it.
final class PlanningConnection: SQLConnection {
    private let inner: Storage.SQLiteConnection
    private(set) var scans: [String] = []
    /// Every line of every plan.
    private(set) var plans: [String] = []

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
            plans.append(detail)
            let isStored = Self.tables.contains { detail.hasPrefix("SCAN \($0)") }
            if isStored, !Self.boundedIndexes.contains(where: detail.contains) {
                scans.append("\(detail): \(statement.parts.joined(separator: "?"))")
            }
        }
    }

    /// Indexes whose rows are few, or read in order up to a limit.
    private static let boundedIndexes = [
        "invoices_by_age", "events_waiting", "transfers_unrated", "standings_to_requote",
        "inquiries_waiting",
    ]

    private static let tables = [
        "merchants", "api_keys", "used_signatures", "nonces", "wallets", "settings", "customers",
        "static_addresses", "contacts", "invoices", "choices", "requotes", "addresses", "marks",
        "standings", "inquiries", "cursors", "blocks", "transfers", "deposits", "events",
        "attempts", "day_receipts", "day_counts", "open_sums", "erasures", "audit", "logos",
    ]
}
