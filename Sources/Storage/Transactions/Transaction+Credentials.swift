package import Payments

extension Transaction {
    /// Sets somebody's password.
    package func setPasswordHash(_ hash: String, of user: UserID) throws(StorageError) {
        try connection.run("UPDATE users SET password_hash = \(hash) WHERE id = \(user)")
    }

    /// Sets somebody's second factor and the step of the last code that was taken; nil for none.
    package func setTOTP(
        _ sealed: [UInt8]?,
        stepLast: Int64,
        of user: UserID
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE users
            SET sealed_totp = \(sealed), sealed_totp_next = NULL, totp_step_last = \(stepLast)
            WHERE id = \(user)
            """
        )
    }

    /// Keeps the second factor that somebody is setting up.
    package func setNextTOTP(_ sealed: [UInt8]?, of user: UserID) throws(StorageError) {
        try connection.run("UPDATE users SET sealed_totp_next = \(sealed) WHERE id = \(user)")
    }

    /// The second factor that somebody is setting up, or nil.
    package func nextTOTP(of user: UserID) throws(StorageError) -> [UInt8]? {
        guard
            var row = try connection.rows(
                "SELECT sealed_totp_next FROM users WHERE id = \(user) AND closed_at IS NULL"
            ).first
        else { return nil }
        return try row.optionalBlob()
    }

    /// Takes the code of a time step; false where that one or a later one was taken before, be it
    /// by a request at the same time (RFC 6238, 5.2).
    package func takeTOTPStep(_ step: Int64, of user: UserID) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE users
            SET totp_step_last = \(step)
            WHERE id = \(user) AND totp_step_last < \(step)
            """
        ) == 1
    }

    /// Replaces somebody's recovery codes.
    package func setRecoveryCodes(_ digests: [[UInt8]], of user: UserID) throws(StorageError) {
        try connection.run("DELETE FROM recovery_codes WHERE user_id = \(user)")
        for digest in digests {
            try connection.run(
                "INSERT INTO recovery_codes (user_id, digest) VALUES (\(user), \(digest))"
            )
        }
    }

    /// Uses up a recovery code; false where there is none or it was used before.
    package func useRecoveryCode(
        _ digest: [UInt8],
        of user: UserID,
        at now: Instant
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE recovery_codes
            SET used_at = \(now)
            WHERE user_id = \(user) AND digest = \(digest) AND used_at IS NULL
            """
        ) == 1
    }

    /// How many recovery codes somebody has left.
    package func recoveryCodesLeft(of user: UserID) throws(StorageError) -> Int {
        guard
            var row = try connection.rows(
                """
                SELECT COUNT(*)
                FROM recovery_codes
                WHERE user_id = \(user) AND used_at IS NULL
                """
            ).first
        else { return 0 }
        return try row.int()
    }

    /// How many owners there are whose account is not closed.
    package func ownerCount() throws(StorageError) -> Int {
        guard
            var row = try connection.rows(
                """
                SELECT COUNT(*)
                FROM users
                WHERE is_owner = \(true) AND closed_at IS NULL
                """
            ).first
        else { return 0 }
        return try row.int()
    }

    /// Whether somebody has or had a name.
    package func isTaken(_ name: String) throws(StorageError) -> Bool {
        try !connection.rows("SELECT id FROM users WHERE name = \(name)").isEmpty
    }

    /// Makes somebody an owner, or takes that away.
    package func setOwner(_ isOwner: Bool, of user: UserID) throws(StorageError) {
        try connection.run("UPDATE users SET is_owner = \(isOwner) WHERE id = \(user)")
    }

    /// Closes an account; its name stays taken, so that the log stays clear.
    package func close(_ user: UserID, at now: Instant) throws(StorageError) {
        try connection.run("UPDATE users SET closed_at = \(now) WHERE id = \(user)")
    }
}
