package import Payments

extension Transaction {
    /// Adds somebody with his roles; false where the name is taken.
    package func add(
        _ user: User,
        with credential: CredentialRecord
    ) throws(StorageError) -> Bool {
        let added = try connection.run(
            """
            INSERT INTO users
                (id, name, is_owner, password_hash, sealed_totp, totp_step_last, created_at)
            VALUES (\(user.id), \(user.name), \(user.isOwner), \(credential.passwordHash),
                \(credential.sealedTOTP), \(credential.totpStepLast), \(user.createdAt))
            ON CONFLICT (name) DO NOTHING
            """
        )
        if added == 0 { return false }
        for (merchant, role) in user.roles { try set(role, of: user.id, for: merchant) }
        return true
    }

    /// Sets somebody's role for a merchant; nil takes it away.
    package func set(
        _ role: Role?,
        of user: UserID,
        for merchant: MerchantID
    ) throws(StorageError) {
        guard let role else {
            try connection.run(
                "DELETE FROM user_roles WHERE user_id = \(user) AND merchant_id = \(merchant)"
            )
            return
        }
        try connection.run(
            """
            INSERT INTO user_roles (user_id, merchant_id, role)
            VALUES (\(user), \(merchant), \(role.rawValue))
            ON CONFLICT (user_id, merchant_id) DO UPDATE SET role = excluded.role
            """
        )
    }

    /// Somebody whose account is not closed, or nil.
    package func user(_ id: UserID) throws(StorageError) -> User? {
        try users(where: "WHERE id = \(id) AND closed_at IS NULL").first
    }

    /// The same by the name he signs in with.
    package func user(named name: String) throws(StorageError) -> User? {
        try users(where: "WHERE name = \(name) AND closed_at IS NULL").first
    }

    /// Everybody whose account is not closed, the oldest first.
    package func users() throws(StorageError) -> [User] {
        try users(where: "WHERE closed_at IS NULL ORDER BY created_at, id")
    }

    private func users(where clause: SQL) throws(StorageError) -> [User] {
        let columns: SQL = "SELECT id, name, is_owner, created_at FROM users"
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            let id = UserID(try row.text())
            return User(
                id: id,
                name: try row.text(),
                isOwner: try row.bool(),
                roles: try roles(of: id),
                createdAt: try row.instant()
            )
        }
    }

    private func roles(of user: UserID) throws(StorageError) -> [MerchantID: Role] {
        var roles: [MerchantID: Role] = [:]
        for row in try connection.rows(
            "SELECT merchant_id, role FROM user_roles WHERE user_id = \(user)"
        ) {
            var row = row
            roles[MerchantID(try row.text())] = try row.word()
        }
        return roles
    }

    /// What proves who somebody is, or nil where there is no such account.
    package func credential(of user: UserID) throws(StorageError) -> CredentialRecord? {
        guard
            var row = try connection.rows(
                """
                SELECT password_hash, sealed_totp, totp_step_last
                FROM users
                WHERE id = \(user) AND closed_at IS NULL
                """
            ).first
        else { return nil }
        return CredentialRecord(
            passwordHash: try row.text(),
            sealedTOTP: try row.optionalBlob(),
            totpStepLast: try row.integer()
        )
    }

    /// Opens a session.
    package func add(_ session: SessionRecord) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO sessions
                (digest, user_id, is_complete, address, agent, created_at, seen_at, expires_at)
            VALUES (\(session.digest), \(session.user), \(session.isComplete),
                \(session.address), \(session.agent), \(session.createdAt), \(session.seenAt),
                \(session.expiresAt))
            """
        )
    }

    /// The session of a token's digest, whether or not it is over, or nil.
    package func session(_ digest: [UInt8]) throws(StorageError) -> SessionRecord? {
        try sessions(where: "WHERE digest = \(digest)").first
    }

    func sessions(where clause: SQL) throws(StorageError) -> [SessionRecord] {
        let columns: SQL = """
            SELECT digest, user_id, is_complete, address, agent, created_at, seen_at, expires_at
            FROM sessions
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return SessionRecord(
                digest: try row.blob(),
                user: UserID(try row.text()),
                isComplete: try row.bool(),
                address: try row.text(),
                agent: try row.text(),
                createdAt: try row.instant(),
                seenAt: try row.instant(),
                expiresAt: try row.instant()
            )
        }
    }
}
