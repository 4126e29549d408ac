import Payments
import Storage

/// How somebody's account is protected.
package struct AccountState: Sendable, Hashable {
    /// Whether a code is asked for at sign-in.
    package let hasSecondFactor: Bool
    /// How many recovery codes were not used yet.
    package let recoveryCodesLeft: Int
}

extension PeopleDesk {
    /// How the account of whoever asks is protected.
    package func state(of signedIn: SignedIn) async throws -> AccountState {
        try await gateway.store.read { transaction in
            let id = signedIn.user.id
            return AccountState(
                hasSecondFactor: try transaction.credential(of: id)?.sealedTOTP != nil,
                recoveryCodesLeft: try transaction.recoveryCodesLeft(of: id)
            )
        }
    }

    /// Sets a new password by the old one, and ends the other sessions.
    package func changePassword(
        of signedIn: SignedIn,
        old: SecretText,
        new: SecretText,
        again: SecretText,
        from visit: Visit
    ) async throws {
        let user = signedIn.user
        try AccountRules.check(new, again: again, name: user.name)
        try await prove(signedIn, password: old, from: visit)
        let hash = try await hashed(new)
        try await gateway.store.write { transaction in
            try transaction.setPasswordHash(hash, of: user.id)
            try transaction.endSessions(of: user.id, but: signedIn.session)
            try transaction.record(
                entry("password of \(user.name)", by: signedIn.actor, after: "changed")
            )
        }
    }

    /// Makes ten new recovery codes; the old ones open nothing any more.
    package func renewRecoveryCodes(
        of signedIn: SignedIn,
        password: SecretText,
        from visit: Visit
    ) async throws -> [SecretText] {
        let user = signedIn.user
        try await prove(signedIn, password: password, from: visit)
        let codes = freshRecoveryCodes()
        let digests = digests(of: codes, for: user.id)
        try await gateway.store.write { transaction in
            guard try transaction.credential(of: user.id)?.sealedTOTP != nil else {
                throw AccountFault.noSecondFactor
            }
            try transaction.setRecoveryCodes(digests, of: user.id)
            try transaction.record(
                entry("recovery codes of \(user.name)", by: signedIn.actor, after: "made anew")
            )
        }
        return codes
    }

    /// Begins to set up a second factor, which does not replace the one there is before a code of
    /// it was typed.
    package func beginSecondFactor(
        of signedIn: SignedIn,
        password: SecretText,
        from visit: Visit
    ) async throws {
        try await prove(signedIn, password: password, from: visit)
        let id = signedIn.user.id
        let sealed = try seal(freshSecret(), for: id)
        try await gateway.store.write { try $0.setNextTOTP(sealed, of: id) }
    }

    /// The secret that is being set up, or nil.
    package func secondFactor(inSetUpBy signedIn: SignedIn) async throws -> SecretText? {
        let id = signedIn.user.id
        let sealed = try await gateway.store.read { try $0.nextTOTP(of: id) }
        return try sealed.map { try opened($0, for: id) }
    }

    /// Replaces the second factor by the one a code was typed of; ends the other sessions.
    package func confirmSecondFactor(
        of signedIn: SignedIn,
        code: String
    ) async throws -> [SecretText] {
        let user = signedIn.user
        guard let sealed = try await gateway.store.read({ try $0.nextTOTP(of: user.id) }) else {
            throw AccountFault.linkGone
        }
        let secret = try opened(sealed, for: user.id)
        guard let step = step(of: code, secret: secret) else { throw AccountFault.wrongCode }
        let codes = freshRecoveryCodes()
        let digests = digests(of: codes, for: user.id)
        try await gateway.store.write { transaction in
            guard try transaction.nextTOTP(of: user.id) == sealed else {
                throw AccountFault.linkGone
            }
            try transaction.setTOTP(sealed, stepLast: step, of: user.id)
            try transaction.setRecoveryCodes(digests, of: user.id)
            try transaction.endSessions(of: user.id, but: signedIn.session)
            try transaction.record(
                entry("two-factor of \(user.name)", by: signedIn.actor, after: "set up")
            )
        }
        return codes
    }

    /// Goes without a second factor; an owner cannot.
    package func removeSecondFactor(
        of signedIn: SignedIn,
        password: SecretText,
        from visit: Visit
    ) async throws {
        let id = signedIn.user.id
        try await prove(signedIn, password: password, from: visit)
        try await gateway.store.write { transaction in
            guard let user = try transaction.user(id) else { throw AccountFault.noSuchUser }
            if user.isOwner { throw AccountFault.noSecondFactor }
            try transaction.setTOTP(nil, stepLast: 0, of: id)
            try transaction.setRecoveryCodes([], of: id)
            try transaction.record(
                entry(
                    "two-factor of \(user.name)",
                    by: signedIn.actor,
                    before: "set up",
                    after: "off"
                )
            )
        }
    }

    func hashed(_ password: SecretText) async throws -> String {
        do {
            return try await gateway.passwords.hash(password)
        } catch PasswordHasher.Failure.busy {
            throw AccountFault.busy
        }
    }

    /// Asks for the password once more: a browser left open is not enough.
    private func prove(
        _ signedIn: SignedIn,
        password: SecretText,
        from visit: Visit
    ) async throws {
        let id = signedIn.user.id
        let attempt = Attempt(name: signedIn.user.name, address: visit.address)
        try await begin(attempt)
        let hash = try await gateway.store.read { try $0.credential(of: id)?.passwordHash }
        guard try await isRight(password, hash) else { throw AccountFault.wrongPassword }
        try await gateway.store.write { try Self.succeed(attempt, $0) }
    }
}
