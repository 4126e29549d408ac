package import Payments

/// A link that makes an account or lets somebody back in, once; its token is with its holder only.
package struct LinkRecord: Sendable, Hashable {
    /// What a link is for.
    package enum Purpose: String, Sendable, Hashable {
        /// The first owner's account: worth nothing once there is an owner.
        case first
        /// Another account.
        case account
        /// A new password and second factor for an account there is.
        case reset
    }

    /// SHA-256 of the token.
    package let digest: [UInt8]
    /// What it is for.
    package let purpose: Purpose
    /// Whose account it lets into; nil where it makes one.
    package let user: UserID?
    /// Whether the account it makes is an owner's.
    package let isOwner: Bool
    /// The merchant that the account it makes may see.
    package let merchant: MerchantID?
    /// What the account it makes may do there.
    package let role: Role?
    /// When it was made.
    package let createdAt: Instant
    /// From when on it opens nothing.
    package let expiresAt: Instant
    /// The name that was typed, once it was.
    package var name: String?
    /// The hash of the password that was typed, once it was.
    package var passwordHash: String?
    /// The secret of the second factor that is being set up, encrypted.
    package var sealedTOTP: [UInt8]?

    /// Describes a link that nobody has typed anything for.
    package init(
        digest: [UInt8],
        purpose: Purpose,
        user: UserID? = nil,
        isOwner: Bool = false,
        merchant: MerchantID? = nil,
        role: Role? = nil,
        createdAt: Instant,
        expiresAt: Instant
    ) {
        self.digest = digest
        self.purpose = purpose
        self.user = user
        self.isOwner = isOwner
        self.merchant = merchant
        self.role = role
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
