import GRDB

extension StorageError {
    /// What an error of GRDB means to a caller.
    init(sqlite error: any Error) {
        if let own = error as? StorageError {
            self = own
            return
        }
        guard let error = error as? DatabaseError else {
            self = .engine(code: -1)
            return
        }
        let code = Int(error.extendedResultCode.rawValue)
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CONSTRAINT: self = .constraint(code: code)
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY: self = .disk(code: code)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(code: code)
        default: self = .engine(code: code)
        }
    }
}
