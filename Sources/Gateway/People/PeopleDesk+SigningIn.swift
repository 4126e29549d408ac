import Payments
import Storage

/// What a browser is given to keep.
package struct FreshSession: Sendable {
    /// The token that its cookie carries.
    package let token: SecretText
    /// Whether a code is asked for next; until then the token opens nothing.
    package let needsCode: Bool
    /// How long the browser may keep it, in seconds.
    package let seconds: Int64
}

/// Where and by what somebody signs in.
package struct Visit: Sendable {
    /// The browser's address.
    package let address: String
    /// What the browser calls itself.
    package let agent: String

    private static let agentLengthMax = 200

    /// Describes a visit; a long name of a browser is cut.
    package init(address: String, agent: String) {
        self.address = address
        self.agent = String(agent.prefix(Self.agentLengthMax))
    }
}

extension PeopleDesk {
    /// Checks a name and a password; where there is a second factor, its code comes next.
    ///
    /// An unknown name takes as long as a wrong password, and says the same.
    package func signIn(
        name typed: String,
        password: SecretText,
        from visit: Visit
    ) async throws -> FreshSession {
        let name = AccountRules.folded(typed)
        let attempt = Attempt(name: name, address: visit.address)
        try await begin(attempt)
        let found = try await gateway.store.read { transaction in
            guard let user = try transaction.user(named: name),
                let credential = try transaction.credential(of: user.id)
            else { return nil as (User, CredentialRecord)? }
            return (user, credential)
        }
        let isRight = try await isRight(password, found?.1.passwordHash)
        guard let (user, credential) = found, isRight else { throw AccountFault.wrongPassword }
        var newHash: String?
        if gateway.passwords.isOutdated(credential.passwordHash) {
            // It can be made another time.
            newHash = try? await gateway.passwords.hash(password)
        }
        let token = freshToken()
        let session = newSession(
            token,
            of: user.id,
            isComplete: credential.sealedTOTP == nil,
            from: visit
        )
        let opening = Opening(session: session, user: user, attempt: attempt)
        try await gateway.store.write { [newHash] transaction in
            if let newHash { try transaction.setPasswordHash(newHash, of: user.id) }
            if session.isComplete {
                try open(opening, transaction)
            } else {
                try Self.takeBack(attempt, transaction)
                try transaction.add(session)
            }
        }
        return fresh(token, session)
    }

    /// Checks the code of a second factor, or a recovery code, and opens the session.
    ///
    /// The token is a new one, so that nobody can have laid one out before (OWASP: fixation).
    package func giveCode(
        _ typed: String,
        with pending: SecretText,
        from visit: Visit
    ) async throws -> FreshSession {
        let now = gateway.time.wall()
        let digest = Self.digest(of: pending)
        let found = try await gateway.store.read { transaction in
            guard let session = try transaction.session(digest), !session.isComplete,
                Self.isLive(session, at: now), let user = try transaction.user(session.user),
                let sealed = try transaction.credential(of: user.id)?.sealedTOTP
            else { return nil as (User, [UInt8])? }
            return (user, sealed)
        }
        guard let (user, sealed) = found else { throw AccountFault.linkGone }
        let attempt = Attempt(name: user.name, address: visit.address)
        try await begin(attempt)
        let step = step(of: typed, secret: try opened(sealed, for: user.id))
        let recovery = self.digest(ofCode: typed, for: user.id)
        let token = freshToken()
        let session = newSession(token, of: user.id, isComplete: true, from: visit)
        let opening = Opening(session: session, user: user, attempt: attempt)
        let isTaken = try await gateway.store.write { transaction in
            // The password step may have been undone since, such as by closing the account.
            guard try transaction.session(digest) != nil else { return false }
            if let step {
                guard try transaction.takeTOTPStep(step, of: user.id) else { return false }
            } else {
                guard try transaction.useRecoveryCode(recovery, of: user.id, at: now) else {
                    return false
                }
                let left = try transaction.recoveryCodesLeft(of: user.id)
                try transaction.record(
                    entry(
                        "recovery code of \(user.name)",
                        by: .user(user.id, name: user.name),
                        after: "used; \(left) left"
                    )
                )
            }
            try transaction.endSession(digest)
            try open(opening, transaction)
            return true
        }
        guard isTaken else { throw AccountFault.wrongCode }
        return fresh(token, session)
    }

    /// Whether a token waits for its code.
    package func waitsForCode(_ token: SecretText) async throws -> Bool {
        let digest = Self.digest(of: token)
        let now = gateway.time.wall()
        return try await gateway.store.read { transaction in
            guard let session = try transaction.session(digest) else { return false }
            return !session.isComplete && Self.isLive(session, at: now)
        }
    }

    /// A session that is about to be opened.
    struct Opening: Sendable {
        let session: SessionRecord
        let user: User
        let attempt: Attempt?
    }

    /// Opens a session; one from an address where the person has none is written down.
    func open(_ opening: Opening, _ transaction: Transaction) throws {
        let user = opening.user
        try Self.sweep(transaction, at: opening.session.createdAt)
        if let attempt = opening.attempt { try Self.succeed(attempt, transaction) }
        let known = try transaction.sessions(of: user.id)
        if !known.contains(where: { $0.address == opening.session.address }) {
            try transaction.record(
                entry(
                    "sign-in of \(user.name)",
                    by: .user(user.id, name: user.name),
                    after: "from \(opening.session.address)"
                )
            )
        }
        try transaction.add(opening.session)
        // A second factor that was left half set up is not finished by whoever finds the page.
        try transaction.setNextTOTP(nil, of: user.id)
    }

    func newSession(
        _ token: SecretText,
        of user: UserID,
        isComplete: Bool,
        from visit: Visit
    ) -> SessionRecord {
        let now = gateway.time.wall()
        return SessionRecord(
            digest: Self.digest(of: token),
            user: user,
            isComplete: isComplete,
            address: visit.address,
            agent: visit.agent,
            createdAt: now,
            seenAt: now,
            expiresAt: now.advanced(
                bySeconds: isComplete ? Self.sessionSecondsMax : Self.codeSecondsMax
            )
        )
    }

    func fresh(_ token: SecretText, _ session: SessionRecord) -> FreshSession {
        FreshSession(
            token: token,
            needsCode: !session.isComplete,
            seconds: session.isComplete ? Self.sessionSecondsMax : Self.codeSecondsMax
        )
    }

    func isRight(_ password: SecretText, _ hash: String?) async throws -> Bool {
        // What cannot be anybody's password costs as little as possible.
        guard password.revealed().utf8.count <= AccountRules.passwordBytesMax else { return false }
        do {
            return try await gateway.passwords.matches(password, hash)
        } catch PasswordHasher.Failure.busy {
            throw AccountFault.busy
        }
    }
}
