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
    /// What it is called, and where and for what it is accepted.
    package let terms: KeyTerms
    /// What names the form it was made with, so that a form sent twice makes one key.
    package let form: String?

    /// Describes a key.
    package init(
        id: APIKeyID,
        merchant: MerchantID,
        dialect: Dialect,
        sealedSecret: [UInt8],
        createdAt: Instant,
        revokedAt: Instant? = nil,
        terms: KeyTerms = KeyTerms(),
        form: String? = nil
    ) {
        self.id = id
        self.merchant = merchant
        self.dialect = dialect
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.terms = terms
        self.form = form
    }
}
