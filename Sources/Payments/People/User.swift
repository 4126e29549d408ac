/// The identity of somebody who signs in to the cabinet: `u_` and 16 characters.
package struct UserID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// What somebody may do in the cabinet; each role may do what those before it may.
package enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// See a merchant.
    case viewer
    /// See and change a merchant.
    case manager
    /// Everything, for every merchant: users, new merchants.
    case owner

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .manager: 1
        case .owner: 2
        }
    }
}

/// Somebody who signs in to the cabinet.
package struct User: Sendable, Hashable {
    /// Who it is.
    package let id: UserID
    /// What he signs in with and is called by, such as `anna`.
    package let name: String
    /// Whether he is an owner: of the whole installation.
    package let isOwner: Bool
    /// The role for each merchant he was let in to; empty for an owner, who needs none.
    package let roles: [MerchantID: Role]
    /// When the account was made.
    package let createdAt: Instant

    /// Describes somebody.
    package init(
        id: UserID,
        name: String,
        isOwner: Bool,
        roles: [MerchantID: Role] = [:],
        createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.isOwner = isOwner
        self.roles = roles
        self.createdAt = createdAt
    }

    /// What he may do for a merchant, or nil for nothing at all.
    package func role(for merchant: MerchantID) -> Role? { isOwner ? .owner : roles[merchant] }
}
