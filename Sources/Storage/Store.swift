import GRDB
import Payments

/// The database: hands out transactions, each of which keeps one invariant.
///
/// Reads see one moment; writes of many callers share a commit. What a transaction answered is
/// already old when its caller sees it, so decisions are made inside.
package struct Store: Sendable {
    private let pool: DatabasePool
    private let queue: CommitQueue

    /// Opens the SQLite file at a path, makes it where it is missing, and updates its schema.
    package init(sqlitePath path: String) throws(StorageError) {
        pool = try SQLiteStore.open(path: path)
        queue = CommitQueue(pool: pool)
        _ = try SQLiteStore.migrate(pool)
    }

    /// Runs a read: everything it looks at is of one moment.
    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.read { database in
                try body(Transaction(SQLiteConnection(database: database)))
            }
        } catch let error as DatabaseError {
            throw StorageError(sqlite: error)
        }
    }

    /// Runs a write; when this returns, what it did is on disk.
    ///
    /// The body may be run together with others in one commit. An error thrown by it undoes it and
    /// nothing else.
    package func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        try await queue.write { database in
            try body(Transaction(SQLiteConnection(database: database)))
        }
    }

    /// Writes a consistent copy of the database to a new file, beside running writers.
    package func backup(to path: String) throws(StorageError) {
        do {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    /// Checks the file's structure; an empty list means that nothing is wrong.
    package func integrityFaults() throws(StorageError) -> [String] {
        do {
            return try pool.read { database in
                try String.fetchAll(database, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
            }
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    /// The number of the last schema step in the file.
    package func schemaVersion() throws(StorageError) -> Int {
        do {
            return try pool.read { try SQLiteStore.version(of: $0) }
        } catch {
            throw StorageError(sqlite: error)
        }
    }
}

/// One transaction; it must not leave the block it was handed to.
package struct Transaction {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }
}
