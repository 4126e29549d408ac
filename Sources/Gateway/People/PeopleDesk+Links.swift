package import Payments
import Storage

/// A link just made: its token is shown once and stored nowhere.
package struct FreshLink: Sendable {
    /// The secret part of the address.
    package let token: SecretText
    /// When it ends.
    package let expiresAt: Instant

    /// The path of the page it leads to.
    package var path: String { "/cabinet/start/\(token.revealed())" }
}

/// What a new account may do.
package enum Invitation: Sendable, Hashable {
    /// Everything.
    case owner
    /// See or change one merchant.
    case member(Role, MerchantID)
}

extension PeopleDesk {
    /// How long a link can be used, in seconds.
    package static let linkSecondsMax: Int64 = 86_400

    /// A link that makes the first owner's account, or nil where there is an owner.
    ///
    /// Those made before are worth nothing any more.
    package func firstOwnerLink() async throws -> FreshLink? {
        let token = freshToken()
        let link = newLink(token, for: .first, isOwner: true)
        let isMade = try await gateway.store.write { transaction in
            guard try transaction.ownerCount() == 0 else { return false }
            try transaction.removeLinks(for: .first)
            try transaction.add(link)
            return true
        }
        return isMade ? FreshLink(token: token, expiresAt: link.expiresAt) : nil
    }

    /// A link that makes one more account.
    package func invite(as invitation: Invitation, by actor: Actor) async throws -> FreshLink {
        let token = freshToken()
        let link: LinkRecord
        switch invitation {
        case .owner: link = newLink(token, for: .account, isOwner: true)
        case .member(let role, let merchant):
            link = newLink(token, for: .account, merchant: merchant, role: role)
        }
        try await gateway.store.write { transaction in
            let what = try Self.words(for: link, transaction)
            try transaction.add(link)
            try transaction.record(entry("invitation", by: actor, after: what))
        }
        return FreshLink(token: token, expiresAt: link.expiresAt)
    }

    /// A link to a new password and second factor for somebody, such as after a lost phone.
    package func resetLink(for user: UserID, by actor: Actor) async throws -> FreshLink {
        let token = freshToken()
        let link = newLink(token, for: .reset, user: user)
        try await gateway.store.write { transaction in
            guard let user = try transaction.user(user) else { throw AccountFault.noSuchUser }
            try transaction.removeLinks(to: user.id)
            try transaction.add(link)
            try transaction.record(
                entry("link for \(user.name)", by: actor, after: "new password and two-factor")
            )
        }
        return FreshLink(token: token, expiresAt: link.expiresAt)
    }

    /// `owner`, or `manager of Shop`.
    static func words(for link: LinkRecord, _ transaction: Transaction) throws -> String {
        guard let role = link.role, let id = link.merchant else { return "owner" }
        return "\(role.rawValue) of \(try transaction.merchant(id)?.name ?? id.text)"
    }

    private func newLink(
        _ token: SecretText,
        for purpose: LinkRecord.Purpose,
        user: UserID? = nil,
        isOwner: Bool = false,
        merchant: MerchantID? = nil,
        role: Role? = nil
    ) -> LinkRecord {
        let now = gateway.time.wall()
        return LinkRecord(
            digest: Self.digest(of: token),
            purpose: purpose,
            user: user,
            isOwner: isOwner,
            merchant: merchant,
            role: role,
            createdAt: now,
            expiresAt: now.advanced(bySeconds: Self.linkSecondsMax)
        )
    }
}
