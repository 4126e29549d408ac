package import Payments

extension Transaction {
    /// Keeps a new link.
    package func add(_ link: LinkRecord) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO one_time_links
                (digest, purpose, user_id, is_owner, merchant_id, role, created_at, expires_at)
            VALUES (\(link.digest), \(link.purpose.rawValue), \(link.user), \(link.isOwner),
                \(link.merchant), \(link.role?.rawValue), \(link.createdAt), \(link.expiresAt))
            """
        )
    }

    /// A link that was not used and is not too old, or nil.
    package func link(_ digest: [UInt8], at now: Instant) throws(StorageError) -> LinkRecord? {
        guard
            var row = try connection.rows(
                """
                SELECT purpose, user_id, is_owner, merchant_id, role, created_at, expires_at,
                    name, password_hash, sealed_totp
                FROM one_time_links
                WHERE digest = \(digest) AND used_at IS NULL AND expires_at > \(now)
                """
            ).first
        else { return nil }
        var link = LinkRecord(
            digest: digest,
            purpose: try row.word(),
            user: try row.optionalText().map(UserID.init),
            isOwner: try row.bool(),
            merchant: try row.optionalText().map(MerchantID.init),
            role: try row.optionalText().flatMap { Role(rawValue: $0) },
            createdAt: try row.instant(),
            expiresAt: try row.instant()
        )
        link.name = try row.optionalText()
        link.passwordHash = try row.optionalText()
        link.sealedTOTP = try row.optionalBlob()
        return link
    }

    /// Keeps what was typed for a link until its last step, or forgets it.
    package func keepTyped(in link: LinkRecord) throws(StorageError) {
        try connection.run(
            """
            UPDATE one_time_links
            SET name = \(link.name), password_hash = \(link.passwordHash),
                sealed_totp = \(link.sealedTOTP)
            WHERE digest = \(link.digest) AND used_at IS NULL
            """
        )
    }

    /// Uses a link up; false where another request did so first.
    package func use(_ link: LinkRecord, at now: Instant) throws(StorageError) -> Bool {
        // What was typed stays no longer than it is needed.
        try connection.run(
            """
            UPDATE one_time_links
            SET used_at = \(now), password_hash = NULL, sealed_totp = NULL
            WHERE digest = \(link.digest) AND used_at IS NULL
            """
        ) == 1
    }

    /// Takes back the links of a purpose that nobody used.
    package func removeLinks(for purpose: LinkRecord.Purpose) throws(StorageError) {
        try connection.run(
            """
            DELETE FROM one_time_links
            WHERE purpose = \(purpose.rawValue) AND used_at IS NULL
            """
        )
    }

    /// Takes back the links to somebody's account that nobody used.
    package func removeLinks(to user: UserID) throws(StorageError) {
        try connection.run(
            "DELETE FROM one_time_links WHERE user_id = \(user) AND used_at IS NULL"
        )
    }
}
