package import Payments

/// Somebody's session in the cabinet as stored; its token is with the browser only.
package struct SessionRecord: Sendable, Hashable {
    /// SHA-256 of the token.
    package let digest: [UInt8]
    /// Whose it is.
    package let user: UserID
    /// Whether the second factor was given, too; until then it opens nothing.
    package let isComplete: Bool
    /// Where it was opened from.
    package let address: String
    /// What the browser called itself, shortened.
    package let agent: String
    /// When it was opened.
    package let createdAt: Instant
    /// When it was used last, to the minute.
    package let seenAt: Instant
    /// When it ends at the latest.
    package let expiresAt: Instant

    /// Describes a session.
    package init(
        digest: [UInt8],
        user: UserID,
        isComplete: Bool,
        address: String,
        agent: String,
        createdAt: Instant,
        seenAt: Instant,
        expiresAt: Instant
    ) {
        self.digest = digest
        self.user = user
        self.isComplete = isComplete
        self.address = address
        self.agent = agent
        self.createdAt = createdAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
    }
}

/// What proves who somebody is, as stored.
package struct CredentialRecord: Sendable, Hashable {
    /// The argon2id hash of the password, with its salt and parameters.
    package let passwordHash: String
    /// The secret of the second factor, encrypted; nil until it was set up.
    package let sealedTOTP: [UInt8]?
    /// The time step of the last code that was taken: none is taken twice (RFC 6238, 5.2).
    package let totpStepLast: Int64

    /// Describes somebody's proof.
    package init(passwordHash: String, sealedTOTP: [UInt8]?, totpStepLast: Int64) {
        self.passwordHash = passwordHash
        self.sealedTOTP = sealedTOTP
        self.totpStepLast = totpStepLast
    }
}
