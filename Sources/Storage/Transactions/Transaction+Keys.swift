package import Payments

/// What became of the number and the signature a request carried.
package enum RequestClaim: Sendable, Hashable {
    /// Never seen before; it is taken now and cannot be used again.
    case taken
    /// Not larger than one that was used before.
    case notLarger(than: Int64)
    /// The signature was used before, with another number.
    case signatureUsed
}

extension Transaction {
    /// Adds an API key.
    package func add(_ key: APIKeyRecord) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO api_keys
                (id, merchant_id, dialect, sealed_secret, created_at, name, allowed_addresses,
                permissions, form_id)
            VALUES (\(key.id), \(key.merchant), \(key.dialect.rawValue), \(key.sealedSecret),
                \(key.createdAt), \(key.terms.name),
                \(AddressBlockText.text(of: key.terms.allowedAddresses)),
                \(key.terms.permission.rawValue), \(key.form))
            """
        )
    }

    /// The key of a public part, revoked ones too, or nil.
    package func apiKey(_ id: APIKeyID) throws(StorageError) -> APIKeyRecord? {
        try apiKeys(where: "WHERE id = \(id)").first
    }

    /// The keys of a merchant, the oldest first.
    package func apiKeys(of merchant: MerchantID) throws(StorageError) -> [APIKeyRecord] {
        try apiKeys(where: "WHERE merchant_id = \(merchant) ORDER BY created_at, id")
    }

    /// The newest key of a merchant for a dialect that is not revoked.
    package func signingKey(
        of merchant: MerchantID,
        for dialect: Dialect
    ) throws(StorageError) -> APIKeyRecord? {
        try apiKeys(of: merchant).last { $0.dialect == dialect && $0.revokedAt == nil }
    }

    /// Revokes a key of a merchant; answers whether it was in use until now.
    package func revoke(
        _ key: APIKeyID,
        of merchant: MerchantID,
        at now: Instant
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE api_keys
            SET revoked_at = \(now)
            WHERE id = \(key) AND merchant_id = \(merchant) AND revoked_at IS NULL
            """
        ) > 0
    }

    /// Changes what a merchant's key is called, and where and for what it is accepted.
    ///
    /// - Returns: Whether there is such a key that is not revoked.
    package func set(
        _ terms: KeyTerms,
        of key: APIKeyID,
        of merchant: MerchantID
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE api_keys
            SET name = \(terms.name),
                allowed_addresses = \(AddressBlockText.text(of: terms.allowedAddresses)),
                permissions = \(terms.permission.rawValue)
            WHERE id = \(key) AND merchant_id = \(merchant) AND revoked_at IS NULL
            """
        ) > 0
    }

    /// The key that was made with a form, or nil.
    package func apiKey(
        madeWith form: String,
        of merchant: MerchantID
    ) throws(StorageError) -> APIKeyRecord? {
        try apiKeys(where: "WHERE merchant_id = \(merchant) AND form_id = \(form)").first
    }

    private func apiKeys(where clause: SQL) throws(StorageError) -> [APIKeyRecord] {
        let columns: SQL = """
            SELECT id, merchant_id, dialect, sealed_secret, created_at, revoked_at, name,
                allowed_addresses, permissions, form_id
            FROM api_keys
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return APIKeyRecord(
                id: APIKeyID(try row.text()),
                merchant: MerchantID(try row.text()),
                dialect: try row.word(),
                sealedSecret: try row.blob(),
                createdAt: try row.instant(),
                revokedAt: try row.optionalInstant(),
                terms: KeyTerms(
                    name: try row.optionalText(),
                    allowedAddresses: try AddressBlockText.blocks(of: row.text()),
                    permission: try row.word()
                ),
                form: try row.optionalText()
            )
        }
    }

    /// Takes a growing request number and a signature for good: the replay defence of API
    /// contract B1.
    ///
    /// Both are kept for ever: the text that is signed has no separators, so an old signature fits
    /// other requests with a larger number (vectors K8 and K9).
    package func claim(
        requestID: Int64,
        signature: String,
        by key: APIKeyID
    ) throws(StorageError) -> RequestClaim {
        let used = try connection.rows(
            """
            SELECT 1
            FROM used_signatures
            WHERE key_id = \(key) AND signature = \(signature) AND request_id <> \(requestID)
            """
        )
        if !used.isEmpty { return .signatureUsed }
        let raised = try connection.run(
            """
            UPDATE api_keys
            SET request_id_last = \(requestID)
            WHERE id = \(key) AND request_id_last < \(requestID)
            """
        )
        if raised == 0 {
            guard
                var row = try connection.rows(
                    "SELECT request_id_last FROM api_keys WHERE id = \(key)"
                ).first
            else { return .notLarger(than: 0) }
            return .notLarger(than: try row.integer())
        }
        try connection.run(
            """
            INSERT INTO used_signatures (key_id, signature, request_id)
            VALUES (\(key), \(signature), \(requestID))
            ON CONFLICT (key_id, signature) DO NOTHING
            """
        )
        return .taken
    }

    /// How long a nonce cannot be used again, in seconds (API contract A1).
    package static let nonceWindowSeconds: Int64 = 86_400

    /// Takes a nonce for a day; answers whether the key had not used it within the last one.
    package func claim(
        nonce: String,
        by key: APIKeyID,
        at now: Instant
    ) throws(StorageError) -> Bool {
        let oldest = now.advanced(bySeconds: -Self.nonceWindowSeconds)
        return try connection.run(
            """
            INSERT INTO nonces (key_id, nonce, seen_at)
            VALUES (\(key), \(nonce), \(now))
            ON CONFLICT (key_id, nonce) DO UPDATE SET seen_at = excluded.seen_at
            WHERE nonces.seen_at < \(oldest)
            """
        ) > 0
    }

    /// Whether some nonce may be used again.
    package func hasOldNonces(at now: Instant) throws(StorageError) -> Bool {
        let oldest = now.advanced(bySeconds: -Self.nonceWindowSeconds)
        return try !connection.rows(
            "SELECT 1 FROM nonces WHERE seen_at < \(oldest) LIMIT 1"
        ).isEmpty
    }

    /// Forgets nonces that may be used again, at most so many; answers how many those were.
    package func forgetNonces(at now: Instant, limit: Int) throws(StorageError) -> Int {
        let oldest = now.advanced(bySeconds: -Self.nonceWindowSeconds)
        return try connection.run(
            """
            DELETE FROM nonces
            WHERE (key_id, nonce) IN (
                SELECT key_id, nonce
                FROM nonces
                WHERE seen_at < \(oldest)
                ORDER BY seen_at
                LIMIT \(limit)
            )
            """
        )
    }
}
