package import Payments
import Storage

/// An account as owners see it.
package struct Account: Sendable, Hashable {
    /// Who.
    package let user: User
    /// Whether a code is asked for at sign-in.
    package let hasSecondFactor: Bool
    /// When one of his sessions was used last, to the minute; nil where none is open.
    package let seenAt: Instant?
}

extension PeopleDesk {
    /// Everybody, the oldest first.
    package func accounts() async throws -> [Account] {
        try await gateway.store.read { transaction in
            try transaction.users().map { try Self.account(of: $0, transaction) }
        }
    }

    /// One account, or nil.
    package func account(_ id: UserID) async throws -> Account? {
        try await gateway.store.read { transaction in
            try transaction.user(id).map { try Self.account(of: $0, transaction) }
        }
    }

    /// Whoever signs in with a name, or nil.
    package func user(named name: String) async throws -> User? {
        let folded = AccountRules.folded(name)
        return try await gateway.store.read { try $0.user(named: folded) }
    }

    /// Gives somebody a role for a merchant; nil takes it away.
    package func setRole(
        _ role: Role?,
        of id: UserID,
        for merchant: MerchantID,
        by actor: Actor
    ) async throws {
        try await gateway.store.write { transaction in
            guard let user = try transaction.user(id) else { throw AccountFault.noSuchUser }
            let before = user.roles[merchant]
            guard before != role, let shop = try transaction.merchant(merchant) else { return }
            try transaction.set(role, of: id, for: merchant)
            try transaction.record(
                entry(
                    "role of \(user.name) for \(shop.name)",
                    by: actor,
                    before: before?.rawValue,
                    after: role?.rawValue
                )
            )
        }
    }

    /// Makes somebody an owner, or takes that away; the last one stays.
    package func setOwner(_ isOwner: Bool, of id: UserID, by actor: Actor) async throws {
        try await gateway.store.write { transaction in
            guard let user = try transaction.user(id) else { throw AccountFault.noSuchUser }
            if user.isOwner == isOwner { return }
            if isOwner {
                guard try transaction.credential(of: id)?.sealedTOTP != nil else {
                    throw AccountFault.noSecondFactor
                }
            } else {
                try Self.checkStays(anOwnerBeside: user, transaction)
            }
            try transaction.setOwner(isOwner, of: id)
            if !isOwner { try Self.removeLinksOfOwners(transaction) }
            try transaction.record(
                entry(
                    "role of \(user.name)",
                    by: actor,
                    before: user.isOwner ? "owner" : nil,
                    after: isOwner ? "owner" : nil
                )
            )
        }
    }

    /// Closes an account and ends its sessions at once; the last owner's stays.
    package func close(_ id: UserID, by actor: Actor) async throws {
        let now = gateway.time.now()
        try await gateway.store.write { transaction in
            guard let user = try transaction.user(id) else { throw AccountFault.noSuchUser }
            if user.isOwner { try Self.checkStays(anOwnerBeside: user, transaction) }
            try transaction.close(id, at: now)
            try transaction.endSessions(of: id)
            try transaction.removeLinks(to: id)
            if user.isOwner { try Self.removeLinksOfOwners(transaction) }
            try transaction.record(
                entry("account \(user.name)", by: actor, before: "open", after: "closed")
            )
        }
    }

    /// Changes that are about no one merchant, the newest first.
    package func changes(
        before: Int64?,
        limit: Int
    ) async throws -> [(number: Int64, entry: AuditEntry)] {
        try await gateway.store.read { transaction in
            try transaction.audit(of: nil, before: before, limit: limit)
        }
    }

    /// Who is no owner any more must not come back by a link that he made while he was.
    private static func removeLinksOfOwners(_ transaction: Transaction) throws {
        try transaction.removeLinks(for: .account)
        try transaction.removeLinks(for: .reset)
    }

    private static func checkStays(anOwnerBeside user: User, _ transaction: Transaction) throws {
        if try transaction.ownerCount() <= 1 { throw AccountFault.lastOwner }
    }

    private static func account(of user: User, _ transaction: Transaction) throws -> Account {
        Account(
            user: user,
            hasSecondFactor: try transaction.credential(of: user.id)?.sealedTOTP != nil,
            seenAt: try transaction.sessions(of: user.id).map(\.seenAt).max()
        )
    }
}
