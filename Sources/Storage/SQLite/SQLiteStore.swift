import FoundationEssentials
import GRDB

/// Opens a SQLite file so that what was committed survives a loss of power.
enum SQLiteStore {
    /// How long a write waits for another process.
    static let busySecondsMax: TimeInterval = 10

    static func open(path: String) throws(StorageError) -> DatabasePool {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(busySecondsMax)
            configuration.maximumReaderCount = 8
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL when it turns WAL on, whatever was set before: a power cut could
            // lose acknowledged invoices. So FULL is set afterwards and looked at.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                precondition(level == 2, "SQLite does not sync its log")
            }
            return pool
        } catch {
            let translated = StorageError(sqlite: error)
            if case .engine = translated { throw .cannotOpen(path: path) }
            throw translated
        }
    }

    /// Brings the schema up to date, each step in a transaction of its own.
    ///
    /// - Returns: The numbers of the steps that were run.
    static func migrate(_ pool: DatabasePool) throws(StorageError) -> [Int] {
        do {
            let known = Migration.all.count
            let found = try pool.read { try Self.version(of: $0) }
            if found > known { throw StorageError.schemaTooNew(found: found, known: known) }
            var done: [Int] = []
            for migration in Migration.all where migration.number > found {
                try pool.write { database in
                    // Another process may have done it between the look and the lock.
                    guard try Self.version(of: database) < migration.number else { return }
                    for statement in migration.statements { try database.execute(sql: statement) }
                    try migration.complete?(Transaction(SQLiteConnection(database: database)))
                    try database.execute(sql: "PRAGMA user_version = \(migration.number)")
                    done.append(migration.number)
                }
            }
            return done
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
