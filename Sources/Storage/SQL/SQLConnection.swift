/// What a driver does: run statements inside the transaction it was opened for.
protocol SQLConnection {
    /// Runs a statement and tells how many rows it changed.
    @discardableResult
    func run(_ statement: SQL) throws(StorageError) -> Int

    /// Runs a statement and reads its whole answer.
    func rows(_ statement: SQL) throws(StorageError) -> [SQLRow]
}
