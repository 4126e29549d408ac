import FoundationEssentials
import GRDB

/// A connection of GRDB's pool, used inside one of its transactions only.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func run(_ statement: SQL) throws(StorageError) -> Int {
        try translated {
            try prepared(statement).execute(arguments: arguments(of: statement))
            return database.changesCount
        }
    }

    func rows(_ statement: SQL) throws(StorageError) -> [SQLRow] {
        try translated {
            let prepared = try prepared(statement)
            let cursor = try Row.fetchCursor(prepared, arguments: arguments(of: statement))
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow((0..<row.count).map { value(row[$0]) }))
            }
            return rows
        }
    }

    private func prepared(_ statement: SQL) throws -> Statement {
        try database.cachedStatement(sql: statement.parts.joined(separator: "?"))
    }

    private func arguments(of statement: SQL) -> StatementArguments {
        StatementArguments(
            statement.binds.map { bind -> any DatabaseValueConvertible in
                switch bind {
                case .null: DatabaseValue.null
                case .integer(let value): value
                case .text(let value): value
                case .blob(let value): Data(value)
                }
            }
        )
    }

    private func value(_ stored: DatabaseValue) -> SQLValue {
        switch stored.storage {
        case .null: .null
        case .int64(let value): .integer(value)
        case .string(let value): .text(value)
        case .blob(let value): .blob(Array(value))
        // No column of ours is REAL; a number that reads as one is refused by `SQLRow`.
        case .double: .null
        }
    }

    private func translated<Answer>(_ body: () throws -> Answer) throws(StorageError) -> Answer {
        do {
            return try body()
        } catch {
            throw StorageError(sqlite: error)
        }
    }
}
