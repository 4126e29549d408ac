package import Payments

extension Transaction {
    /// What is known of a subject's failures, or nil where there are none.
    package func throttle(_ subject: String) throws(StorageError) -> ThrottleRecord? {
        guard
            var row = try connection.rows(
                """
                SELECT failures, updated_at, blocked_until
                FROM throttles
                WHERE subject = \(subject)
                """
            ).first
        else { return nil }
        return ThrottleRecord(
            failures: try row.int(),
            updatedAt: try row.instant(),
            blockedUntil: try row.instant()
        )
    }

    /// Writes down a subject's failures; nil forgets them.
    package func set(_ throttle: ThrottleRecord?, of subject: String) throws(StorageError) {
        guard let throttle else {
            try connection.run("DELETE FROM throttles WHERE subject = \(subject)")
            return
        }
        try connection.run(
            """
            INSERT INTO throttles (subject, failures, updated_at, blocked_until)
            VALUES (\(subject), \(throttle.failures), \(throttle.updatedAt),
                \(throttle.blockedUntil))
            ON CONFLICT (subject) DO UPDATE
            SET failures = excluded.failures, updated_at = excluded.updated_at,
                blocked_until = excluded.blocked_until
            """
        )
    }

    /// Deletes some of the throttles that nothing was added to since a moment.
    package func removeThrottles(before moment: Instant, limit: Int) throws(StorageError) {
        try connection.run(
            """
            DELETE FROM throttles
            WHERE subject IN (
                SELECT subject
                FROM throttles
                WHERE updated_at < \(moment)
                ORDER BY updated_at
                LIMIT \(limit)
            )
            """
        )
    }
}
