package import Payments

/// A shop's API key as stored: the secret is sealed and opens only with the master key.
package struct APIKeyRecord: Sendable, Hashable {
    /// The public part.
    package let id: APIKeyID
    /// Whose it is.
    package let merchant: MerchantID
    /// The API it is for.
    package let dialect: Dialect
    /// The secret, encrypted.
    package let sealedSecret: [UInt8]
    /// When it was made.
    package let createdAt: Instant
    /// Since when it is no longer accepted.
    package let revokedAt: Instant?

    /// Describes a key.
    package init(
        id: APIKeyID,
        merchant: MerchantID,
        dialect: Dialect,
        sealedSecret: [UInt8],
        createdAt: Instant,
        revokedAt: Instant? = nil
    ) {
        self.id = id
        self.merchant = merchant
        self.dialect = dialect
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
