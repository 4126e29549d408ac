/// A payer whom a shop knows by an id of its own, and who may have static addresses.
package struct Customer: Sendable, Hashable {
    /// Who it is here.
    package let id: CustomerID
    /// Whose customer it is.
    package let merchant: MerchantID
    /// The shop's own id for it, unique at the merchant (OnchainPay `clientId`).
    package let reference: String
    /// Where to reach him.
    package var email: String?
    /// What the shop calls him.
    package var name: String?
    /// Where the shop hears about deposits.
    package var depositURL: String?
    /// When the shop told us of him.
    package let createdAt: Instant
    /// When something about him last changed.
    package var updatedAt: Instant

    /// Describes a customer.
    package init(
        id: CustomerID,
        merchant: MerchantID,
        reference: String,
        email: String? = nil,
        name: String? = nil,
        depositURL: String? = nil,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.merchant = merchant
        self.reference = reference
        self.email = email
        self.name = name
        self.depositURL = depositURL
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
