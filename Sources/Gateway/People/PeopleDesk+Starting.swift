import Payments
import Storage

/// What a link offers to whoever opens it, and how far he has come.
package struct LinkOffer: Sendable {
    /// The name: fixed where the account exists, else what was typed.
    package let name: String?
    /// Whether the account exists and only its password and second factor are new.
    package let isReset: Bool
    /// `owner`, or `manager of Shop`.
    package let standing: String
    /// Whether the second factor can be left out.
    package let mayGoWithout: Bool
    /// The secret to put into a phone, once a name and a password were typed.
    package let secret: SecretText?
}

/// The end of a link: somebody who is signed in.
package struct Started: Sendable {
    /// His session.
    package let session: FreshSession
    /// His recovery codes; empty without a second factor.
    package let recoveryCodes: [SecretText]
}

extension PeopleDesk {
    /// What a link offers, or nil where it opens nothing (any more).
    package func offer(of token: SecretText) async throws -> LinkOffer? {
        guard let (link, user, standing) = try await found(token) else { return nil }
        let isSetUp = link.passwordHash != nil
        return LinkOffer(
            name: user?.name ?? link.name,
            isReset: link.purpose == .reset,
            standing: standing,
            mayGoWithout: !Self.isOwners(link, user),
            secret: isSetUp
                ? try link.sealedTOTP.map { try opened($0, for: Self.subject(of: link)) } : nil
        )
    }

    /// Takes the name and the password that were typed on a link's page; the account is made with
    /// the second factor only.
    package func give(
        name typed: String,
        password: SecretText,
        again: SecretText,
        to token: SecretText
    ) async throws {
        guard let (link, user, _) = try await found(token) else { throw AccountFault.linkGone }
        let name = try user?.name ?? AccountRules.name(typed)
        try AccountRules.check(password, again: again, name: name)
        if user == nil { try await checkIsFree(name) }
        var filled = link
        filled.name = name
        filled.passwordHash = try await hashed(password)
        filled.sealedTOTP = try seal(freshSecret(), for: Self.subject(of: link))
        let typed = filled
        try await gateway.store.write { try $0.keepTyped(in: typed) }
    }

    /// Forgets what was typed for a link, so that it begins anew.
    package func startOver(_ token: SecretText) async throws {
        guard var (link, _, _) = try await found(token) else { throw AccountFault.linkGone }
        (link.name, link.passwordHash, link.sealedTOTP) = (nil, nil, nil)
        let empty = link
        try await gateway.store.write { try $0.keepTyped(in: empty) }
    }

    /// The last step of a link: makes or changes the account, signs in, and uses the link up.
    ///
    /// `code`: The code of the second factor; nil to go without, which an owner cannot.
    package func finish(
        _ token: SecretText,
        code: String?,
        from visit: Visit
    ) async throws -> Started {
        guard let (link, known, _) = try await found(token), let name = link.name,
            let hash = link.passwordHash, let sealed = link.sealedTOTP
        else { throw AccountFault.linkGone }
        if code == nil, Self.isOwners(link, known) { throw AccountFault.noSecondFactor }
        let secret = try opened(sealed, for: Self.subject(of: link))
        let step = code.flatMap { self.step(of: $0, secret: secret) }
        if code != nil, step == nil { throw AccountFault.wrongCode }
        let id = known?.id ?? freshUserID()
        let user =
            known
            ?? User(
                id: id,
                name: name,
                isOwner: link.isOwner,
                roles: link.merchant.flatMap { merchant in link.role.map { [merchant: $0] } }
                    ?? [:],
                createdAt: gateway.time.now()
            )
        let codes = code == nil ? [] : freshRecoveryCodes()
        let end = LinkEnd(
            link: link,
            user: user,
            isNew: known == nil,
            credential: CredentialRecord(
                passwordHash: hash,
                sealedTOTP: code == nil ? nil : try seal(secret, for: id),
                totpStepLast: step ?? 0
            ),
            recoveryDigests: digests(of: codes, for: id)
        )
        let sessionToken = freshToken()
        let session = newSession(sessionToken, of: id, isComplete: true, from: visit)
        try await gateway.store.write { transaction in
            try complete(end, transaction)
            try open(Opening(session: session, user: user, attempt: nil), transaction)
        }
        return Started(session: fresh(sessionToken, session), recoveryCodes: codes)
    }

    /// What the last step of a link writes.
    private struct LinkEnd: Sendable {
        let link: LinkRecord
        let user: User
        let isNew: Bool
        let credential: CredentialRecord
        let recoveryDigests: [[UInt8]]
    }

    private func complete(_ end: LinkEnd, _ transaction: Transaction) throws {
        let (link, user) = (end.link, end.user)
        // Two browsers may be at the last step of one link, or of two that make a first owner.
        guard try transaction.link(link.digest, at: gateway.time.wall()) == link,
            try link.purpose != .first || transaction.ownerCount() == 0,
            try transaction.use(link, at: gateway.time.wall())
        else { throw AccountFault.linkGone }
        let actor = Actor.user(user.id, name: user.name)
        if end.isNew {
            guard try transaction.add(user, with: end.credential) else {
                throw AccountFault.nameTaken(user.name)
            }
            try transaction.record(
                entry(
                    "account \(user.name)",
                    by: actor,
                    after: try Self.words(for: link, transaction)
                )
            )
        } else {
            try transaction.setPasswordHash(end.credential.passwordHash, of: user.id)
            try transaction.setTOTP(
                end.credential.sealedTOTP,
                stepLast: end.credential.totpStepLast,
                of: user.id
            )
            try transaction.endSessions(of: user.id)
            try transaction.record(
                entry("password and two-factor of \(user.name)", by: actor, after: "made anew")
            )
        }
        try transaction.setRecoveryCodes(end.recoveryDigests, of: user.id)
    }

    private func found(
        _ token: SecretText
    ) async throws -> (link: LinkRecord, user: User?, standing: String)? {
        let digest = Self.digest(of: token)
        let now = gateway.time.wall()
        return try await gateway.store.read { transaction in
            guard let link = try transaction.link(digest, at: now) else { return nil }
            switch link.purpose {
            case .first where try transaction.ownerCount() > 0: return nil
            case .first, .account: return (link, nil, try Self.words(for: link, transaction))
            case .reset:
                guard let user = try link.user.flatMap({ try transaction.user($0) }) else {
                    return nil
                }
                return (link, user, user.isOwner ? "owner" : "")
            }
        }
    }

    private func checkIsFree(_ name: String) async throws {
        let isTaken = try await gateway.store.read { try $0.isTaken(name) }
        if isTaken { throw AccountFault.nameTaken(name) }
    }

    private static func isOwners(_ link: LinkRecord, _ user: User?) -> Bool {
        user?.isOwner ?? link.isOwner
    }

    /// What a secret in the making is bound to: there may be no account yet.
    private static func subject(of link: LinkRecord) -> UserID {
        UserID("link " + link.digest.map { String($0, radix: 16) }.joined(separator: "."))
    }
}
