package import Payments

extension Transaction {
    /// Somebody's complete sessions, the latest first.
    package func sessions(of user: UserID) throws(StorageError) -> [SessionRecord] {
        try sessions(
            where: """
                WHERE user_id = \(user) AND is_complete = \(true)
                ORDER BY created_at DESC, digest
                """
        )
    }

    /// Notes that a session was used.
    package func noteUse(ofSession digest: [UInt8], at now: Instant) throws(StorageError) {
        try connection.run("UPDATE sessions SET seen_at = \(now) WHERE digest = \(digest)")
    }

    /// Ends a session.
    package func endSession(_ digest: [UInt8]) throws(StorageError) {
        try connection.run("DELETE FROM sessions WHERE digest = \(digest)")
    }

    /// Ends somebody's sessions, complete or not, but for one; answers how many there were.
    @discardableResult
    package func endSessions(
        of user: UserID,
        but kept: [UInt8]? = nil
    ) throws(StorageError) -> Int {
        try connection.run(
            """
            DELETE FROM sessions
            WHERE user_id = \(user) AND digest IS DISTINCT FROM \(kept)
            """
        )
    }

    /// Deletes some of the sessions that are over.
    package func removeSessions(before moment: Instant, limit: Int) throws(StorageError) {
        try connection.run(
            """
            DELETE FROM sessions
            WHERE digest IN (
                SELECT digest
                FROM sessions
                WHERE expires_at < \(moment)
                ORDER BY expires_at
                LIMIT \(limit)
            )
            """
        )
    }
}
