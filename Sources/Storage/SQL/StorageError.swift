/// Why the database did not do what it was asked; the transaction is undone then.
///
/// Expected outcomes (a duplicate, an unknown id) are return values and never come here.
package enum StorageError: Error, Hashable, Sendable {
    /// Another process held the database for longer than is waited.
    case busy
    /// The schema forbids what was tried: the last line of defence held.
    case constraint(code: Int)
    /// The disk is full, read-only or failing.
    case disk(code: Int)
    /// The file is damaged or not a database.
    case damaged(code: Int)
    /// A stored value is not what the schema says.
    case unreadable(column: Int)
    /// The database was written by a later version of Florin.
    case schemaTooNew(found: Int, known: Int)
    /// The file cannot be opened or made.
    case cannotOpen(path: String)
    /// The database engine refused for a reason of its own.
    case engine(code: Int)

    /// What an operator reads; holds no statement and no value.
    package var message: String {
        switch self {
        case .busy: "the database is held by another process"
        case .constraint(let code): "the database refused a change that breaks a rule (\(code))"
        case .disk(let code): "the disk is full, read-only or failing (\(code))"
        case .damaged(let code): "the database file is damaged (\(code))"
        case .unreadable(let column): "a stored value in column \(column) cannot be read"
        case .schemaTooNew(let found, let known):
            "the database has schema \(found), this Florin knows \(known): use a newer Florin"
        case .cannotOpen(let path): "the database \(path) cannot be opened or made"
        case .engine(let code): "the database engine reported error \(code)"
        }
    }
}
